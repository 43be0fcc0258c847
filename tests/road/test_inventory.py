# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The inventory plugin as a user has it: ansible-inventory and ansible-playbook, each in a process, on the emulator."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from emulator import estate as estates
from emulator.testing import Emulator
from stage import playbook_run

CLOUD_SYNC, FABRIKAM = "Active_Directory_to_Microsoft_Entra_ID", "Fabrikam_Sign-On"
PLUGIN = {"plugin": "entra.provisioning.service_principals"}
READER = {
    "tenant_id": estates.TENANT_ID,
    "client_id": estates.READER_ID,
    "client_secret": estates.READER_SECRET,
}
NAME = "contoso.entra_provisioning.yml"
HOSTILE = "-e {{ lookup('ansible.builtin.pipe', 'touch PLACE') }}\n../x\x1b[31m"


@pytest.fixture(name="server", scope="module")
def fixture_server():
    with Emulator.start(estate="standard") as emulator:
        yield emulator


@pytest.fixture(name="emu")
def fixture_emu(server):
    server.reset()
    yield server
    server.clear_faults()


class Run(NamedTuple):
    """What a program did. shown: all that it said."""

    status: int
    output: str
    shown: str

    @property
    def tree(self) -> dict[str, Any]:
        return dict(plain(json.loads(self.output)))

    @property
    def hosts(self) -> dict[str, Any]:
        return dict(self.tree["_meta"]["hostvars"])

    def group(self, name: str) -> list[str]:
        return list(self.tree.get(name, {}).get("hosts", []))


def plain(tree: Any) -> Any:
    """The tree without the marks of texts that are no templates."""
    if isinstance(tree, dict):
        if set(tree) == {"__ansible_unsafe"}:
            return tree["__ansible_unsafe"]
        return {key: plain(value) for key, value in tree.items()}
    return [plain(item) for item in tree] if isinstance(tree, list) else tree


