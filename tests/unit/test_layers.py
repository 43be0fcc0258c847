# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The layers of the architecture: imports point down, no circle, and the core does no I/O."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGINS = ROOT / "plugins"
EXTENSIONS = ROOT / "extensions" / "eda" / "plugins"
PACKAGE = "ansible_collections.entra.provisioning.plugins."

# What each layer may import besides itself. `_secret` is a leaf that all may use.
BELOW = {
    "secret": set(),
    "core": {"secret"},
    "expressions": set(),
    "schema": {"core", "expressions"},
    "scim": set(),
    "report": {"core"},
    "graph": {"secret"},
    "resources": {"core", "expressions", "schema", "scim", "secret"},
    "estate": {"core", "expressions", "schema", "scim", "secret", "resources"},
    "events": {"core", "secret", "schema", "resources", "estate"},
    "boundary": {"graph", "core", "secret"},
    # The event source is a boundary of its own: options in, events out.
    "event_source": {"boundary", "events", "graph", "core", "secret"},
    # What ansible-rulebook runs by its path is a label on it, and imports nothing before it made that importable.
    "extension": set(),
    "documentation": set(),
    "module": {"boundary", "estate", "resources"},
    "host": {"boundary", "secret"},
    "action": {"host"},
    "filter": {"expressions", "scim", "estate", "report", "core"},
    "test": {"expressions"},
    # An inventory plugin reads the service itself: it is a boundary of its own.
    "inventory": {"boundary", "graph", "resources", "core"},
}
# The layers with a file or folder of their own name in module_utils; all else there is the boundary.
OWN_PLACE = {
    "secret",
    "core",
    "expressions",
    "schema",
    "scim",
    "report",
    "graph",
    "resources",
    "estate",
    "events",
    "event_source",
}
LIBRARIES = {
    "graph": {"requests", "msal", "urllib3", "cryptography"},
    "estate": {"yaml"},
    "boundary": {"ansible"},
    "event_source": {"ansible"},
    "host": {"ansible"},
    "filter": {"ansible"},
    "test": {"ansible"},
    "inventory": {"ansible"},
}
# The layers that are functions of their arguments.
PURE = {"_core", "_expressions", "_schema", "_scim", "_report", "_events"}
# They are asked nothing of the world: the clock and chance are handed in.
WORLD = {"time", "random", "secrets", "socket", "ssl", "http", "subprocess", "threading", "tempfile", "pathlib", "os"}

FOLDERS = (PLUGINS, EXTENSIONS)
FILES = sorted(file for folder in FOLDERS for file in folder.rglob("*.py") if file.read_text("utf-8").strip())
NAMES = [str(file.relative_to(ROOT)) for file in FILES]


def layer_of(path: str) -> str:
    """The layer of a file, or of a dotted name, given relative to plugins/ with slashes."""
    parts = path.split("/")
    if parts[0] != "module_utils":
        return {"modules": "module", "doc_fragments": "documentation", "plugin_utils": "host"}.get(parts[0], parts[0])
    inner = parts[1].split(".")[0].lstrip("_")
    return inner if inner in OWN_PLACE else "boundary"


def layer(file: Path) -> str:
    """The layer of a file, wherever it stands."""
    return "extension" if EXTENSIONS in file.parents else layer_of(str(file.relative_to(PLUGINS)))


def imported(tree: ast.AST) -> set[str]:
    """Dotted names of all that is imported anywhere in a file, also inside functions."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports inside the collection are absolute: AnsiballZ follows them"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), str(file))


def test_there_is_something_to_look_at():
    assert {layer(file) for file in FILES} >= {"secret", "core", "graph", "boundary", "event_source", "extension"}


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_imports_point_down(file):
    own = layer(file)
    inner = {name[len(PACKAGE) :].replace(".", "/") for name in imported(parsed(file)) if name.startswith(PACKAGE)}
    # `from ...module_utils import _road` names a file of the package itself.
    reached = {layer_of(name) for name in inner}
    assert reached - {own} <= BELOW[own], f"{own} must not import {sorted(reached - {own} - BELOW[own])}"


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_only_the_layer_that_owns_a_library_imports_it(file):
    own = layer(file)
    known = {"ansible", "requests", "msal", "urllib3", "cryptography", "azure", "msgraph", "yaml", "jinja2"}
    used = {name.split(".")[0] for name in imported(parsed(file))} & known
    assert used <= LIBRARIES.get(own, set())


@pytest.mark.parametrize("file", [f for f in FILES if PURE & set(f.parts)])
def test_the_pure_layers_do_not_ask_the_world(file):
    names = imported(parsed(file))
    assert not {name.split(".")[0] for name in names} & WORLD
    assert not [name for name in names if name.startswith(("urllib.request", "datetime.datetime.now"))]


def edges() -> dict[str, set[str]]:
    """Which files of plugins/ each imports, at the top and inside functions."""
    dotted = {PACKAGE + str(file.relative_to(PLUGINS))[:-3].replace("/", "."): file for file in PLUGINS.rglob("*.py")}
    return {
        name: {
            candidate
            for one in imported(parsed(file))
            for candidate in (one, one.rpartition(".")[0])
            if candidate in dotted
        }
        for name, file in dotted.items()
    }


def circular(graph: dict[str, set[str]]) -> list[str]:
    """Who is left when those that import nobody are taken away again and again: circles, and who leads into one."""
    left = {name: set(others) for name, others in graph.items()}
    while free := {name for name, others in left.items() if not others}:
        left = {name: others - free for name, others in left.items() if name not in free}
    return sorted(left)


def test_a_circle_is_found():
    assert circular({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["a", "b", "c"]


def test_no_file_imports_itself_by_way_of_others():
    graph = edges()
    assert sum(map(len, graph.values())) > len(graph)
    assert circular(graph) == []
