# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A `graph` without a service: what is read is not there yet, and what is written is noted down instead of sent.

So the code of the single modules says itself by which requests it would bring a declaration about.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple
from urllib.parse import quote

from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor

Row = dict[str, Any]

# What only the service knows stands between braces, and is no text to be escaped.
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
PRINCIPAL = "{service_principal_id}"
APPLICATION = "{application_id}"
APP = "{app_id}"
TEMPLATE = "{template_id}"


class Request(NamedTuple):
    """One request that would be sent. body: Secrets stand in it as such."""

    method: str
    path: str
    body: Any


class Answered(NamedTuple):
    """What a write is answered."""

    body: Row | None = None


class Recorder:
    """For one application. requests: those that write, in order.

    principal: what is known of its service principal, or None where it is yet to be made; templates: the synchronization
    templates that it is taken to offer; jobs: those that are taken to be there, by id; secret_keys: the keys that its
    templates are taken to call secret.
    """

    # A run that writes: what is planned ahead in check mode has nothing to be carried out.
    read_only = False
    version = "v1.0"

    def __init__(
        self,
        principal: Mapping[str, Any] | None,
        templates: Iterable[str] = (),
        jobs: Iterable[str] = (),
        secret_keys: Iterable[str] = (),
    ) -> None:
        self.requests: list[Request] = []
        self.redactor = Redactor()
        self._principal = None if principal is None else dict(principal)
        fields = json.dumps([{"name": key, "secret": True} for key in sorted(secret_keys)])
        metadata = [{"key": "configurationFields", "value": fields}]
        self._templates = [{"id": one, "metadata": metadata} for one in (*dict.fromkeys(templates), TEMPLATE)]
        self._jobs: list[Row] = [{"id": one, "schedule": {"state": "Disabled"}} for one in jobs]

    def path(self, pattern: str, *parts: Any) -> str:
        """As of the graph, but that placeholders are left as they are."""
        texts = (str(part) for part in parts)
        return pattern.format(*(text if PLACEHOLDER.fullmatch(text) else quote(text, safe="") for text in texts))

    def get(self, path: str, **_told: Any) -> Row:
        """What was written or is taken to be there; of all else no more is known than where it is."""
        if path.startswith("/servicePrincipals") and "/synchronization" not in path:
            return dict(self._principal or {"id": PRINCIPAL, "appId": APP})
        known = {self.path("{}", row["id"]): row for row in self._jobs}
        name = path.rpartition("/")[2]
        return dict(known.get(name, {"id": APPLICATION if path.startswith("/applications(") else name}))

    def find(self, path: str, **told: Any) -> Row | None:
        """As get: what is looked for by its id is taken to be there."""
        return self.get(path, **told)

    def list(self, path: str, **_told: Any) -> list[Row]:
        """What is taken to be there."""
        if path == "/servicePrincipals":
            return [] if self._principal is None else [dict(self._principal)]
        rows = {"jobs": self._jobs, "templates": self._templates}.get(path.rpartition("/")[2], [])
        return [dict(row) for row in rows]

    def post(self, path: str, body: Any = None, **_told: Any) -> Answered:
        """Noted down, and done as far as later reads ask for it."""
        name = path.rpartition("/")[2]
        if name == "parseExpression":
            # It changes nothing. What the service would make of the text, it alone knows.
            return Answered({"parsingSucceeded": True, "parsedExpression": {"expression": body["expression"]}})
        self._note("POST", path, body)
        if name == "instantiate":
            return self._instantiated(path, body)
        if name == "jobs":
            made = {
                "id": f"{{job_id of {body['templateId']}}}",
                "templateId": body["templateId"],
                "schedule": {"state": "Disabled"},
            }
            self._jobs.append(made)
            return Answered(dict(made))
        return Answered()

    def put(self, path: str, body: Any, **_told: Any) -> Answered:
        """Noted down."""
        self._note("PUT", path, body)
        return Answered()

    def settle(self, read: Callable[[], Any], wanted: Any, **_told: Any) -> Any:
        """Nothing has to be waited for."""
        return read()

    def _note(self, method: str, path: str, body: Any) -> None:
        self.requests.append(Request(method, path, body))

    def _instantiated(self, path: str, body: Mapping[str, Any]) -> Answered:
        """The application is there from now on."""
        entry = path.split("/")[-2]
        names = {"appId": APP, "displayName": body["displayName"], "applicationTemplateId": entry}
        self._principal = {"id": PRINCIPAL, **names}
        return Answered({"servicePrincipal": dict(self._principal), "application": {"id": APPLICATION, **names}})