class Desk:
    """A folder with a source, and an environment that knows where the emulator is and no credentials."""

    def __init__(self, folder: Path, emu: Emulator) -> None:
        self.folder = folder
        self.emu = emu

    def source(self, name: str = NAME, **options: Any) -> Path:
        """A source file: the reader's credentials unless others are given."""
        file = self.folder / name
        file.write_text(yaml.safe_dump({**PLUGIN, **READER, **options}, allow_unicode=True), "utf-8")
        return file

    def run(self, program: str, *arguments: Any, **variables: str) -> Run:
        places = {
            "ENTRA_GRAPH_URL": self.emu.graph_url,
            "AZURE_AUTHORITY_HOST": self.emu.authority,
            "ENTRA_CA_PATH": self.emu.ca_path,
            "ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED": "true",
        }
        done = subprocess.run(
            [str(Path(sys.executable).with_name(program)), *map(str, arguments)],
            env=playbook_run.environment(self.folder, **{**places, **variables}),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        return Run(done.returncode, done.stdout, done.stdout + done.stderr)

    def list(self, *arguments: Any, source: Path | None = None, **variables: str) -> Run:
        """ansible-inventory --list of a source."""
        return self.run("ansible-inventory", "-i", source or self.folder / NAME, "--list", *arguments, **variables)

    def requests(self, since: int) -> list[str]:
        """The requests on the wire since a mark, sign-in included; those inside a batch are not among them."""
        return [f"{row['method']} {row['path']}" for row in self.emu.audit(since=since) if not row["batch"]]


@pytest.fixture(name="desk")
def fixture_desk(tmp_path, emu):
    return Desk(tmp_path, emu)


def principal(emu: Emulator, name: str) -> Any:
    return emu.world.tenants[emu.tenant_id].service_principals[emu.estate[name]["service_principal_id"]]


def quarantine(emu: Emulator, name: str = estates.FABRIKAM) -> None:
    """Let the target refuse, and the next cycle find it out."""
    principal(emu, name).provisioning.credentials_work = False
    emu.advance(3000)


def one_line(text: str) -> str:
    """Without the line breaks that Ansible puts in for the width of a terminal."""
    return " ".join(text.split())


def test_a_reader_sees_each_application_with_a_job_in_its_groups(desk, emu):
    quarantine(emu)
    desk.source()
    mark = emu.mark()
    run = desk.list()
    assert run.status == 0, run.shown
    assert list(run.hosts) == [CLOUD_SYNC, FABRIKAM]
    assert run.group("service_principals") == run.group("started") == [CLOUD_SYNC, FABRIKAM]
    for group in ("quarantined", "status_quarantine", "quarantine_reason_encountered_quarantine_exception"):
        assert run.group(group) == [FABRIKAM]
    assert run.group("template_fabrikamSingleSignon") == [FABRIKAM]
    assert run.group("status_active") == [CLOUD_SYNC]
    fabrikam = run.hosts[FABRIKAM]
    ids = emu.estate[estates.FABRIKAM]
    assert fabrikam["entra_service_principal_id"] == ids["service_principal_id"]
    assert fabrikam["entra_tenant_id"] == emu.tenant_id
    assert fabrikam["entra_jobs"][0]["status"]["quarantine"]["reason"] == "EncounteredQuarantineException"
    assert (fabrikam["ansible_connection"], fabrikam["entra_quarantined"]) == ("local", True)
    sent = [line for line in desk.requests(mark) if "/oauth2/" not in line and "well-known" not in line]
    assert sent == ["GET /v1.0/servicePrincipals", "POST /v1.0/$batch"]
    assert not run.shown.count("WARNING")


def test_the_graph_shows_the_groups(desk, emu):
    desk.source()
    run = desk.run("ansible-inventory", "-i", NAME, "--graph", "status_active")
    assert run.output.split() == ["@status_active:", f"|--{CLOUD_SYNC}", f"|--{FABRIKAM}"]


PLAY = """
- hosts: all
  gather_facts: false
  tasks:
    - name: Read the jobs
      entra.provisioning.synchronization_job_info:
        service_principal_id: "{{ entra_service_principal_id }}"
      register: found

    - name: Show why
      ansible.builtin.debug:
        msg: "{{ entra_display_name }} / {{ found.jobs[0].status.quarantine.remedy }} / {{ ansible_python_interpreter }}"
"""


def test_a_play_is_limited_to_what_is_in_quarantine(desk, emu):
    quarantine(emu)
    desk.source(client_id=None, client_secret=None)
    (desk.folder / "play.yml").write_text(PLAY, "utf-8")
    variables = {
        "AZURE_TENANT_ID": emu.tenant_id,
        "AZURE_CLIENT_ID": estates.READER_ID,
        "AZURE_CLIENT_SECRET": estates.READER_SECRET,
        "ENTRA_TIMEOUT": " ",
    }
    run = desk.run("ansible-playbook", "-i", NAME, "play.yml", "--limit", "quarantined", **variables)
    assert run.status == 0, run.shown
    assert f"{FABRIKAM}{' ' * 10}" in run.output.split("PLAY RECAP")[1]
    assert CLOUD_SYNC not in run.output
    remedy = "Check the credentials and whether the target answers."
    assert f"Fabrikam Sign-On / {remedy} / {sys.executable}" in one_line(run.output)


CACHED = {"cache": True, "cache_plugin": "ansible.builtin.jsonfile", "cache_connection": "cache"}


def test_what_is_in_the_cache_is_not_asked_for(desk, emu):
    desk.source(**CACHED)
    first = desk.list()
    mark = emu.mark()
    again = desk.list()
    assert first.status == again.status == 0, first.shown + again.shown
    assert again.output == first.output
    assert desk.requests(mark) == []
    quarantine(emu)
    assert desk.list().group("quarantined") == []
    assert desk.list("--flush-cache").group("quarantined") == [FABRIKAM]
    assert desk.list().group("quarantined") == [FABRIKAM]


def test_the_cache_holds_no_secret_and_no_token(desk):
    desk.source(**CACHED)
    desk.list()
    (file,) = (desk.folder / "cache").iterdir()
    kept = file.read_text("utf-8")
    assert "Fabrikam" in kept and "Fabrikam" not in file.name
    for secret in (estates.READER_SECRET, "eyJ", "Bearer", "fabrikam-password", "fabrikam-token"):
        assert secret not in kept


@pytest.mark.parametrize(
    "other",
    [{"tenant_id": estates.OTHER_TENANT_ID}, {"display_names": ["Active"]}, {"include": "templates"}],
)
def test_another_tenant_or_filter_is_not_served_from_the_cache(desk, other):
    desk.source(**CACHED)
    first = list(desk.list().hosts)
    desk.source(**CACHED, **other)
    assert list(desk.list().hosts) != first
    desk.source(**CACHED)
    assert list(desk.list().hosts) == first


def test_a_cache_of_something_else_is_read_anew(desk):
    desk.source(**CACHED)
    expected = desk.list().output
    (file,) = (desk.folder / "cache").iterdir()
    for strange in ("[]", "{}", '{"applications": null, "unread": []}'):
        file.write_text(strange, "utf-8")
        assert desk.list().output == expected


def test_hostile_names_harm_nobody(desk, emu):
    victim = desk.folder / "harmed"
    hostile = HOSTILE.replace("PLACE", str(victim))
    principal(emu, estates.FABRIKAM).display_name = hostile
    principal(emu, estates.CLOUD_SYNC).display_name = "localhost"
    desk.source(
        compose={"composed": "entra_display_name"}, keyed_groups=[{"key": "entra_display_name", "prefix": "named"}]
    )
    run = desk.list()
    assert run.status == 0, run.shown
    (fabrikam, cloud_sync) = sorted(run.hosts)
    assert fabrikam.startswith("e_lookup_ansible.builtin.pipe_touch_") and "/" not in fabrikam
    assert cloud_sync.startswith("localhost_")
    assert run.hosts[fabrikam]["entra_display_name"] == run.hosts[fabrikam]["composed"] == hostile
    play = PLAY.replace("{{ found.jobs[0].status.quarantine.remedy }}", "{{ composed }}")
    (desk.folder / "play.yml").write_text(
        play.replace(
            "    - name: Read",
            '    - name: "{{ entra_display_name }}"\n      ansible.builtin.debug:\n        var: composed\n\n    - name: Read',
        ),
        "utf-8",
    )
    variables = {
        "AZURE_TENANT_ID": emu.tenant_id,
        "AZURE_CLIENT_ID": estates.READER_ID,
        "AZURE_CLIENT_SECRET": estates.READER_SECRET,
    }
    played = desk.run("ansible-playbook", "-i", NAME, "play.yml", "--limit", fabrikam, **variables)
    assert played.status == 0, played.shown
    assert not victim.exists()


def test_twins_are_two_hosts_and_a_host_of_another_source_is_not_taken_over(desk, emu):
    for name in (estates.FABRIKAM, estates.CLOUD_SYNC):
        principal(emu, name).display_name = "db01"
    (desk.folder / "machines.yml").write_text("all: {hosts: {db01: {ansible_connection: ssh}}}", "utf-8")
    source = desk.source()
    run = desk.run("ansible-inventory", "-i", "machines.yml", "-i", source, "--list")
    assert len(run.hosts) == 3
    assert run.hosts["db01"] == {"ansible_connection": "ssh"}
    assert sorted(run.group("service_principals")) == sorted(name for name in run.hosts if name != "db01")


def test_two_tenants_in_one_inventory(desk, emu):
    one = desk.source(group="tenant_one")
    other = desk.source(
        "other.entra_provisioning.yaml", group="tenant_other", hostnames=["'other ' ~ entra_display_name"]
    )
    run = desk.run("ansible-inventory", "-i", one, "-i", other, "--list")
    assert run.group("tenant_one") == [CLOUD_SYNC, FABRIKAM]
    assert run.group("tenant_other") == [f"other_{CLOUD_SYNC}", f"other_{FABRIKAM}"]


def test_one_can_compose_and_group(desk):
    desk.source(
        include="templates",
        hostnames=["missing.member", "entra_app_id | upper"],
        hostvars_prefix="graph_",
        default_groups=False,
        local_connection=False,
    )
    run = desk.list()
    assert run.status == 0, run.shown
    assert len(run.hosts) == 5
    assert set(run.tree) - {"_meta", "all"} == {"service_principals"}
    (host,) = [name for name, own in run.hosts.items() if own["graph_display_name"] == "Contoso SCIM"]
    # The variables bear another prefix here, so the expression gives nothing; the object id is the last resort.
    assert host == run.hosts[host]["graph_service_principal_id"]
    assert len(run.hosts[host]["graph_templates"]) == 4
    assert "ansible_connection" not in run.hosts[host]


def test_strict_tells_of_an_expression_that_fails(desk):
    desk.source(hostnames=["missing.member"], strict=True)
    run = desk.list()
    assert run.status != 0
    assert "hostnames: 'missing.member' cannot be evaluated" in one_line(run.shown)


def test_credentials_may_be_templates_and_secrets_of_a_vault(desk):
    (desk.folder / "password").write_text("open", "utf-8")
    wrapped = desk.run(
        "ansible-vault",
        "encrypt_string",
        "--vault-password-file",
        "password",
        estates.READER_SECRET,
        "--name",
        "client_secret",
    )
    source = desk.source(client_id="{{ lookup('ansible.builtin.env', 'WHO') }}", tenant_id="{{ tenant }}")
    lines = [line for line in source.read_text("utf-8").splitlines() if not line.startswith("client_secret")]
    source.write_text("\n".join([*lines, wrapped.output]), "utf-8")
    vaulted = desk.list("--vault-password-file", "password", "-e", f"tenant={estates.TENANT_ID}", WHO=estates.READER_ID)
    assert list(vaulted.hosts) == [CLOUD_SYNC, FABRIKAM], vaulted.shown


def test_a_refused_secret_is_told_without_the_secret(desk):
    planted = "planted-secret-0123456789"
    desk.source(client_secret=planted)
    run = desk.list("-vvvv")
    assert run.status != 0
    assert "the client secret is wrong (AADSTS7000215)" in one_line(run.shown)
    assert "No host was taken from" in one_line(run.shown)
    assert planted not in run.shown


@pytest.mark.parametrize(
    "value",
    ["{{ 'planted-secret-0123456789' + 1 }}", {"planted": "planted-secret-0123456789"}, ["planted-secret-0123456789"]],
    ids=["template", "dictionary", "list"],
)
def test_a_secret_that_is_no_text_is_told_without_its_value(desk, emu, value):
    desk.source(client_secret=value)
    mark = emu.mark()
    run = desk.list("-vvvv")
    assert run.status != 0
    assert "client_secret: " in run.shown
    assert "planted-secret-0123456789" not in run.shown
    assert desk.requests(mark) == []


def test_wrong_options_are_told_all_at_once_before_any_request(desk, emu):
    desk.source(hostname=["x"], hostvars_prefix="a-b", hostnames=[], group="")
    mark = emu.mark()
    said = one_line(desk.list().shown)
    for problem in (
        "4 problems:",
        "hostname: there is no such option. Did you mean hostnames",
        "hostvars_prefix: 'a-b' cannot be the beginning of the name of a variable.",
        "group: the value is empty.",
        "hostnames: the list is empty; give one of display_name, app_id, service_principal_id, or an expression.",
    ):
        assert problem in said
    desk.source(display_names=["("])
    assert "display_names: '(' is no regular expression" in one_line(desk.list().shown)
    assert desk.requests(mark) == []


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"client_secret": None}, "No credentials."),
        (
            {"tenant_id": None},
            "auth_method client_secret needs tenant_id (or the environment variable AZURE_TENANT_ID)",
        ),
        ({"client_id": "me"}, "client_id must be an application id"),
    ],
)
def test_missing_credentials_are_told(desk, emu, options, missing):
    desk.source(**options)
    mark = emu.mark()
    assert missing in one_line(desk.list().shown)
    assert desk.requests(mark) == []


