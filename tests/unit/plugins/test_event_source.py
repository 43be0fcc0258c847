# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source as it is documented, and as ansible-rulebook finds and runs it."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import ansible
import pytest
import yaml
from ansible_collections.entra.provisioning.plugins.doc_fragments.graph import ModuleDocFragment
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._events import options

ROOT = Path(__file__).resolve().parents[3]
EDA = ROOT / "extensions" / "eda"
PLUGIN = EDA / "plugins" / "event_source" / "provisioning.py"
NAME = "entra.provisioning.provisioning"


def texts():
    """DOCUMENTATION and EXAMPLES, read as galaxy-importer does: without running the file."""
    nodes = [node for node in ast.parse(PLUGIN.read_text("utf-8")).body if isinstance(node, ast.Assign)]
    return {node.targets[0].id: ast.literal_eval(node.value) for node in nodes if node.targets[0].id.isupper() and
            isinstance(node.value, ast.Constant) and "\n" in str(node.value.value)}  # fmt: skip


DOCUMENTED = yaml.safe_load(texts()["DOCUMENTATION"])
SPEC = {**CONNECTION, **options.OPTIONS}
RULEBOOK = yaml.safe_load((EDA / "rulebooks" / "provisioning.yml").read_text("utf-8"))


def test_the_documentation_knows_exactly_the_options_of_the_spec():
    assert set(DOCUMENTED["options"]) == set(SPEC)


@pytest.mark.parametrize("name", SPEC)
def test_type_default_and_choices_are_those_of_the_spec(name):
    facts = ("type", "default", "choices", "elements")
    said = {fact: DOCUMENTED["options"][name].get(fact) for fact in facts}
    assert said == {fact: SPEC[name].get(fact) for fact in facts}


def test_connection_options_are_documented_as_everywhere():
    fragment = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]
    assert {name: DOCUMENTED["options"][name] for name in CONNECTION} == fragment


def sources():
    """(place, options) of the source in the examples and in the rulebook."""
    rows = [*yaml.safe_load(texts()["EXAMPLES"]), *(row for ruleset in RULEBOOK for row in ruleset["sources"])]
    return [(row["name"], row[NAME]) for row in rows]


@pytest.mark.parametrize(("place", "given"), sources(), ids=[place for place, _given in sources()])
def test_examples_and_rulebook_use_options_that_exist(place, given):
    assert set(given) <= set(SPEC)


def test_the_rulebook_has_a_rule_for_each_event_and_a_playbook_for_each_rule():
    rules = [rule for ruleset in RULEBOOK for rule in ruleset["rules"]]
    asked = sorted(rule["condition"].partition("== ")[2].strip('"') for rule in rules)
    assert asked == ["drifted", "quarantined", "recovered"]
    names = [rule["action"]["run_playbook"]["name"] for rule in rules]
    for name in names:
        collection, _dot, playbook = name.rpartition(".")
        assert collection == "entra.provisioning"
        assert (ROOT / "playbooks" / f"{playbook}.yml").is_file()


def test_galaxy_is_told_where_the_source_is():
    extensions = yaml.safe_load((ROOT / "meta" / "extensions.yml").read_text("utf-8"))["extensions"]
    folders = [ROOT / "extensions" / row["args"]["ext_dir"] for row in extensions]
    assert PLUGIN.parent in folders


# Runs the file by its path, in a Python to which no path leads that has a collection in it.
RUN = """
import asyncio, json, runpy, sys
main = runpy.run_path(sys.argv[1])["main"]
try:
    asyncio.run(main(asyncio.Queue(), json.loads(sys.argv[2])))
except BaseException as error:
    from ansible_collections.entra.provisioning.plugins.module_utils import _event_source
    print(json.dumps([str(error), _event_source.__file__]))
"""


def run(plugin, folder, **args):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHONPATH", "ANSIBLE_"))}
    kept["PYTHONPATH"] = str(Path(ansible.__file__).parents[1])
    command = [sys.executable, "-c", RUN, str(plugin), json.dumps(args)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=kept, cwd=folder)
    return json.loads(done.stdout)


def test_the_source_finds_its_collection_where_it_is_installed(tmp_path):
    place = tmp_path / "ansible_collections" / "entra" / "provisioning"
    place.parent.mkdir(parents=True)
    place.symlink_to(ROOT)
    said, file = run(place / PLUGIN.relative_to(ROOT), tmp_path, drift="always")
    assert "value of drift must be one of: none, schema, declaration" in said
    assert file.startswith(str(place))


def test_the_source_finds_its_collection_in_a_checkout_of_any_name(tmp_path):
    place = tmp_path / "checkout"
    place.symlink_to(ROOT)
    said, file = run(place / PLUGIN.relative_to(ROOT), tmp_path, bogus=1)
    assert said.startswith("Unsupported options: bogus")
    assert file.startswith(str(place))


def test_the_source_does_not_take_another_version_that_is_on_the_path(tmp_path):
    other = tmp_path / "ansible_collections" / "entra" / "provisioning" / "plugins" / "module_utils"
    other.mkdir(parents=True)
    (other / "_event_source.py").write_text("raise SystemExit('another version')", "utf-8")
    said, file = run(PLUGIN, tmp_path, drift="always")
    assert "value of drift" in said and file.startswith(str(ROOT))


def test_without_ansible_core_the_source_says_what_is_missing(tmp_path):
    script = """
import asyncio, runpy, sys
sys.modules["ansible"] = None
main = runpy.run_path(sys.argv[1])["main"]
try:
    asyncio.run(main(asyncio.Queue(), {}))
except RuntimeError as error:
    print(error)
"""
    command = [sys.executable, "-c", script, str(PLUGIN)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "needs ansible-core in the Python that runs ansible-rulebook" in done.stdout
