# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Turn the reference copies of the service's metadata into the compact model that the emulator checks bodies with.

Usage: python tests/tools/make_model.py [REFERENCE_FOLDER]   (default: ENTRA_REFERENCE, else ../shared/reference)

A property becomes one text: `[]` in front marks a collection, `!` at the end a property that must not be null.
Navigation properties are written like nullable ones, because the service inlines them (`directories` of a schema).
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TARGET = ROOT / "tests" / "emulator" / "model.json"
SOURCES = {"v1.0": "synchronization-model.v1.json", "beta": "synchronization-model.beta.json"}

# Real payloads carry keys outside these enumerations and in camel case (IsHardDeletionSupported, Secret,
# configurationFields), and sending them back is the documented way to update: their members are a hint, no fence.
OPEN_ENUMS = (
    "attributeDefinitionMetadata",
    "objectDefinitionMetadata",
    "objectMappingMetadata",
    "synchronizationMetadata",
)


def reference_folder() -> Path:
    return Path(os.environ.get("ENTRA_REFERENCE") or ROOT.parent / "shared" / "reference")


def type_text(declared: dict) -> str:
    head = "[]" if declared.get("collection") else ""
    tail = "" if declared.get("nullable", True) else "!"
    return head + declared["type"].removeprefix("Edm.") + tail


def compact_type(declared: dict) -> dict:
    properties = {name: type_text(one) for name, one in declared.get("props", {}).items()}
    properties.update({name: type_text(one) for name, one in declared.get("navigation", {}).items()})
    compact = {"properties": dict(sorted(properties.items()))}
    for flag in ("base", "open"):
        if declared.get(flag):
            compact[flag] = declared[flag]
    return compact


def merged_entity_types(source: dict) -> dict:
    """The entity types of the metadata with the additions known from elsewhere (beta: the bulk upload)."""
    supplement = source.get("supplement", {})
    entities = {name: dict(one) for name, one in source["entityTypes"].items()}
    entities.update(supplement.get("entityTypes", {}))
    for name, additions in supplement.get("navigationAdditions", {}).items():
        entities[name]["navigation"] = {**entities[name].get("navigation", {}), **additions}
    return entities


def compact_model(source: dict) -> dict:
    enums = {name: " ".join(one["members"]) for name, one in sorted(source["enums"].items())}
    flags = sorted(name for name, one in source["enums"].items() if one.get("isFlags"))
    types = {**source["complexTypes"], **merged_entity_types(source)}
    operations = {}
    for operation in source["actions"] + source["functions"]:
        parameters = {name: type_text(one) for name, one in operation["params"].items()}
        operations.setdefault(operation["name"], {}).update(parameters)
    return {
        "enums": enums,
        "flags": flags,
        "open_enums": list(OPEN_ENUMS),
        "types": {name: compact_type(one) for name, one in sorted(types.items())},
        "operations": dict(sorted(operations.items())),
    }


def make_model(reference: Path) -> dict:
    sources = {version: json.loads((reference / name).read_text("utf-8")) for version, name in SOURCES.items()}
    return {version: compact_model(source) for version, source in sources.items()}


def main(arguments: list[str]) -> int:
    reference = Path(arguments[0]) if arguments else reference_folder()
    if not reference.is_dir():
        print(f"No reference at {reference}; the committed model stays as it is.", file=sys.stderr)
        return 1
    TARGET.write_text(json.dumps(make_model(reference), indent=1) + "\n", "utf-8")
    print(f"Wrote {TARGET.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
