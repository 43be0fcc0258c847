# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One call of the API on its way through the emulator, and the answer to it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from . import problems

if TYPE_CHECKING:
    from .service import Service
    from .switches import Switches
    from .tokens import Caller
    from .world import Tenant

JSON_TYPE = "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"


@dataclass
class Answer:
    """`body`: bytes are sent as they are, None means no body, anything else is encoded as JSON."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    media_type: str = JSON_TYPE

    def encoded(self) -> bytes:
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, ensure_ascii=False, separators=(",", ":")).encode()


NO_CONTENT = 204


@dataclass
class Call:
    """`headers` have lower-case names; `query` keeps the first value of a name; `params` come from the route."""

    service: Service
    method: str
    path: str
    version: str
    parts: list[str]
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    request_id: str
    client_request_id: str
    params: dict[str, str] = field(default_factory=dict)
    root: str = ""
    operation: str = ""
    _caller: Caller | None = None
    _tenant: Tenant | None = None

    def admit(self, caller: Caller, tenant: Tenant) -> None:
        """From here on the call has a caller, and sees nothing but that caller's tenant."""
        self._caller, self._tenant = caller, tenant

    @property
    def caller(self) -> Caller:
        assert self._caller is not None, "operation ran before sign-in"
        return self._caller

    @property
    def tenant(self) -> Tenant:
        assert self._tenant is not None, "operation ran before sign-in"
        return self._tenant

    @property
    def switches(self) -> Switches:
        return self.tenant.switches if self._tenant is not None else self.service.world.switches

    def json(self) -> dict[str, Any]:
        """The body as an object; refused as the service refuses: empty, not JSON, not an object, wrong media type."""
        if not self.body.strip():
            raise problems.empty_payload()
        if "json" not in self.headers.get("content-type", ""):
            raise problems.Refusal(415, "UnsupportedMediaType", "Write requests must contain the Content-Type header.")
        try:
            tree = json.loads(self.body)
        except ValueError as error:
            raise problems.bad_request(f"Unable to read JSON request payload. {error}") from None
        if not isinstance(tree, dict):
            raise problems.bad_request("Unable to read JSON request payload. An object was expected.")
        return tree

    def context(self, tail: str) -> str:
        """An @odata.context of this service: `tail` is what stands after $metadata#."""
        return f"{self.service.graph_url}/{self.version}/$metadata#{tail}"
