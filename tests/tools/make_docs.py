# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the generated parts of README and guides, or check them: `make_docs.py [--check]`.

A part stands between two marks and comes from the code: permissions from PERMISSIONS of the resources, keys from terms,
environment variables from the connection options, modules from their documentation, versions from the matrix.
tests/unit/test_docs.py checks.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import re
import sys
import textwrap
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

import cores
import nested_docs
import yaml
from reach import INVENTORY, MODULE_UTILS, MODULES, PACKAGE, module_names, permissions

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "extensions" / "eda" / "plugins" / "event_source"
GUIDES = ROOT / "docs" / "docsite" / "rst"
# What is found by a name: the key in PERMISSIONS, and what the guide calls it.
_NAMED = {
    "resolve": "an application, by ``app_id`` or ``display_name``",
    "users": "a user, by user principal name",
    "groups": "a group, by display name",
}


def documentation(module: str, folder: Path = MODULES) -> dict[str, Any]:
    """The DOCUMENTATION of a module, or of a plugin in another folder, as a structure."""
    for node in ast.parse((folder / f"{module}.py").read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            return dict(yaml.safe_load(ast.literal_eval(node.value)))
    raise LookupError(f"{module} has no DOCUMENTATION")


def rst_table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A list-table of reStructuredText."""
    lines = ["", ".. list-table::", "   :header-rows: 1", ""]
    for row in (header, *rows):
        lines += [f"   {'* -' if first else '  -'} {cell}" for first, cell in _marked(row)]
    return "\n".join([*lines, ""])


def _marked(row: Iterable[str]) -> list[tuple[bool, str]]:
    return [(number == 0, cell) for number, cell in enumerate(row)]


def _permission_table() -> str:
    """Three columns: more of them do not fit beside each other, and the last would be out of sight."""
    rows = []
    for link, wanted in _wanted():
        # A module that reads nothing but the directory needs that permission for everything.
        reading = wanted.get("read", wanted.get("resolve", ()))
        writing = _code(wanted.get("write", ()))
        if "make" in wanted:
            writing += f"; to make applications {_code(wanted['make'])}"
        rows.append([link, _code(reading) if reading else "none", writing])
    return rst_table(("Module or plugin", "Reading: one of", "Writing: one of"), rows)


def _name_table() -> str:
    """What finding things by their names needs besides, and of whom."""
    rows = []
    for use, named in _NAMED.items():
        found: dict[tuple[str, ...], list[str]] = {}
        for link, wanted in _wanted():
            if use in wanted:
                found.setdefault(wanted[use], []).append(link)
        rows += [[named, _code(names), ", ".join(links)] for names, links in found.items()]
    return rst_table(("What is named", "One of", "Modules and plugins"), rows)


def _wanted() -> list[tuple[str, dict[str, tuple[str, ...]]]]:
    """A link to each module and inventory plugin, with what it needs."""
    plugins = [(name, "inventory", INVENTORY) for name in sorted(file.stem for file in INVENTORY.glob("*.py"))]
    everybody = [*((name, "module", MODULES) for name in module_names()), *plugins]
    return [
        (f":ansplugin:`entra.provisioning.{name}#{kind}`", permissions(name, folder))
        for name, kind, folder in everybody
    ]


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"``{name}``" for name in names) or "\\-"


def _key_table() -> str:
    terms = importlib.import_module(f"{PACKAGE}.terms")
    kinds = {"text": "text", "truth text": "true or false", "json text": "structure (kept as JSON)"}
    settings = [(f"``{field.wire}``", "``settings``", kinds[field.kind]) for field in terms.SETTING_FIELDS]
    secrets = [(f"``{key}``", "``secrets``", "text, never shown") for key in terms.SECRET_KEYS]
    return rst_table(("Key", "Option", "Value"), sorted([*settings, *secrets], key=lambda row: row[0].strip("`")))


def _environment_table() -> str:
    names = importlib.import_module(f"{MODULE_UTILS}._connection_options").ENVIRONMENT
    return rst_table(("Option", "Environment variable"), ([f"``{key}``", f"``{names[key]}``"] for key in names))


def _module_table() -> str:
    rows = [f"| `{name}` | {documentation(name)['short_description']} |" for name in module_names()]
    return "\n".join(["", "| Module | What it does |", "| --- | --- |", *rows, ""])


def _plugin_table() -> str:
    places = {kind: MODULES.parent / kind for kind in ("filter", "inventory", "test")}
    rows = [
        f"| `{file.stem}` | {kind} | {documentation(file.stem, file.parent)['short_description']} |"
        for kind, folder in sorted({**places, "event source": SOURCES}.items())
        for file in sorted(folder.glob("*.py"))
    ]
    return "\n".join(["", "| Plugin | Kind | What it does |", "| --- | --- | --- |", *rows, ""])


def _role_table() -> str:
    rows = []
    for folder in sorted((ROOT / "roles").iterdir()):
        specs = yaml.safe_load((folder / "meta" / "argument_specs.yml").read_text("utf-8"))["argument_specs"]
        rows.append(f"| `{folder.name}` | {specs['main']['short_description']} |")
    return "\n".join(["", "| Role | What it does |", "| --- | --- |", *rows, ""])


def _version_table() -> str:
    released = [(line, core) for line, core in cores.CORES.items() if not core.extra]
    rows = [f"| {line} ({core.pin}) | {', '.join(core.pythons)} |" for line, core in released]
    return "\n".join(["", "| ansible-core | Python of the control node |", "| --- | --- |", *rows, ""])


def _code_table() -> str:
    """The refusals of the login service; codes that are told alike stand in one row."""
    found: dict[tuple[str, str], list[int]] = {}
    for code, told in importlib.import_module(f"{MODULE_UTILS}._graph.aadsts").MEANINGS.items():
        found.setdefault(told, []).append(code)
    rows = sorted((sorted(codes), *told) for told, codes in found.items())
    cells = [(", ".join(f"AADSTS{code}" for code in codes), meaning, advice) for codes, meaning, advice in rows]
    return rst_table(("Code", "It says", "Do"), cells)


def _status_table() -> str:
    hints = importlib.import_module(f"{MODULE_UTILS}._graph.hints").BY_STATUS
    return rst_table(("Status", "Do"), ((str(status), hints[status]) for status in sorted(hints)))


def _guide_list() -> str:
    """The guides by their sections, as the table of contents of the documentation has them."""
    repository = yaml.safe_load((ROOT / "galaxy.yml").read_text("utf-8"))["repository"]
    lines = [""]
    for section in yaml.safe_load((GUIDES.parent / "extra-docs.yml").read_text("utf-8"))["sections"]:
        links = [f"[{_title(name)}]({repository}/blob/main/docs/docsite/rst/{name}.rst)" for name in section["toctree"]]
        lines.append(f"- {section['title']}: {', '.join(links)}")
    return "\n".join([*lines, ""])


def _title(guide: str) -> str:
    """The heading of a guide."""
    found = re.search(r"^(\S.*)\n=+$", (GUIDES / f"{guide}.rst").read_text("utf-8"), re.MULTILINE)
    if found is None:
        raise LookupError(f"{guide}.rst has no heading")
    return found[1]


def _function_table() -> str:
    functions = importlib.import_module(f"{MODULE_UTILS}._expressions.function_table").FUNCTIONS
    rows = [
        [
            f"``{_signature(function)}``",
            " ".join((function.summary, *function.notes)).replace("\\", "\\\\"),
            _slots(function),
            ", ".join(function.contexts),
            "yes" if function.keys_known() else "by the service",
        ]
        for function in sorted(functions.values(), key=lambda one: one.name.lower())
    ]
    return rst_table(("Function", "What it gives", "Slots", "Contexts", "Tree"), rows)


def _signature(function: Any) -> str:
    """`Name(required, optional?, repeated...)`"""
    marks = [("" if one.required else "?") + ("..." if one.repeating else "") for one in function.parameters]
    parts = [one.name + mark for one, mark in zip(function.parameters, marks)]
    return f"{function.name}({', '.join(parts)})"


def _slots(function: Any) -> str:
    if function.max_slots is None:
        return f"{function.min_slots} and more"
    if function.min_slots == function.max_slots:
        return str(function.min_slots)
    return f"{function.min_slots} to {function.max_slots}"


PARTS: dict[str, tuple[Path, Callable[[], str]]] = {
    "modules": (ROOT / "README.md", _module_table),
    "plugins": (ROOT / "README.md", _plugin_table),
    "roles": (ROOT / "README.md", _role_table),
    "guides": (ROOT / "README.md", _guide_list),
    "versions": (ROOT / "README.md", _version_table),
    "environment": (GUIDES / "authentication.rst", _environment_table),
    "permissions": (GUIDES / "permissions.rst", _permission_table),
    "permissions for names": (GUIDES / "permissions.rst", _name_table),
    "sign-in codes": (GUIDES / "troubleshooting.rst", _code_table),
    "statuses": (GUIDES / "troubleshooting.rst", _status_table),
    "functions": (GUIDES / "mappings_as_code.rst", _function_table),
    "keys": (GUIDES / "secrets_and_settings.rst", _key_table),
    **{
        f"options of {name}": (MODULES / "synchronizations.py", partial(nested_docs.part, name, indent))
        for name, indent in (("owner", 6), ("settings", 6), ("accepted", 6), ("job", 10), ("schema", 14))
    },
}


def renewed(name: str, text: str) -> str:
    """The text with the part of this name made anew. Raises LookupError where the marks are missing."""
    for begin, end in (
        ("<!-- generated: {} -->\n", "<!-- end -->"),
        (".. generated: {}\n", ".. end of generated"),
        ("# generated: {}\n", "# end of generated"),
    ):
        opening = begin.format(name)
        pattern = re.compile("^( *)" + re.escape(opening) + ".*?^ *" + re.escape(end), re.DOTALL | re.MULTILINE)
        marks = pattern.search(text)
        if marks:
            margin = marks[1]
            fresh = margin + opening + textwrap.indent(PARTS[name][1](), margin) + "\n" + margin + end
            return pattern.sub(lambda _match, fresh=fresh: fresh, text)
    raise LookupError(f"no marks for the generated part {name}")


def outdated() -> list[str]:
    """The parts that are not as the code has them."""
    return [name for name, (file, _make) in PARTS.items() if renewed(name, _read(file)) != _read(file)]


def _read(file: Path) -> str:
    return file.read_text("utf-8")


def main() -> int:
    """Write, or with --check tell what would be written."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; end with 1 when a part is outdated")
    if parser.parse_args().check:
        for name in (stale := outdated()):
            print(f"{PARTS[name][0].relative_to(ROOT)}: the part {name!r} is outdated; run {Path(__file__).name}")
        return 1 if stale else 0
    for name, (file, _make) in PARTS.items():
        file.write_text(renewed(name, _read(file)), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
