# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What README, guides and playbooks say can be typed, and what they quote is really said."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.entra.provisioning.plugins.module_utils import _module
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION, ENVIRONMENT
from ansible_collections.entra.provisioning.plugins.module_utils._core.hazard import CONSEQUENCES
from ansible_collections.entra.provisioning.plugins.module_utils._events import options as event_options

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "docsite" / "rst"
COLLECTION = "entra.provisioning."
GROUP = "group/entra.provisioning.graph"
SOURCE = "entra.provisioning.provisioning"

MARKDOWN_BLOCK = re.compile(r"^( *)```ya?ml\n(.*?)^ *```$", re.DOTALL | re.MULTILINE)
RST_BLOCK = re.compile(r"^\.\. code-block:: yaml(?:\+jinja)?\n\n((?:(?:   .*)?\n)+)", re.MULTILINE)
QUOTED = re.compile(r"^\*(.+)\*$", re.MULTILINE)

# What stands for a value that a template will give.
SAMPLES = {"dict": {}, "list": [], "bool": True, "int": 1, "str": "text", "path": "file", "raw": "text"}
# Variables of the environment that are not connection options.
OTHER_VARIABLES = {"ENTRA_PROVISIONING_CACHE", "ENTRA_REFERENCE", "ENTRA_SAMPLES"}


def pages() -> list[Path]:
    """README, guides, and what else is written for people."""
    found = [
        ROOT / "README.md",
        *GUIDES.glob("*.rst"),
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "roles").glob("*/README.md"),
    ]
    return sorted([*found, ROOT / "tests" / "emulator" / "README.md"])


def blocks() -> Iterator[tuple[str, str]]:
    """(page and number, text) of every YAML block, and every example playbook."""
    for page in pages():
        text = page.read_text("utf-8")
        inside = [match[2] for match in MARKDOWN_BLOCK.finditer(text)] + RST_BLOCK.findall(text)
        for number, block in enumerate(inside, 1):
            yield f"{page.relative_to(ROOT)} {number}", textwrap.dedent(block)
    for playbook in sorted((ROOT / "playbooks").rglob("*.yml")):
        yield playbook.name, playbook.read_text("utf-8")


BLOCKS = dict(blocks())


