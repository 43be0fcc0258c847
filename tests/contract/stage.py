# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as the stage of one recording: its state can be kept and brought back between tasks."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

GRAPH = r"^/(v1\.0|beta)/"


class Stage:
    """Keeps the tenants under a name and brings them back, as if what happened since had not."""

    def __init__(self, emulator: Any) -> None:
        self.emulator = emulator
        self._kept: dict[str, Any] = {}

    def keep(self, name: str) -> None:
        self._kept[name] = self._copied(self.emulator.world.tenants)

    def bring_back(self, name: str) -> None:
        """The tenants as kept, and no faults."""
        self.emulator.clear_faults()
        tenants = self.emulator.world.tenants
        copied = self._copied(self._kept[name])
        tenants.clear()
        tenants.update(copied)

    def _copied(self, tenants: Any) -> Any:
        """A deep copy that shares what belongs to the whole service, and the documents, which nobody changes."""
        world = self.emulator.world
        shared = [world.switches, world.clock, *world.catalogue.values(), *_documents(tenants)]
        return copy.deepcopy(tenants, {id(one): one for one in shared})

    def every_read_fails(self, kind: str, **options: Any) -> None:
        """From now on each read of Graph meets the fault; a batch is such a read, and so is parsing an expression."""
        self.emulator.fault(method="GET", path=GRAPH, kind=kind, times=0, **options)
        self.emulator.fault(method="POST", path=r"/(\$batch|parseExpression)$", kind=kind, times=0, **options)


def _documents(tenants: Any) -> Iterator[Any]:
    for tenant in tenants.values():
        for owner in (*tenant.service_principals.values(), *tenant.applications.values()):
            for template in owner.provisioning.templates.values():
                yield template.schema
                yield template.factory
            for job in owner.provisioning.jobs.values():
                yield job.schema
