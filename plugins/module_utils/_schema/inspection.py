# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wrong with a schema as it would stand, found before the service is asked.

Only new trouble counts. What the service's document already holds is not looked at where it is untouched (the very
same object in both documents), and not complained of where it was as bad before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import nearest
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    inspection_directories,
    inspection_mappings,
    words_levels,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_definitions import (
    Definitions,
    same_rows,
)
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_finding import Finding, problem
from ansible_collections.entra.provisioning.plugins.module_utils._schema.inspection_mappings import Scene
from ansible_collections.entra.provisioning.plugins.module_utils._schema.places import Row


def problems(after: Row, before: Row) -> list[str]:
    """What the service would refuse, or would not do as meant: sentences, each with its place."""
    return [finding.sentence for finding in _new(after, before) if not finding.warning]


def warnings(after: Row, before: Row) -> list[str]:
    """What probably is not meant: sentences, each with its place."""
    return [finding.sentence for finding in _new(after, before) if finding.warning]


def _new(after: Row, before: Row) -> list[Finding]:
    news = (Definitions(after), Definitions(before))
    found = [*_of_rules(after, before, *news), *inspection_directories.findings(after, before)]
    return list(dict.fromkeys(found))


def _of_rules(after: Row, before: Row, defined: Definitions, once: Definitions) -> Iterator[Finding]:
    olds = words_levels.RULES.rows(before)
    for key, rule in words_levels.RULES.rows(after).items():
        old_rule = olds.get(key, {})
        yield from _less(_linked(rule, defined), _linked(old_rule, once))
        old_mappings = words_levels.OBJECT_MAPPINGS.rows(old_rule)
        for name, mapping in words_levels.OBJECT_MAPPINGS.rows(rule).items():
            scene = _scene(rule, name, mapping, defined)
            old = old_mappings.get(name)
            yield from _of_mapping(scene, None if old is None else _scene(old_rule, name, old, once))


def _of_mapping(scene: Scene, old: Scene | None) -> Iterable[Finding]:
    """The findings of one object mapping that it did not have before."""
    if old is None:
        return inspection_mappings.findings(scene, ())
    redefined = not (same_rows(scene.source, old.source) and same_rows(scene.target, old.target))
    if scene.mapping is old.mapping and not redefined:
        return ()
    untouched = () if redefined else old.mapping.get("attributeMappings") or ()
    return _less(inspection_mappings.findings(scene, untouched), inspection_mappings.findings(old, ()))


def _less(news: Iterable[Finding], olds: Iterable[Finding]) -> list[Finding]:
    known = set(olds)
    return [finding for finding in news if finding not in known]


def _scene(rule: Row, name: str, mapping: Row, defined: Definitions) -> Scene:
    sides = (
        (rule.get("sourceDirectoryName"), mapping.get("sourceObjectName")),
        (rule.get("targetDirectoryName"), mapping.get("targetObjectName")),
    )
    source, target = (defined.definition(directory, one) for directory, one in sides)
    lacking = tuple(_lacking(directory, one, defined) for directory, one in sides)
    place, from_entra = f"{words_levels.title(rule)} / {name}", defined.is_entra(sides[0][0])
    return Scene(place, mapping, source, target, "".join(lacking), from_entra)


def _lacking(directory: object, name: object, defined: Definitions) -> str:
    """A sentence when an object mapping names an object that its directory does not define."""
    known = defined.objects(directory)
    if not name or name in known or str(directory) not in defined.directories:
        return ""
    return f" the directory {directory} has no object {name!r}.{nearest(str(name), known)}"


def _linked(rule: Row, defined: Definitions) -> Iterator[Finding]:
    """A rule joins two directories by their names, which Microsoft has renamed over the years."""
    for side in ("sourceDirectoryName", "targetDirectoryName"):
        name = rule.get(side)
        if name and defined.directories and name not in defined.directories:
            known = ", ".join(sorted(defined.directories))
            yield problem(
                words_levels.title(rule),
                f"the rule names the directory {name!r}, and the document has {known}.",
            )
