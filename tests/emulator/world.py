# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state: plain dataclasses. Tests may read and change any of it, as the portal or another program would."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import Any

from .clock import Clock
from .documents import Document, Shelf
from .switches import Switches

ZERO_GUID = "00000000-0000-0000-0000-000000000000"


def new_id() -> str:
    return str(uuid.uuid4())


def stable_id(*words: str) -> str:
    """The same GUID for the same words in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "urn:entra-provisioning-emulator:" + "/".join(words)))


@dataclass
class Template:
    """A synchronizationTemplate; `factory` is the schema that DELETE schema brings back."""

    id: str
    application_id: str
    schema: Document
    factory: Document
    default: bool = False
    description: str | None = None
    discoverable: bool = True
    factory_tag: str | None = None
    metadata: list[dict[str, Any]] = field(default_factory=list)
    previous_schema: Document | None = None
    stale_schema_reads: int = 0

    def copy(self) -> Template:
        """A template of its own for another application; the documents stay shared."""
        return Template(**{**vars(self), "metadata": [dict(entry) for entry in self.metadata]})


@dataclass
class Job:
    """A synchronizationJob; everything the service prints is derived from here.

    phase: stopped, not_run, initial, resumed, steady or quarantine.
    """

    id: str
    template_id: str
    schema: Document
    settings: list[dict[str, Any]]
    state: str = "Disabled"
    code: str = "Paused"
    interval: str = "PT40M"
    phase: str = "stopped"
    polls: int = 0
    started_at: float = 0.0
    cycle_at: float = 0.0
    last_execution: dict[str, Any] | None = None
    last_successful: dict[str, Any] | None = None
    last_with_exports: dict[str, Any] | None = None
    quarantine: dict[str, Any] | None = None
    quarantined_at: float = 0.0
    progress: list[dict[str, Any]] = field(default_factory=list)
    entry_counts: list[dict[str, Any]] = field(default_factory=list)
    steady_first: float = 0.0
    steady_last: float = 0.0
    escrows_pruned: bool = False
    complete_failures: int = 0
    outcome: str = "Succeeded"
    prunes_escrows: bool = False
    pending_deletes: int = 0
    objects: dict[str, int] = field(default_factory=lambda: {"User to User": 42, "Group to Group": 7})
    hidden_reads: int = 0
    hidden_lists: int = 0
    flap: str = "none"
    previous_schema: Document | None = None
    stale_schema_reads: int = 0


@dataclass
class Provisioning:
    """What hangs under /synchronization: shared by an enterprise application and its app registration.

    discovers: objects and attributes that the target has besides those that are stored.
    """

    templates: dict[str, Template] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    jobs: dict[str, Job] = field(default_factory=dict)
    leaving: dict[str, tuple[Job, int]] = field(default_factory=dict)
    lag: int = 0
    visible_at: float = 0.0
    credentials_work: bool = True
    accepted_credentials: dict[str, str] | None = None
    target_error: str = "Unauthorized (401)"
    previous_secrets: dict[str, str] | None = None
    stale_secret_reads: int = 0
    used_codes: set[str] = field(default_factory=set)
    on_demand_calls: list[float] = field(default_factory=list)
    provisioned: set[tuple[str, str]] = field(default_factory=set)
    # Who came by bulkUpload: external id -> active.
    uploaded: dict[str, bool] = field(default_factory=dict)
    answered_once: set[str] = field(default_factory=set)
    lists: int = 0
    discovers: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Application:
    """created: seconds since the epoch; those that are there from the beginning are from long ago."""

    id: str
    app_id: str
    display_name: str
    application_template_id: str | None = None
    owners: list[str] = field(default_factory=list)
    app_roles: list[dict[str, Any]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    provisioning: Provisioning = field(default_factory=Provisioning)
    service_management_reference: str | None = None
    hidden_lists: int = 0
    created: float = 1_700_000_000.0


@dataclass
class AssignmentLedger:
    """How many assignments were made, and what lists do not show yet, or still show: by id, in how many more lists.

    `concealed` and `lingering` belong to the list that began last, so that its pages agree.
    """

    made: int = 0
    hidden_lists: dict[str, int] = field(default_factory=dict)
    leaving: dict[str, tuple[dict[str, Any], int]] = field(default_factory=dict)
    concealed: set[str] = field(default_factory=set)
    lingering: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class ServicePrincipal:
    id: str
    app_id: str
    display_name: str
    application_template_id: str | None = None
    owners: list[str] = field(default_factory=list)
    app_roles: list[dict[str, Any]] = field(default_factory=list)
    assignments: list[dict[str, Any]] = field(default_factory=list)
    ledger: AssignmentLedger = field(default_factory=AssignmentLedger)
    tags: list[str] = field(default_factory=list)
    account_enabled: bool = True
    provisioning: Provisioning = field(default_factory=Provisioning)
    hidden_lists: int = 0


@dataclass
class FederatedCredential:
    """A trust in tokens of another issuer; `public_key` is PEM text."""

    issuer: str
    subject: str
    public_key: str
    audience: str = "api://AzureADTokenExchange"


@dataclass
class Client:
    """An app registration that signs in. `secrets` maps a secret to its expiry (epoch seconds, 0 = never)."""

    app_id: str
    display_name: str
    object_id: str = field(default_factory=new_id)
    secrets: dict[str, float] = field(default_factory=dict)
    certificates: list[str] = field(default_factory=list)
    federated: list[FederatedCredential] = field(default_factory=list)
    roles: tuple[str, ...] = ()
    managed_identity: str = ""


@dataclass
class ApplicationTemplate:
    """An entry of the gallery; `templates` are ids in the catalogue, `row` is what Graph prints."""

    id: str
    display_name: str
    templates: tuple[str, ...]
    row: dict[str, Any] = field(default_factory=dict)
    app_roles: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Partner:
    """A partner of cross-tenant access. `row` and `policy` are what stands, None where nothing does; `shown` is what
    the next `stale_reads` reads still show."""

    row: dict[str, Any] | None = None
    policy: dict[str, Any] | None = None
    shown: tuple[dict[str, Any] | None, dict[str, Any] | None] = (None, None)
    stale_reads: int = 0

    def look(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The partner and its policy as a read shows them now."""
        return self.shown if self.stale_reads else (self.row, self.policy)

    def read(self) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
        """The same, counted as a read."""
        found = self.look()
        self.stale_reads = max(0, self.stale_reads - 1)
        return found


