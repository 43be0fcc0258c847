# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each block of the documentation does what a reader expects of it."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import ansible.constants
import ansiblelint
import jsonschema
import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._events import options as events

from . import blocks, conduct, kinds, page, pipelines
from .blocks import ROOT, Block
from .conduct import RUN, Record
from .desk import Run

OURS = "entra.provisioning."
SCHEMAS = Path(str(ansiblelint.__file__)).parent / "schemas"


def test_every_block_is_claimed(block):
    """A block of which nobody can tell what it is would be skipped in silence. Name its kind in the table of its page."""
    assert page.treatment(block), (
        f"{block.place}: declare in tests/guides/pages/{page.file_of(block.page)}.py what it is"
    )


@pytest.mark.kinds(page.INSTEAD)
def test_what_is_not_run_is_checked_otherwise(block, record):
    case = page.case_of(block)
    assert case.look is not None, f"{block.place}: say how it is checked"
    case.look(block, record.files)


def runs(record: Record) -> list[tuple[str, Run]]:
    """The runs of a block, each with its name."""
    named = (("check run", record.check), ("run", record.run), ("second run", record.again))
    return [(name, run) for name, run in named if run is not None]


@pytest.mark.kinds(*RUN, kinds.CONSOLE, kinds.INVENTORY, kinds.PIPELINE)
def test_it_ends_well(block, record):
    """Or as badly as the table says that it is meant to end."""
    fails = page.case_of(block).fails
    for name, run in runs(record):
        assert "Traceback" not in run.output
        if fails and name != "check run":
            assert run.status != 0 and fails in " ".join(run.output.split())
        else:
            assert run.status == 0, f"{name} of {block.place}:\n{run.output[-4000:]}"


@pytest.mark.kinds(*RUN, kinds.CONSOLE, kinds.INVENTORY, kinds.PIPELINE)
def test_it_warns_of_nothing_but_what_it_is_about(block, record):
    expected = page.case_of(block).warns
    said = [(name, warning) for name, run in runs(record) for warning in run.warnings]
    assert [(name, one) for name, one in said if not any(part in one for part in expected)] == []
    met = [part for part in expected if any(part in warning for _name, warning in said)]
    assert list(expected) == met, "the table of the page expects warnings that nobody gives"


@pytest.mark.kinds(*RUN)
def test_check_mode_writes_nothing(record):
    assert record.check is None or record.check.unsafe == []


@pytest.mark.kinds(*RUN)
def test_check_mode_says_what_the_run_does(block, record):
    if record.check is None:
        return
    planned, done = (
        [part.said for part in run.parts() if part.ours or part.changed] for run in (record.check, record.run)
    )
    if page.case_of(block).ahead:
        assert planned != done, "the table of the page expects a difference that is not there any more"
    else:
        assert planned == done


@pytest.mark.kinds(*RUN)
def test_a_second_run_changes_nothing(block, record):
    """What is ordered is done anew by each run, and of some blocks the table says why they change something."""
    if record.again is None:
        return
    changed = [part.task for part in record.again.parts() if part.changed and not conduct.gives_orders(part.action)]
    if page.case_of(block).again:
        assert changed, "the table of the page expects a change that is not there any more"
    else:
        assert changed == []


@pytest.mark.kinds(*RUN)
def test_where_the_page_promises_it_not_even_the_first_run_changes_anything(block, record):
    if page.case_of(block).unchanged:
        for _name, run in runs(record):
            assert [part.task for part in run.parts() if part.changed] == []
            assert run.unsafe == []


@pytest.mark.kinds(*RUN)
def test_something_of_it_is_done(block, record):
    """A play without hosts, or of which every task is skipped, ends well too."""
    assert [outcome for outcome in record.run.outcomes if outcome.status == "ok"], record.run.output


@pytest.mark.kinds(kinds.INVENTORY)
def test_a_source_has_hosts(block, record):
    said = json.loads(record.run.output)
    assert said["_meta"]["hostvars"], f"{block.place}: no application is a host"


@pytest.mark.kinds(kinds.CONSOLE)
def test_a_console_shows_what_is_printed(block, record):
    typed = set(conduct.commands(block.text).splitlines())
    shown = [line for line in block.text.splitlines() if line.removeprefix("$ ") not in typed]
    assert re.search(pattern("\n".join(shown)), record.run.output), record.run.output


