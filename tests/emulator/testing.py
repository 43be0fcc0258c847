# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator for tests: `with Emulator.start() as emu:` and its handles on state, faults, clock and audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from . import estate as estates
from . import faults, identities, portal
from .server import Server
from .switches import Switches
from .world import World


class Emulator:
    """A running emulator. Every handle works while it serves; nothing of it needs a token."""

    tenant_id = estates.TENANT_ID
    client_id = estates.CLIENT_ID
    client_secret = estates.CLIENT_SECRET

    def __init__(self, server: Server) -> None:
        self.server = server

    @classmethod
    def start(
        cls,
        estate: str = "standard",
        tls: bool = True,
        switches: dict[str, Any] | None = None,
        audit_file: Path | None = None,
    ) -> Emulator:
        """Serve an estate on a free loopback port, in a thread of this process."""
        server = Server(estates.build(estate, switches), tls=tls, audit_file=audit_file)
        server.start()
        return cls(server)

    def stop(self) -> None:
        self.server.stop()

    def reset(self, estate: str = "standard", switches: dict[str, Any] | None = None, **options: Any) -> None:
        """Another world behind the same address: state, switches, faults and clock begin anew, the audit goes on.

        Options are those of the estate `many`, see estate.build.
        """
        self.server.service.begin_anew(estates.build(estate, switches, **options))

    def __enter__(self) -> Emulator:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.stop()

    @property
    def graph_url(self) -> str:
        """The root without a version, e.g. https://localhost:40123."""
        return self.server.url

    @property
    def authority(self) -> str:
        """The root of sign-in, without a tenant."""
        return self.server.url

    @property
    def ca_path(self) -> str:
        """The PEM file of the emulator's authority; empty on plain HTTP."""
        made = self.server.certificates
        return str(made.authority) if made else ""

    @property
    def world(self) -> World:
        return self.server.service.world

    @property
    def switches(self) -> Switches:
        """The switches of the whole estate; `emu.world.tenants[…].switches` are those of one tenant."""
        return self.world.switches

    @property
    def estate(self) -> dict[str, dict[str, Any]]:
        """Display name -> ids, templates and jobs, as they are now."""
        return estates.directory(self.world, self.tenant_id)

    def options(self) -> dict[str, Any]:
        """The connection options of the collection for the default client."""
        found: dict[str, Any] = {
            "tenant_id": self.tenant_id,
            "client_id": self.client_id,
            "client_secret": self.client_secret,
            "graph_url": self.graph_url,
            "authority": self.authority,
        }
        if self.ca_path:
            found["ca_path"] = self.ca_path
        return found

    def token(
        self,
        roles: tuple[str, ...] = estates.FULL_ROLES,
        lifetime: float = 3600,
        app_id: str | None = None,
        tenant_id: str | None = None,
        audience: str = "",
    ) -> str:
        """An access token with these roles. `app_id` names the caller, which decides what it owns."""
        return identities.token(
            self.server.service, roles, lifetime, app_id or self.client_id, tenant_id or self.tenant_id, audience
        )

    def headers(self, *roles: str) -> dict[str, str]:
        """An Authorization header for tests that speak HTTP themselves."""
        return {"Authorization": "Bearer " + (self.token(roles) if roles else self.token())}

    def register_certificate(self, pem: str, client_id: str = estates.CLIENT_ID) -> None:
        """Let a client sign in with the private key of this certificate."""
        self.world.tenants[self.tenant_id].clients[client_id].certificates.append(pem)

    def federated_token(self, subject: str = "workload", client_id: str = estates.CLIENT_ID) -> str:
        """Make a client trust an outside issuer, and give a token of that issuer."""
        return identities.federated_token(self.world.tenants[self.tenant_id].clients[client_id], subject)

    def mark(self) -> int:
        """A place in the audit, for `audit(since=…)`."""
        return self.server.service.audit.mark()

    def audit(self, since: int = 0) -> list[dict[str, Any]]:
        return self.server.service.audit.since(since)

    def fault(
        self, method: str = "", path: str = "", kind: str = "", times: int = 1, after: int = 0, **options: Any
    ) -> faults.Rule:
        """Add a rule; kinds and their options are in faults.KINDS. `times=0` means always, `every=10` each tenth."""
        return self.server.service.faults.add(kind, method, path, times, after, **options)

    def edit_schema(self, job: str, *edits: dict[str, Any]) -> None:
        """Somebody else's change of a job's schema, now; kinds of edits and their words are in schema_edits.EDITS."""
        portal.change_schema(self.world, self.tenant_id, {"job": job, "edits": list(edits)})

    def log(self, job: str, *entries: dict[str, Any]) -> None:
        """Entries of a job in the provisioning log, the newest last; their words are in portal.add_to_log."""
        portal.add_to_log(self.world, self.tenant_id, {"job": job, "entries": list(entries)})

    def clear_faults(self) -> None:
        self.server.service.faults.clear()

    def advance(self, seconds: float) -> None:
        """Turn the service's clock: job cycles, token expiry and throttling windows follow."""
        self.world.clock.advance(seconds)
