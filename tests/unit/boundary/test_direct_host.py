# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The parts of the direct host that need no task: interpreters, environment, plain values."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

pytest.importorskip("ansible.plugins.action", reason="the direct host runs in a controller's Python")
from ansible_collections.entra.provisioning.plugins.plugin_utils import direct_host


class Tagged(str):
    """A text as the controller hands it out: a subclass with something of its own."""


def test_plain_values_are_plain_all_the_way_down():
    value = direct_host.plain({Tagged("key"): [Tagged("text"), 1, True, None, (Tagged("tuple"),)]})
    assert value == {"key": ["text", 1, True, None, ["tuple"]]}
    texts = [*value, value["key"][0], value["key"][4][0]]
    assert all(text.__class__ is str for text in texts)


def test_the_environment_of_a_task_is_there_while_it_runs_and_gone_afterwards(monkeypatch):
    monkeypatch.setenv("AZURE_CLIENT_ID", "of the controller")
    with direct_host._environment([{"AZURE_TENANT_ID": "contoso.example"}, {"AZURE_CLIENT_ID": "of the task"}]):
        assert (os.environ["AZURE_TENANT_ID"], os.environ["AZURE_CLIENT_ID"]) == ("contoso.example", "of the task")
    assert "AZURE_TENANT_ID" not in os.environ
    assert os.environ["AZURE_CLIENT_ID"] == "of the controller"


def test_the_environment_is_restored_after_an_error():
    with pytest.raises(RuntimeError), direct_host._environment({"AZURE_TENANT_ID": "contoso.example"}):
        raise RuntimeError
    assert "AZURE_TENANT_ID" not in os.environ


def test_a_module_runs_in_the_folder_of_the_playbook_as_on_a_local_connection(tmp_path, monkeypatch):
    before = tmp_path / "where ansible-playbook was started"
    before.mkdir()
    monkeypatch.chdir(before)
    with pytest.raises(KeyError), direct_host._folder(str(tmp_path)):
        assert Path.cwd() == tmp_path
        raise KeyError
    assert Path.cwd() == before


def test_two_names_of_one_interpreter_are_the_same(tmp_path):
    other_name = tmp_path / "python3"
    other_name.symlink_to(sys.executable)
    third_name = tmp_path / "python"
    third_name.symlink_to(sys.executable)
    assert direct_host._same_interpreter(str(other_name), str(third_name))
    assert direct_host._same_interpreter(sys.executable, sys.executable)


def test_the_same_program_in_another_environment_is_another_interpreter(tmp_path):
    (tmp_path / "bin").mkdir()
    elsewhere = tmp_path / "bin" / Path(sys.executable).name
    elsewhere.symlink_to(sys.executable)
    assert not direct_host._same_interpreter(str(elsewhere), sys.executable)
    assert not direct_host._same_interpreter("/no/such/python", sys.executable)