@pytest.mark.kinds(kinds.SHOWN)
def test_what_is_shown_is_what_the_block_before_printed(block, conducted):
    said = blocks.of(block.page)
    records = conducted(block.page)
    before = [records[one] for one in said[: said.index(block)] if one in records]
    assert before and before[-1].run is not None, f"{block.place} follows nothing that was run"
    outputs = [run.output for _name, run in runs(before[-1])]
    assert any(re.search(pattern(block.text), output) for output in outputs), "\n".join(outputs)


def pattern(shown: str) -> str:
    """Of what a page shows: three dots stand for anything, and rows of stars are as long as they are."""
    lines = []
    for line in shown.rstrip().splitlines():
        text = re.escape(line.rstrip())
        text = re.sub(r"(\\\*){3,}", r"\\*+", text).replace(r"\.\.\.", ".*")
        lines.append(text if line.strip() != "..." else r"(?:.*\n)*?.*")
    return r"[ ]*\n".join(lines)


@pytest.mark.kinds(kinds.VARIABLES)
def test_variables_are_used_on_their_page(block):
    files = [text for text in page.of(block.page).files.values() if isinstance(text, str)]
    others = "\n".join([*(one.text for one in blocks.of(block.page) if one != block), *files])
    unused = [name for name in kinds.tree(block) if not re.search(rf"\b{name}\b", others)]
    assert unused == [], f"{block.place}: nobody uses {unused}; say in the table of the page how it is checked"


@pytest.mark.kinds(kinds.REQUIREMENTS)
def test_requirements_are_read_by_ansible_galaxy(block, tmp_path):
    file = tmp_path / "requirements.yml"
    file.write_text(block.text, "utf-8")
    command = [str(Path(sys.executable).with_name("ansible-galaxy")), "collection", "install", "--offline", "-r"]
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Nothing to do" in done.stdout
    assert {row["name"] for row in kinds.tree(block)["collections"]} == {"entra.provisioning"}


