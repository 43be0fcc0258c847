# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ordinary host: it knows every secret before AnsibleModule looks at the options, and so before it can show them."""

from __future__ import annotations

import difflib
import json
import sys
import syslog

import pytest
from ansible.module_utils import basic
from ansible_collections.entra.provisioning.plugins.module_utils._core.partly_secret import PartlySecret
from ansible_collections.entra.provisioning.plugins.module_utils._host_module import ModuleHost

PLANTED = "planted 'password' of \u00fc"


def parts(people, _params):
    return [row["password"] for row in people if isinstance(row, dict)]


SPEC = {
    "argument_spec": {
        "people": PartlySecret({"type": "list", "elements": "dict"}, parts),
        "token": {"type": "str", "no_log": True},
        "name": {"type": "str"},
        "other": {"type": "str"},
    },
    "supports_check_mode": True,
    "mutually_exclusive": [("name", "other")],
}


@pytest.fixture(name="said")
def fixture_said(monkeypatch):
    """What AnsibleModule writes to the log of the machine."""
    lines = []
    # Of the two logs, the one that every machine has.
    monkeypatch.setattr(basic, "has_journal", False, raising=False)
    monkeypatch.setitem(sys.modules, "systemd", None)
    monkeypatch.setattr(syslog, "syslog", lambda _priority, line: lines.append(line))
    return lines


def opened(monkeypatch, **params):
    # The form in which newer cores print a result; older ones know of none.
    monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
    arguments = {"_ansible_check_mode": False, "_ansible_tmpdir": "elsewhere", **params}
    monkeypatch.setattr(basic, "_load_params", lambda: arguments)
    # Newer cores ask what they have parsed whether the result shall hold the options, which is what is looked at here.
    monkeypatch.setattr(basic, "_PARSED_MODULE_ARGS", {**arguments, "_ansible_inject_invocation": True}, raising=False)
    return ModuleHost(SPEC)


def printed(capsys):
    """The result, without what newer cores tell the one that runs the module, for it to mask: it is shown to nobody."""
    result = json.loads(capsys.readouterr().out)
    result.pop("_ansible_new_secrets", None)
    return result


@pytest.mark.parametrize("password", [PLANTED, 12345678])
def test_a_task_that_is_refused_shows_no_secret(monkeypatch, capsys, said, password):
    with pytest.raises(SystemExit):
        opened(monkeypatch, people=[{"password": password, "id": "1"}], name="a", other="b", token="planted-token")
    shown = printed(capsys)
    assert "mutually exclusive" in shown["msg"]
    params = shown["invocation"]["module_args"]
    assert params["people"] == [{"password": "********", "id": "1"}]
    assert params["token"] == "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
    assert str(password) not in json.dumps(shown, ensure_ascii=False)
    assert "planted" not in json.dumps(shown)


@pytest.mark.parametrize("password", [PLANTED, 12345678])
def test_the_log_of_the_machine_shows_no_secret(monkeypatch, said, password):
    host = opened(monkeypatch, people=[{"password": password, "id": "ordinary"}], token="planted-token")
    assert host.params["people"] == [{"password": password, "id": "ordinary"}]
    assert "ordinary" in said[0]
    assert "planted" not in said[0]
    assert "12345678" not in said[0]


def test_the_result_shows_no_secret(monkeypatch, capsys, said):
    host = opened(monkeypatch, people=[{"password": PLANTED, "id": "1"}])
    with pytest.raises(SystemExit):
        host.finish({"changed": False, "msg": host.redactor.text(f"it is {PLANTED}")}, [])
    shown = printed(capsys)
    assert shown["msg"] == "it is ********"
    assert shown["invocation"]["module_args"]["people"] == [{"password": "********", "id": "1"}]


def test_what_ansible_gives_beside_the_options_is_compared_with_none(monkeypatch, said):
    """Each task would pay for it; what is nearly an option is compared."""
    compared = []
    monkeypatch.setattr(difflib, "get_close_matches", lambda name, _hidden: compared.append(name) or [name])
    opened(monkeypatch, people=[], name="a")
    assert compared == []
    with pytest.raises(SystemExit):
        opened(monkeypatch, tokn="planted-token")
    assert set(compared) == {"tokn"}