@dataclass
class Tenant:
    """`instantiated` counts what was made from the gallery: the ids of the next one are a function of it."""

    id: str
    display_name: str
    switches: Switches
    service_principals: dict[str, ServicePrincipal] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)
    deleted: dict[str, ServicePrincipal | Application] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    users: dict[str, dict[str, Any]] = field(default_factory=dict)
    groups: dict[str, dict[str, Any]] = field(default_factory=dict)
    partners: dict[str, Partner] = field(default_factory=dict)
    provisioning_log: list[dict[str, Any]] = field(default_factory=list)
    log_reads: dict[str, list[float]] = field(default_factory=dict)
    instantiated: int = 0
    bulk_uploads: dict[str, list[float]] = field(default_factory=dict)

    def service_principal(self, display_name: str) -> ServicePrincipal:
        """The one of that name; a KeyError when there is none, or more than one."""
        found = [sp for sp in self.service_principals.values() if sp.display_name == display_name]
        if len(found) != 1:
            raise KeyError(f"{len(found)} service principals are called {display_name!r}")
        return found[0]


@dataclass
class World:
    """Everything. `catalogue` holds the service's own synchronization templates by id."""

    clock: Clock = field(default_factory=Clock)
    switches: Switches = field(default_factory=Switches)
    tenants: dict[str, Tenant] = field(default_factory=dict)
    gallery: dict[str, ApplicationTemplate] = field(default_factory=dict)
    catalogue: dict[str, Template] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=Shelf)

    def add_tenant(self, tenant_id: str, display_name: str) -> Tenant:
        tenant = Tenant(tenant_id, display_name, Switches(parent=self.switches))
        self.tenants[tenant_id] = tenant
        return tenant