@pytest.mark.kinds(kinds.ENVIRONMENT)
def test_an_execution_environment_is_read_by_ansible_builder(block, tmp_path):
    file = tmp_path / "execution-environment.yml"
    file.write_text(block.text, "utf-8")
    command = [str(Path(sys.executable).with_name("ansible-builder")), "create", "--file", str(file)]
    done = subprocess.run(
        [*command, "--context", str(tmp_path / "context")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.kinds(kinds.SETTINGS)
def test_settings_of_ansible_are_settings_that_it_has(block):
    known = {
        (row["section"], row["key"])
        for definition in ansible.constants.config.get_configuration_definitions().values()
        for row in definition.get("ini") or ()
    }
    section = ""
    for line in filter(None, map(str.strip, block.text.splitlines())):
        if line.startswith("["):
            section = line.strip("[]")
        else:
            assert (section, line.partition("=")[0].strip()) in known


def ruleset(said: Any) -> list[Any]:
    """The fragment as part of a whole rulebook."""
    whole = {
        "name": "Whole",
        "hosts": "localhost",
        "sources": [{"name": "any", "ansible.eda.range": {"limit": 1}}],
        "rules": [{"name": "Any", "condition": "event.i == 1", "action": {"none": None}}],
    }
    if isinstance(said, dict):
        return [{**whole, **said}]
    return [{**whole, "rules": said}] if "condition" in said[0] else list(said)


@pytest.mark.kinds(kinds.RULEBOOK)
def test_a_rulebook_is_one_and_names_what_there_is(block):
    rulebook = ruleset(kinds.tree(block))
    schema = json.loads((SCHEMAS / "rulebook.json").read_text("utf-8"))
    jsonschema.validate(rulebook, schema)
    for rules in rulebook:
        for source in rules["sources"]:
            assert set(source.get(f"{OURS}provisioning") or ()) <= {*CONNECTION, *events.OPTIONS}
        for rule in rules["rules"]:
            exists((rule["action"].get("run_playbook") or {}).get("name", f"{OURS}estate"))


def exists(playbook: str) -> None:
    """A playbook of the collection is one of its playbooks."""
    name = playbook.removeprefix(OURS)
    assert playbook.startswith(OURS) and (ROOT / "playbooks" / f"{name}.yml").is_file(), f"there is no {playbook}"


def scripts(said: Any) -> list[str]:
    """The commands of a pipeline, of whichever make."""
    if isinstance(said, Mapping):
        found = [
            text
            for word in ("run", "script", "bash", "before_script", "after_script", "inlineScript")
            for text in texts(said.get(word))
        ]
        return found + [text for value in said.values() for text in scripts(value)]
    return [text for one in said for text in scripts(one)] if isinstance(said, list) else []


def texts(said: Any) -> list[str]:
    return [said] if isinstance(said, str) else [one for one in said or () if isinstance(one, str)]


@pytest.mark.kinds(kinds.PIPELINE)
def test_a_pipeline_runs_playbooks_that_there_are(block):
    """Those of the collection, or those that the page shows or that its table puts on the desk."""
    called = [words for text in scripts(kinds.tree(block)) for words in conduct.called(text)]
    assert called, f"{block.place}: the pipeline runs no playbook"
    shown = {page.case_of(one).file for one in blocks.of(block.page)} | set(page.of(block.page).files)
    for name in called:
        if name.startswith(OURS):
            exists(name)
        else:
            assert name in shown, f"{block.place}: nothing on the page is {name}"


@pytest.mark.kinds(kinds.PIPELINE)
def test_a_pipeline_compares_and_keeps_what_it_says(block, record):
    """Ended well or badly; each of them is also run where nothing has drifted, or where something has."""
    assert record.run.unsafe == []
    assert [outcome for outcome in record.run.parts() if outcome.ours and outcome.status == "ok"]
    paths = pipelines.kept(kinds.tree(block))
    assert paths
    for path in paths:
        assert [name for name in record.files if name.startswith(f"{path}/")]


@pytest.mark.kinds(kinds.PIPELINE)
def test_a_pipeline_whose_token_is_refused_fails_and_takes_nothing_for_drift(block, record):
    told = " ".join(record.refused.output.split())
    assert record.refused.status not in (0, 3), told
    assert "AADSTS" in told and "Traceback" not in told
    assert record.refused.unsafe == []


@pytest.mark.kinds(kinds.PIPELINE)
def test_a_pipeline_needs_no_secret(block):
    """Its variables are who it is and a token of its own platform; nothing that could be stolen and used later."""
    named = set(re.findall(r"\b(?:AZURE|ENTRA)_[A-Z_]+", block.text))
    assert named <= {"AZURE_TENANT_ID", "AZURE_CLIENT_ID", "ENTRA_FEDERATED_TOKEN"}
    assert not re.search(r"\bsecrets\.|PASSWORD", block.text)


@pytest.mark.parametrize("name", blocks.pages())
def test_a_table_speaks_of_what_its_page_has(name):
    """A title that changed would leave its block to the default treatment."""
    assert set(page.of(name).blocks) <= {title for title, _block in page.titled(name)}


def test_every_table_is_of_a_page():
    files = {file.stem for file in (Path(__file__).parent / "pages").glob("*.py")} - {"__init__"}
    assert files <= {page.file_of(name) for name in blocks.pages()}
    for name in files:
        assert isinstance(importlib.import_module(f"guides.pages.{name}").PAGE, page.Page)


@pytest.mark.parametrize("name", [name for name in blocks.pages() if not name.endswith(".py")])
def test_no_block_escapes_the_parsers(name):
    """Counted by the marks in the text, which knows nothing of what stands around them."""
    text = (ROOT / name).read_text("utf-8")
    marks = re.findall(r"^ *\.\. (?:code-block|code|sourcecode|literalinclude|parsed-literal)::", text, re.MULTILINE)
    fences = re.findall(r"^ *(?:```|~~~)", text, re.MULTILINE)
    if name.endswith(".md"):
        assert len(blocks.of(name)) >= len(fences) / 2
    else:
        assert len([block for block in blocks.of(name) if block.language]) == len(marks)


def test_unknown_kinds_are_claimed_by_nobody():
    """What the test above is for."""
    for language, text in (
        ("hcl", "resource {}"),
        ("yaml", "- just\n- words"),
        ("", "anything"),
        ("yaml", "Two Words: 1"),
    ):
        assert kinds.kind(Block("page", 1, language, text)) == ""


def test_a_parser_finds_blocks_wherever_they_stand():
    rst = (
        "Title\n=====\n\n.. note::\n\n   .. code-block:: yaml\n      :caption: a.yml\n      :emphasize-lines: 1\n\n"
        "      a: 1\n\n#. One::\n\n     plain\n\n.. tab-set-unknown::\n\n   .. code-block:: yaml\n\n      b: 2\n"
    )
    found = [(block.line, block.language, block.text, block.caption) for block in blocks.restructured("page", rst)]
    assert found[0] == (6, "yaml", "a: 1", "a.yml")
    assert found[1][1:] == ("", "plain", "")
    md = "1. One\n\n   ~~~yaml\n   a: 1\n   ~~~\n\n> ```yaml\n> b: 2\n> ```\n"
    assert [(one.line, one.text) for one in blocks.markdown("page", md)] == [(3, "a: 1"), (7, "b: 2")]
