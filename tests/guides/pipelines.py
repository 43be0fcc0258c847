# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pipeline's platform does with it: steps in their order, each in a shell of its own, and a token of the platform."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

AUDIENCE = "api://AzureADTokenExchange"
# What a job shows to get a token; good for nothing else.
TICKET = "ticket-of-the-job"


class Step(NamedTuple):
    """Commands, what the platform tells them, and how its shell is started."""

    script: str
    environment: Mapping[str, str]
    flags: str = ""


class Platform(NamedTuple):
    """Who the pipeline is in Entra, its token for that audience, and where jobs of GitHub ask for one."""

    tenant_id: str
    client_id: str
    token: str
    tokens_url: str

    def variables(self) -> dict[str, str]:
        """What the page has the owner of the project set there."""
        return {"AZURE_TENANT_ID": self.tenant_id, "AZURE_CLIENT_ID": self.client_id}

    def token_for(self, audience: str) -> str:
        """The token, if this is its audience."""
        assert audience == AUDIENCE, f"Entra exchanges no token for {audience}"
        return self.token


@contextmanager
def platform(tenant_id: str, client_id: str, token: str) -> Iterator[Platform]:
    """A platform that gives tokens as long as this is open."""

    class Tokens(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            known = self.headers["Authorization"] == f"bearer {TICKET}" and "api-version" in asked
            given = known and asked.get("audience") == [AUDIENCE]
            self.send_response(200 if given else 403)
            self.end_headers()
            self.wfile.write(json.dumps({"count": 1, "value": token} if given else {}).encode())

        def log_message(self, *_args: Any) -> None:
            """It is nobody's."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Tokens) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Platform(tenant_id, client_id, token, f"http://127.0.0.1:{server.server_port}/token?api-version=2.0")
        finally:
            server.shutdown()


def steps(said: Mapping[Any, Any], on: Platform) -> list[Step]:
    """The steps of a pipeline of GitHub, of Azure DevOps or of GitLab."""
    if "jobs" in said:
        return list(_github(said, on))
    return list(_azure(said, on)) if "steps" in said else list(_gitlab(said, on))


def kept(said: Mapping[Any, Any]) -> list[str]:
    """The paths that the pipeline keeps, also of a run that ended badly."""
    if "jobs" in said:
        (job,) = said["jobs"].values()
        return [
            step["with"]["path"]
            for step in job["steps"]
            if step.get("uses", "").startswith("actions/upload-artifact@") and step["if"] == "always()"
        ]
    if "steps" in said:
        return [step["publish"] for step in said["steps"] if "publish" in step and step["condition"] == "always()"]
    (job,) = said.values()
    return list(job["artifacts"]["paths"]) if job["artifacts"]["when"] == "always" else []


def _github(said: Mapping[Any, Any], on: Platform) -> Iterator[Step]:
    (job,) = said["jobs"].values()
    environment = {name: _filled(value, on) for name, value in job["env"].items()}
    if said["permissions"].get("id-token") == "write":
        environment |= {"ACTIONS_ID_TOKEN_REQUEST_TOKEN": TICKET, "ACTIONS_ID_TOKEN_REQUEST_URL": on.tokens_url}
    for step in job["steps"]:
        if "run" in step:
            yield Step(step["run"], environment, "-e")
        else:
            assert re.match(r"actions/(checkout|upload-artifact)@v\d+$", step["uses"]), step


def _filled(value: str, on: Platform) -> str:
    filled = re.sub(r"\$\{\{ vars\.(\w+) \}\}", lambda found: on.variables()[found[1]], value)
    assert "${{" not in filled, value
    return filled


def _gitlab(said: Mapping[Any, Any], on: Platform) -> Iterator[Step]:
    (job,) = said.values()
    tokens = {name: on.token_for(asked["aud"]) for name, asked in job["id_tokens"].items()}
    script = "\n".join([*job["before_script"], *job["script"]])
    yield Step(script, {**on.variables(), **tokens}, "-eo pipefail")


def _azure(said: Mapping[Any, Any], on: Platform) -> Iterator[Step]:
    for step in said["steps"]:
        if "script" in step:
            yield Step(step["script"], {})
        elif step.get("task") == "AzureCLI@2":
            given = step["inputs"]
            assert (given["scriptType"], given["scriptLocation"]) == ("bash", "inlineScript")
            yield Step(given["inlineScript"], _connection(on) if given.get("addSpnToEnvironment") else {})
        else:
            assert "publish" in step, step


def _connection(on: Platform) -> dict[str, str]:
    return {"tenantId": on.tenant_id, "servicePrincipalId": on.client_id, "idToken": on.token}
