# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bad input and bad days, as a user of a playbook meets them: clear words, and nothing half done."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import trustme
from emulator import estate
from emulator.testing import Emulator

from . import ids
from .conversation import Played, Step, play
from .stage import GRAPH

SCIM = {"service_principal_id": ids.SCIM}
JOB = {**SCIM, "template_id": "scim"}
SETTINGS = {**SCIM, "settings": {"BaseAddress": "https://scim.contoso.example"}}
PROXY_PASSWORD = "password-of-the-proxy"


@dataclass(frozen=True)
class Places:
    """What the cases below need to name: the emulator, addresses where nobody or the wrong one answers."""

    emulator: Emulator
    silent_port: int
    foreign_ca: str
    proxy_port: int

    @property
    def silent(self) -> str:
        return f"https://localhost:{self.silent_port}"

    def client(self, **changed: Any) -> dict[str, Any]:
        """Sign-in with a client secret, with some options changed."""
        return {**self.emulator.options(), "auth_method": "client_secret", "access_token": None, **changed}

    def token(self, *roles: str) -> dict[str, Any]:
        return {"access_token": self.emulator.token(roles)}


@dataclass(frozen=True)
class Case:
    """args over the module's: of the places; words: all of them stand in the message; fault: what the emulator does."""

    module: str
    args: Callable[[Places], Mapping[str, Any]]
    words: tuple[str, ...]
    fault: Mapping[str, Any] = field(default_factory=dict)
    refused_writes: int = 0


def just(**args: Any) -> Callable[[Places], Mapping[str, Any]]:
    return lambda _places: args


CASES: Mapping[str, Case] = {
    "unknown option value": Case(
        "synchronization_job",
        just(**JOB, state="running"),
        ("value of state must be one of: present, absent, started, paused, got: running",),
    ),
    "contradicting owners": Case(
        "synchronization_job",
        just(**JOB, app_id=ids.SCIM_APP),
        ("parameters are mutually exclusive: service_principal_id|app_id|display_name",),
    ),
    "no owner": Case(
        "synchronization_job",
        just(template_id="scim"),
        ("one of the following is required: service_principal_id, app_id, display_name",),
    ),
    "unknown option of one among many": Case(
        "synchronizations",
        just(
            applications=[{"display_name": "A"}, {"display_name": "B", "jobs": [{"template_id": "scim", "stat": "x"}]}]
        ),
        ("applications.jobs.stat. Supported parameters include: job_id,", ". Look at applications[1] (B): jobs[0]."),
    ),
    "malformed service principal id": Case(
        "synchronization",
        just(service_principal_id="contoso-scim", settings={"SyncAll": True}),
        ("service_principal_id: 'contoso-scim' is not an id; give a GUID",),
    ),
    "malformed application id": Case(
        "synchronization_template_info", just(app_id="42"), ("app_id: '42' is not an id; give a GUID",)
    ),
    "unknown service principal": Case(
        "synchronization_job",
        just(service_principal_id=ids.UNKNOWN, template_id="scim"),
        (ids.UNKNOWN, "401 Unauthorized"),
    ),
    "unknown name": Case(
        "synchronization_job",
        just(display_name="Contoso SCIN", template_id="scim"),
        ("display_name: this tenant has no service principal named 'Contoso SCIN'",),
    ),
    "ambiguous name": Case(
        "synchronization_job",
        just(display_name=estate.TWIN, template_id="scim"),
        (
            "display_name: 2 objects are named 'Twin Application'",
            estate.stable_id(estate.TWIN, "one", "principal"),
            estate.stable_id(estate.TWIN, "two", "principal"),
        ),
    ),
    "unknown template": Case(
        "synchronization_job",
        just(**SCIM, template_id="scimm"),
        ("does not offer 'scimm'. Did you mean scim?", "customappssoOutDelta, customappssoRoleIn, scim."),
    ),
    "secret key under settings": Case(
        "synchronization",
        just(**SCIM, settings={"SecretToken": "token-of-the-target"}),
        ("settings.SecretToken: this key holds a secret; move it to secrets.",),
    ),
    "setting under secrets": Case(
        "synchronization",
        just(**SCIM, secrets={"BaseAddress": "https://scim.contoso.example"}),
        ("secrets.BaseAddress: this key holds no secret; move it to settings.",),
    ),
    "unknown key": Case(
        "synchronization",
        just(**SCIM, settings={"BaseAdress": "https://scim.contoso.example"}),
        ("settings: the service has no key 'BaseAdress'. Did you mean BaseAddress?",),
    ),
    "empty value": Case(
        "synchronization",
        just(**SCIM, secrets={"SecretToken": ""}),
        ("secrets.SecretToken: the value is empty. To remove the key, list it under remove_keys.",),
    ),
    "without provisioning support": Case(
        "synchronization_job",
        just(service_principal_id=ids.PLAIN, template_id="scim"),
        (f"service principal {ids.PLAIN} offers no synchronization template, so it cannot be provisioned",),
    ),
    "no credentials": Case(
        "synchronization_job", lambda places: {**JOB, "access_token": None}, ("client_secret", "AZURE_CLIENT_SECRET")
    ),
    "wrong tenant": Case(
        "synchronization_job",
        lambda places: {**JOB, **places.client(tenant_id=ids.UNKNOWN)},
        ("AADSTS90002", ids.UNKNOWN, "tenant_id"),
    ),
    "expired secret": Case(
        "synchronization_job",
        lambda places: {**JOB, **places.client(client_secret=estate.EXPIRED_SECRET)},
        ("AADSTS7000222", "expired"),
    ),
    "wrong secret": Case(
        "synchronization_job",
        lambda places: {**JOB, **places.client(client_secret="no-secret-of-this-client")},
        ("the client secret is wrong (AADSTS7000215)", "Give the secret's value, not its id"),
    ),
    "unknown client": Case(
        "synchronization_job",
        lambda places: {**JOB, **places.client(client_id=ids.UNKNOWN)},
        ("AADSTS700016", "client_id"),
    ),
    "missing permission to read": Case(
        "synchronization_job",
        lambda places: {**JOB, **places.token("Application.Read.All")},
        ("403 Forbidden", "This call needs one of Synchronization.Read.All, Synchronization.ReadWrite.All"),
    ),
    "missing permission to write": Case(
        "synchronization",
        lambda places: {**SETTINGS, **places.token(*estate.READ_ROLES)},
        ("403 Forbidden", "This call needs one of Synchronization.ReadWrite.All", "Nothing was changed."),
        refused_writes=1,
    ),
    "nobody at the address": Case(
        "synchronization_job",
        lambda places: {**JOB, "graph_url": places.silent, "deadline": 1},
        ("refused the connection. Check graph_url, the firewall, and whether a proxy is needed.",),
    ),
    "no such host": Case(
        "synchronization_job",
        just(**JOB, graph_url="https://graph.invalid", deadline=1),
        ("the name graph.invalid could not be resolved", "graph_url"),
    ),
    "untrusted certificate": Case(
        "synchronization_job",
        lambda places: {**JOB, "ca_path": places.foreign_ca},
        ("certificate", "ca_path"),
    ),
    "no encryption": Case("synchronization_job", just(**JOB, graph_url="http://graph.example"), ("https",)),
    "silent proxy": Case(
        "synchronization_job",
        lambda places: {
            **JOB,
            "proxy": f"http://proxy-user:{PROXY_PASSWORD}@localhost:{places.silent_port}",
            "deadline": 1,
        },
        ("proxy", "Check"),
    ),
    "proxy that refuses": Case(
        "synchronization_job",
        lambda places: {
            **JOB,
            "proxy": f"http://proxy-user:{PROXY_PASSWORD}@localhost:{places.proxy_port}",
            "deadline": 1,
        },
        ("the proxy localhost:", "wants a name and password"),
    ),
    "body that is not JSON": Case(
        "synchronization_job",
        just(**JOB, deadline=1),
        ("is not the JSON object expected (text/html", "Check graph_url, and any proxy in between."),
        fault={"method": "GET", "path": GRAPH, "kind": "not_json", "times": 0},
    ),
    "somebody else's plan": Case(
        "synchronization",
        just(**SETTINGS, expected_plan="0123456789abcdef"),
        ("expected_plan is 0123456789abcdef", "Nothing was changed.", "check mode"),
    ),
}