def test_an_application_that_cannot_be_read_ends_the_source_and_is_named(desk, emu):
    whose = emu.estate[estates.FABRIKAM]["service_principal_id"]
    emu.fault(method="GET", path=f"{whose}/synchronization/jobs$", kind="forbidden", times=0)
    desk.source()
    run = desk.list()
    assert run.status != 0
    said = one_line(run.shown)
    assert (
        f"Could not read the jobs of service principal {whose} ('Fabrikam Sign-On'): the service answered 403" in said
    )
    assert CLOUD_SYNC not in run.output


def test_with_warn_it_is_left_out_and_told_of_each_time(desk, emu):
    whose = emu.estate[estates.FABRIKAM]["service_principal_id"]
    emu.fault(method="GET", path=f"{whose}/synchronization/jobs$", kind="forbidden", times=0)
    desk.source(on_error="warn", **CACHED)
    for run in (desk.list(), desk.list()):
        assert run.status == 0, run.shown
        assert list(run.hosts) == [CLOUD_SYNC]
        assert f"left out, because it could not be read: 'Fabrikam Sign-On' ({whose}): Could not" in one_line(run.shown)


@pytest.mark.parametrize("on_error", ["fail", "warn"])
def test_a_sign_in_that_may_read_no_application_ends_the_source_and_is_told_once(desk, emu, on_error):
    blind = {"access_token": emu.token(("Application.Read.All",)), "client_id": None, "client_secret": None}
    desk.source(on_error=on_error, display_names=["o"], **blind)
    run = desk.list()
    said = one_line(run.shown)
    assert run.status != 0
    # Ansible shows the failure of a source up to twice, once for each of its plugins and as the end.
    assert said.count("the service answered 403") <= 2
    assert "left out" not in said
    for words in ("of 6 service principals:", "This call needs one of Synchronization.Read.All", "by display_names."):
        assert words in said


