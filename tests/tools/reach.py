# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which resources a module stands on, and so which permissions it needs: read from the code."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "plugins" / "modules"
INVENTORY = ROOT / "plugins" / "inventory"
MODULE_UTILS = "ansible_collections.entra.provisioning.plugins.module_utils"
PACKAGE = f"{MODULE_UTILS}._resources"
LAYERS = {
    f"{MODULE_UTILS}.{folder}": ROOT / "plugins" / "module_utils" / folder for folder in ("_estate", "_resources")
}


def module_names() -> list[str]:
    """The modules of the collection, sorted."""
    return sorted(file.stem for file in MODULES.glob("*.py") if file.stem != "__init__")


def resources(file: Path) -> list[str]:
    """What a file names in its imports of the layers of resources, wherever they stand, as layer.name."""
    nodes = ast.walk(ast.parse(file.read_text("utf-8")))
    found: set[str] = set()
    for node in [node for node in nodes if isinstance(node, ast.ImportFrom)]:
        if node.module in LAYERS:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif str(node.module).rpartition(".")[0] in LAYERS:
            found.add(str(node.module))
    return sorted(found)


def stands_on(module: str, folder: Path = MODULES) -> list[str]:
    """All resources that a module, or a plugin in another folder, reaches, as names that can be imported."""
    found: list[str] = []
    waiting = resources(folder / f"{module}.py")
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.append(name)
            layer, _dot, file = name.rpartition(".")
            waiting += resources(LAYERS[layer] / f"{file}.py")
    return sorted(found)


def permissions(module: str, folder: Path = MODULES) -> dict[str, tuple[str, ...]]:
    """What a module does (`read`, `write`, `resolve` a name) with the permissions of which it needs one.

    folder: where a plugin stands that is no module.

    A resource whose write needs others than those of the resources beside it says `write_` and what it writes: that is
    then what the module needs to write. `make` is the making of applications; a module that writes nothing else writes so.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in stands_on(module, folder):
        for use, names in getattr(importlib.import_module(name), "PERMISSIONS", {}).items():
            if found.setdefault(use, tuple(names)) != tuple(names):
                raise LookupError(f"{module}: {name} names other permissions to {use} than the resources beside it")
    for use in [use for use in found if use.startswith("write_")]:
        found["write"] = found.pop(use)
    if "make" in found and "write" not in found:
        found["write"] = found.pop("make")
    if module.endswith("_info") or folder == INVENTORY:
        found.pop("write", None)
    return found
