# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the user declared of a schema, read and checked as far as that needs no schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_notes import Notes
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rows import DirectoryRow, RuleRow
from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_rules import rules


class Declaration(NamedTuple):
    """Rows as the user ordered them; what each holds is said in declaration_rows.

    rules: RuleRow(where, id, name, members, object_mappings), whose
        object_mappings are None (not given) or ObjectMappingRow(where, source_object, target_object, name, absent,
        members, scope, attribute_mappings), whose
        attribute_mappings are None or AttributeMappingRow(where, target, absent, members).
    directories: DirectoryRow(where, id, name, objects), whose
        objects are None or ObjectRow(where, name, number, absent, members, attributes), whose
        attributes are None or AttributeRow(where, name, absent, members).
    warnings: sentences, each beginning with its place.
    """

    rules: tuple[RuleRow, ...]
    directories: tuple[DirectoryRow, ...]
    warnings: tuple[str, ...] = ()

    def is_empty(self) -> bool:
        """Whether nothing was declared."""
        return not self.rules and not self.directories


def parse(params: Mapping[str, Any]) -> Declaration:
    """The declaration in the parameters of a module (`synchronization_rules`, `directories`; None is not given).

    Raises InvalidInput with all problems at once, each beginning with its place, as in
    `synchronization_rules[0].object_mappings[User -> Account].attribute_mappings[mail].expression: ...`. With
    `parse_expressions: service` a function that we do not know is a warning, since the service's list is open.
    """
    notes = Notes(asking=params.get("parse_expressions") == "service")
    declared = Declaration(
        rules(params.get("synchronization_rules"), notes), _directories(params.get("directories"), notes)
    )
    if notes.problems:
        raise InvalidInput(notes.problems)
    return declared._replace(warnings=tuple(notes.warnings))


def _directories(given: Any, notes: Notes) -> tuple[DirectoryRow, ...]:
    if not given:
        return ()
    # Compiled in every task that imports it, and few tasks define attributes. So it is with the imports like this one.
    from ansible_collections.entra.provisioning.plugins.module_utils._schema.declaration_directories import directories

    return directories(given, notes)
