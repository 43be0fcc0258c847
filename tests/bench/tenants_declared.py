# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the bench declares of each application of a tenant, in the files that the contenders read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import tree
from ansible_collections.entra.provisioning.plugins.module_utils._schema import adopt, declaration, merge

Document = dict[str, Any]
Estate = Mapping[str, Mapping[str, Any]]

TEMPLATE, RULE, SOURCE = "scim", "USERGROUP_OUTBOUND_USERGROUP", "User"
TARGET = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
# Three mappings, one of which the template has otherwise and two that it lacks, and a scope.
RULES = [
    {
        "name": RULE,
        "object_mappings": [
            {
                "source_object": SOURCE,
                "target_object": TARGET,
                "scope": {
                    "groups": [
                        {
                            "name": "Sales",
                            "clauses": [{"attribute": "department", "operator": "EQUALS", "values": ["Sales"]}],
                        }
                    ]
                },
                "attribute_mappings": [
                    {"target_attribute": "title", "expression": "Trim([jobTitle])"},
                    {"target_attribute": "nickName", "source": "mailNickname"},
                    {"target_attribute": "userType", "constant": "Employee"},
                ],
            }
        ],
    }
]
NOTIFICATIONS = {"Enabled": True, "Recipients": "operations@contoso.example"}


def merged(document: Document) -> Document:
    """A schema as it is once the declaration is carried out, ready to be sent."""
    declared = declaration.parse({"synchronization_rules": RULES})
    return adopt.bare(merge.merged(document, declared, "merged", tree.to_tree).document)


def graph_rows(document: Document) -> dict[str, Any]:
    """Scope and mappings as Graph has them, for those who speak to it themselves."""
    rule = next(one for one in merged(document)["synchronizationRules"] if one["name"] == RULE)
    mapping = next(one for one in rule["objectMappings"] if one["sourceObjectName"] == SOURCE)
    wanted = {row["target_attribute"] for row in RULES[0]["object_mappings"][0]["attribute_mappings"]}  # type: ignore[index]
    rows = [row for row in mapping["attributeMappings"] if row["targetAttributeName"] in wanted]
    return {"rule": RULE, "source_object": SOURCE, "scope": mapping["scope"], "rows": rows}


def write(folder: Path, estate: Estate, document: Document, by: str) -> None:
    """The variables of all applications of an estate; `by` is service_principal_id or display_name.

    applications.yml has everything, as one task takes it; names.yml and secrets.yml are apart, as loops need them.
    """
    folder.mkdir(exist_ok=True)
    names = [_named(name, row) for name, row in estate.items()]
    secrets = [{"SecretToken": f"token-of-the-bench-{number:03d}"} for number in range(1, len(names) + 1)]
    schema = {"synchronization_rules": RULES}
    full = [
        {
            by: one[by],
            "settings": one["settings"],
            "secrets": secret,
            "jobs": [{"template_id": TEMPLATE, "state": "started", "schema": schema}],
        }
        for one, secret in zip(names, secrets)
    ]
    rows = graph_rows(document)
    _yaml(folder / "applications.yml", {"applications": full})
    _yaml(folder / "names.yml", {"template_id": TEMPLATE, "synchronization_rules": RULES, "applications": names})
    _yaml(folder / "secrets.yml", {"secrets": secrets})
    _yaml(folder / "graph.yml", rows)
    everything = {"template_id": TEMPLATE, "applications": names, "secrets": secrets, **rows}
    private(folder / "everything.json", json.dumps(everything))


def _named(name: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Who it is, and its settings. The address is the one that the emulator's furnished applications have."""
    number = name.rpartition(" ")[2]
    address = f"https://scim{number}.contoso.example/v2"
    return {
        "display_name": name,
        "service_principal_id": row["service_principal_id"],
        "settings": {"BaseAddress": address, "SyncNotificationSettings": dict(NOTIFICATIONS)},
    }


def _yaml(file: Path, tree_of_values: Mapping[str, Any]) -> None:
    """A file of variables. What all applications have alike is written once and referred to, by an alias of YAML."""
    private(file, yaml.safe_dump(dict(tree_of_values), sort_keys=False, width=120))


def private(file: Path, text: str) -> None:
    """Write a file that only its owner reads."""
    file.touch(mode=0o600)
    file.write_text(text, "utf-8")


def chunks(rows: list[Any], size: int = 20) -> Iterable[list[Any]]:
    """The rows in portions, as a `$batch` takes them."""
    return (rows[start : start + size] for start in range(0, len(rows), size))