def uses(tree: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """(module or group, options) of every task and every module_defaults in a tree."""
    if isinstance(tree, list):
        for item in tree:
            yield from uses(item)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if isinstance(value, dict) and (key.startswith(COLLECTION) or key == GROUP):
                yield key, value
            else:
                yield from uses(value)


USES = [
    (f"{place}: {name}", name, given) for place, text in BLOCKS.items() for name, given in uses(yaml.safe_load(text))
]


def specification(module: str, monkeypatch: pytest.MonkeyPatch) -> ArgumentSpecValidator:
    """The argument spec with which a module opens its host."""
    opened: list[tuple[dict[str, Any], dict[str, Any]]] = []

    def reconcile(options, propose, offline=(), **rules):
        opened.append(({**CONNECTION, **_module.PLAN_OPTIONS, **options}, rules))

    def inquire(options, answer, **rules):
        opened.append(({**CONNECTION, **options}, rules))

    monkeypatch.setattr(_module, "reconcile", reconcile)
    monkeypatch.setattr(_module, "inquire", inquire)
    importlib.import_module(f"ansible_collections.entra.provisioning.plugins.modules.{module}").main()
    ((options, rules),) = opened
    return ArgumentSpecValidator(options, **rules)


def sample(value: Any, option: dict[str, Any]) -> Any:
    """The value, or where a template gives it, one that the option takes."""
    if not (isinstance(value, str) and "{{" in value):
        return value
    return option["choices"][0] if "choices" in option else SAMPLES[option.get("type", "str")]


def test_blocks_and_tasks_are_found():
    assert len(BLOCKS) > 20
    assert {name for _place, name, _given in USES} >= {GROUP, COLLECTION + "synchronization"}


@pytest.mark.parametrize("place", BLOCKS)
def test_every_yaml_block_parses(place):
    assert yaml.safe_load(BLOCKS[place]) is not None


@pytest.mark.parametrize(("name", "given"), [use[1:] for use in USES], ids=[use[0] for use in USES])
def test_every_task_uses_options_that_exist(name, given, monkeypatch):
    if name == GROUP:
        assert set(given) <= set(CONNECTION)
        return
    if name == SOURCE:
        assert set(given) <= {*CONNECTION, *event_options.OPTIONS}
        return
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    validator = specification(name[len(COLLECTION) :], monkeypatch)
    options = validator.argument_spec
    filled = {key: sample(value, options.get(key, {})) for key, value in given.items()}
    assert validator.validate(filled).error_messages == []


def tool() -> Any:
    """tests/tools/make_docs.py as a module, which finds the tools beside it."""
    folder = str(ROOT / "tests" / "tools")
    if folder not in sys.path:
        sys.path.append(folder)
    found = importlib.util.spec_from_file_location("make_docs", ROOT / "tests" / "tools" / "make_docs.py")
    assert found is not None and found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_generated_parts_are_as_the_code_has_them():
    assert tool().outdated() == []


def test_a_generated_part_that_is_changed_by_hand_is_noticed():
    make_docs = tool()
    page = make_docs.PARTS["keys"][0].read_text("utf-8")
    changed = page.replace("``SyncAll``\n     - ``settings``", "``SyncAll``\n     - ``secrets``")
    assert changed != page
    assert make_docs.renewed("keys", changed) == page


# The documentation of the service lists no permission for reading the gallery.
WITHOUT_PERMISSION = ["application_template_info"]


def test_every_module_has_a_permission_to_read_with():
    make_docs = tool()
    wanted = {name: make_docs.permissions(name) for name in make_docs.module_names()}
    without = [name for name, found in wanted.items() if not (found.get("read") or found.get("resolve"))]
    assert without == WITHOUT_PERMISSION
    assert [name for name, found in wanted.items() if bool(found.get("write")) == name.endswith("_info")] == []


def test_a_write_that_needs_more_than_those_beside_it_is_said_to():
    make_docs = tool()
    assert make_docs.permissions("synchronization_job")["write"][1:] == ("Application.ReadWrite.OwnedBy",)
    found = make_docs.permissions("synchronization_job_settings")
    assert found["write"] == ("Synchronization.ReadWrite.All",)
    assert "Application.ReadWrite.OwnedBy" in found["read"]


def test_uploading_wants_a_right_of_its_own():
    wanted = tool().permissions("synchronization_job_bulk_upload")
    assert wanted["write"] == ("SynchronizationData-User.Upload", "SynchronizationData-User.Upload.OwnedBy")
    assert "write_uploads" not in wanted


def test_every_guide_is_in_the_table_of_contents():
    sections = yaml.safe_load((GUIDES.parent / "extra-docs.yml").read_text("utf-8"))["sections"]
    listed = [name for section in sections for name in section["toctree"]]
    assert sorted(listed) == sorted(file.stem for file in GUIDES.glob("*.rst"))


@pytest.mark.parametrize("page", pages(), ids=[str(page.relative_to(ROOT)) for page in pages()])
def test_every_variable_that_is_named_exists(page):
    named = set(re.findall(r"\b(?:AZURE|ENTRA)_[A-Z][A-Z_]+\b", page.read_text("utf-8")))
    assert named - {*ENVIRONMENT.values(), *OTHER_VARIABLES} == set()


def said() -> str:
    """Every text in the code of the plugins, so that a sentence over several lines is found as one."""
    texts = []
    for file in (ROOT / "plugins").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                texts.append(node.value)
    return "\n".join(texts)


def quotations() -> list[str]:
    """What troubleshooting.rst quotes, in the pieces between its ellipses and what a value stands for."""
    text = (GUIDES / "troubleshooting.rst").read_text("utf-8")
    whole = [quote for match in QUOTED.finditer(text) for quote in re.split(r"\* (?:/|or) \*", match[1])]
    pieces = [piece for quote in whole for piece in re.split(r"\.\.\.|\(AADSTS\d+\)|'|\bX\b|[()]|\b\d+\b", quote)]
    return [piece.strip(" .:") for piece in pieces if len(piece.strip(" .:")) > 8]


# The words of the service and of the TLS library, not ours.
FOREIGN = {"certificate verify failed", "Requested value", "was not found", "No HTTP resource was found"}


def test_the_troubleshooting_guide_quotes_errors_that_are_really_said():
    quoted = quotations()
    assert len(quoted) > 25
    words = said()
    assert [piece for piece in quoted if piece not in words and piece not in FOREIGN] == []


def test_the_guide_of_hazards_has_each_by_name_with_its_consequence():
    text = (GUIDES / "hazards.rst").read_text("utf-8")
    told = re.findall(r"^([a-z]+(?:_[a-z]+)+)\n-+\n\nConsequence: (.+)\.$", text, re.MULTILINE)
    assert told == sorted(CONSEQUENCES.items())