def test_a_throttled_application_is_asked_for_again(desk, emu):
    emu.fault(method="GET", path=r"/synchronization/jobs$", kind="throttle", times=1, seconds=1)
    desk.source()
    assert list(desk.list().hosts) == [CLOUD_SYNC, FABRIKAM]


@pytest.mark.parametrize("answer", ["empty", "401", "404"])
def test_templates_of_who_has_no_provisioning(desk, emu, answer):
    emu.switches["no_provisioning_answer"] = answer
    desk.source(include="templates")
    run = desk.list()
    if answer == "401":
        # It says too that a permission is missing: that is not known to be absence.
        assert run.status != 0
        assert "('Plain Web App'): the service answered 401" in one_line(run.shown)
    else:
        assert len(run.hosts) == 5


def test_a_file_of_another_name_is_not_this_plugins(desk):
    source = desk.source("contoso.yml")
    run = desk.list(source=source)
    assert run.status != 0
    assert desk.list(source=desk.source("entra_provisioning.yaml")).status == 0


def examples() -> list[dict[str, Any]]:
    """The sources that the documentation and the guide show."""
    from ansible_collections.entra.provisioning.plugins.inventory.service_principals import EXAMPLES

    guide = (Path(__file__).resolve().parents[2] / "docs" / "docsite" / "rst" / "scale_out.rst").read_text("utf-8")
    blocks = re.findall(r"^\.\. code-block:: yaml(?:\+jinja)?\n\n((?:(?:   .*)?\n)+)", guide, re.MULTILINE)
    # Each example of the documentation begins with a comment after an empty line.
    shown = [yaml.safe_load(text) for text in re.split(r"\n\n(?=#)", EXAMPLES)]
    trees = [*shown, *(yaml.safe_load(textwrap.dedent(block)) for block in blocks)]
    return [tree for tree in trees if isinstance(tree, dict) and tree.get("plugin") == PLUGIN["plugin"]]


@pytest.mark.parametrize("example", examples(), ids=range(len(examples())))
def test_every_shown_source_works(desk, emu, example):
    principal(emu, estates.FABRIKAM).tags = ["operations"]
    desk.source(**{**example, **READER, "strict": True})
    run = desk.list()
    assert run.status == 0, run.shown
    assert run.hosts
    assert "WARNING" not in run.shown


def test_ansible_doc_shows_the_plugin(desk):
    run = desk.run("ansible-doc", "-t", "inventory", PLUGIN["plugin"], "--json")
    options = json.loads(run.output)[PLUGIN["plugin"]]["doc"]["options"]
    assert options["client_secret"]["env"] == [{"name": "AZURE_CLIENT_SECRET"}]
    assert options["client_secret"]["description"]
    assert {"compose", "keyed_groups", "cache", "strict", "use_extra_vars"} <= set(options)
