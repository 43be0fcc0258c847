# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the pages have in common: an application that is provisioned, and ways to bring about what they speak of."""

from __future__ import annotations

from typing import Any

from emulator import estate, portal
from emulator.steady import steady_job

BASE = "https://scim.contoso.example/v2"


def soon(emulator: Any) -> None:
    """The service shows at once what was done: waiting has tests of its own."""
    emulator.switches.update(job_read_lag=0, job_flap=False, job_delete_lag=0, instantiate_lag=0)


def usual(emulator: Any) -> None:
    """Contoso SCIM has settings, a secret and a job that runs."""
    soon(emulator)
    stores(BaseAddress=BASE, SecretToken="token-of-no-value")(emulator)
    has_job()(emulator)


def two(emulator: Any) -> None:
    """As usual, and besides Contoso SCIM there is Fabrikam only: who reads all of a tenant shall be soon done."""
    usual(emulator)
    principals = emulator.world.tenants[emulator.tenant_id].service_principals
    for other in set(principals) - {identity(emulator), identity(emulator, estate.FABRIKAM)}:
        del principals[other]


def identity(emulator: Any, name: str = estate.SCIM) -> str:
    """The id of the service principal of a name."""
    return str(emulator.estate[name]["service_principal_id"])


def stores(name: str = estate.SCIM, **values: str | None) -> Any:
    """Somebody stores settings and secrets; None removes one."""

    def store(emulator: Any) -> None:
        portal.change_principal(emulator.world, emulator.tenant_id, identity(emulator, name), {"secrets": values})

    return store


def has_job(name: str = estate.SCIM, template: str = "scim") -> Any:
    """An application has a job that runs, from a template."""

    def make(emulator: Any) -> None:
        tenant = emulator.world.tenants[emulator.tenant_id]
        steady_job(emulator.world, tenant, tenant.service_principals[identity(emulator, name)], template)

    return make


def quarantined(name: str = estate.SCIM) -> Any:
    """The target of an application refused its credentials, and takes them again."""

    def refuse(emulator: Any) -> None:
        for works in (False, True):
            change = {"credentials_work": works}
            portal.change_principal(emulator.world, emulator.tenant_id, identity(emulator, name), change)
            if not works:
                job = emulator.estate[name]["jobs"][0]
                portal.change_job(emulator.world, emulator.tenant_id, job, {"action": "cycle"})

    return refuse


def all_of(*preparations: Any) -> Any:
    """One after the other."""

    def prepare(emulator: Any) -> None:
        for one in preparations:
            one(emulator)

    return prepare