@contextmanager
def refusing_proxy() -> Iterator[int]:
    """The port of a proxy that wants other credentials from everybody."""
    with socket.create_server(("localhost", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    connection, _address = server.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(4096)
                    connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield int(server.getsockname()[1])
        finally:
            server.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=10)


@contextmanager
def places(folder: Path) -> Iterator[Places]:
    foreign = folder / "foreign.pem"
    trustme.CA().cert_pem.write_to_path(str(foreign))
    with socket.socket() as nobody, refusing_proxy() as proxy_port, Emulator.start() as emulator:
        # Bound and not listening: a connection is refused for as long as the socket is held.
        nobody.bind(("localhost", 0))
        yield Places(emulator, int(nobody.getsockname()[1]), str(foreign), proxy_port)


def _steps(there: Places) -> Iterator[Step]:
    for name, case in CASES.items():

        def before(_outcomes: Any, case: Case = case) -> None:
            there.emulator.clear_faults()
            if case.fault:
                there.emulator.fault(**case.fault)

        yield Step(name, case.module, case.args(there), before=before)


@pytest.fixture(scope="module")
def plays(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Played]:
    """All cases on both hosts."""
    folder = tmp_path_factory.mktemp("bad-input")
    found = {}
    for host in ("module", "direct"):
        with places(folder) as there:
            emulator = there.emulator
            connection = {
                "graph_url": emulator.graph_url,
                "ca_path": emulator.ca_path,
                "access_token": emulator.token(),
            }
            found[host] = play(emulator, _steps(there), host, folder / host, connection=connection)
    return found


@pytest.mark.parametrize("name", CASES)
def test_the_words_are_clear_and_nothing_was_written(plays, host, name):
    case, outcome = CASES[name], plays[host][name]
    assert outcome.failed
    assert [word for word in case.words if word not in outcome.message] == [], outcome.message
    assert "Unexpected" not in outcome.message
    assert (outcome.accepted, len(outcome.unsafe)) == ([], case.refused_writes)
    assert outcome.result.get("changed", False) is False


def test_no_message_holds_a_password_of_a_proxy(plays, host):
    assert PROXY_PASSWORD not in plays[host].output


def test_nothing_in_the_output_looks_like_a_crash(plays, host):
    assert "Traceback" not in plays[host].output
