# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The emulator as the bench of whole tenants needs it: bare, or in the state that is declared; slow, or throttling."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests
import tenants_declared
from stage.emulator_process import EmulatorProcess

# So often is asked for what was just made and is missing in some reads.
REPLICATION = 4
# Every tenth request, alone or inside a batch. What a batch is sent in is none: Graph answers it with 200, whatever
# becomes of its items (fact sheet 5.6). Counted as well, it would strike each item of a refused batch once more.
THROTTLING = {"kind": "throttle", "path": r"^/v1.0/(?!\$batch)", "times": 0, "every": 10, "seconds": 1}


class TenantStage:
    """One emulator, whose estate is made anew for each measurement; `declared` holds the contenders' files."""

    def __init__(self, emulator: EmulatorProcess, folder: Path) -> None:
        self._emulator = emulator
        self.declared = folder / "declared"
        self.connection = folder / "connection.json"
        self._root = f"{emulator.details['graph_url']}/v1.0"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.verify = emulator.details["ca_path"]
        self.token = str(emulator.control("POST", "token", {"lifetime": 12 * 3600})["access_token"])
        self._session.headers["Authorization"] = f"Bearer {self.token}"

    def bare(self, applications: int, by: str = "service_principal_id") -> None:
        """Service principals with their templates; nothing of what is declared is there."""
        estate = self._begin(applications, furnished=False)
        owner = next(iter(estate.values()))
        path = f"/servicePrincipals/{owner['service_principal_id']}/synchronization/templates/scim/schema"
        tenants_declared.write(self.declared, estate, self._get(path), by)

    def converged(self, applications: int, by: str = "service_principal_id") -> None:
        """Everything as declared; the schemas keep besides what somebody tailored."""
        estate = self._begin(applications, furnished=True)
        jobs = [
            f"/servicePrincipals/{row['service_principal_id']}/synchronization/jobs/{row['jobs'][0]}/schema"
            for row in estate.values()
        ]
        tenants_declared.write(self.declared, estate, self._get(jobs[0]), by)
        # The furnished applications have three schemas among them.
        variants: dict[str, Any] = {}
        for portion in tenants_declared.chunks(jobs):
            read = self._batch([{"method": "GET", "url": path} for path in portion])
            bodies = []
            for one in read:
                version = one["body"]["version"]
                if version not in variants:
                    variants[version] = tenants_declared.merged(one["body"])
                bodies.append(variants[version])
            headers = {"Content-Type": "application/json"}
            self._batch(
                [
                    {"method": "PUT", "url": path, "headers": headers, "body": body}
                    for path, body in zip(portion, bodies)
                ]
            )

    def is_converged(self, applications: int) -> bool:
        """Whether every application has its settings, its secret, a started job and the declared schema."""
        estate = self._emulator.estate()
        if len(estate) != applications or not all(row["jobs"] for row in estate.values()):
            return False
        for row in estate.values():
            root = f"/servicePrincipals/{row['service_principal_id']}/synchronization"
            reads = (f"{root}/secrets", f"{root}/jobs", f"{root}/jobs/{row['jobs'][0]}/schema")
            secrets, jobs, schema = (one["body"] for one in self._batch([{"method": "GET", "url": u} for u in reads]))
            keys = {pair["key"] for pair in secrets["value"]}
            wanted = tenants_declared.merged(schema)
            started = jobs["value"][0]["schedule"]["state"] == "Active"
            if not started or not keys.issuperset(("BaseAddress", "SecretToken")):
                return False
            if wanted["synchronizationRules"] != tenants_declared.adopt.bare(schema)["synchronizationRules"]:
                return False
        return True

    def behave(self, latency: int, throttling: bool = False) -> None:
        """Milliseconds before each answer; whether every tenth request is refused for a second."""
        self._emulator.control("POST", "latency", {"ms": latency})
        self._emulator.control("DELETE", "faults")
        if throttling:
            self._emulator.control("POST", "faults", THROTTLING)

    def mark(self) -> int:
        """A place in the record of requests."""
        return self._emulator.mark()

    def traffic(self, mark: int) -> dict[str, int]:
        """What went over the wire since then, sign-in left out."""
        return dict(self._emulator.control("GET", f"traffic?since={mark}"))

    def _begin(self, applications: int, furnished: bool) -> dict[str, dict[str, Any]]:
        self.behave(0)
        body = {"estate": "many", "applications": applications, "furnished": furnished}
        return dict(self._emulator.control("POST", "reset", body))

    def _get(self, path: str) -> Any:
        answer = self._session.get(self._root + path, timeout=30)
        answer.raise_for_status()
        return answer.json()

    def _batch(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The answers in the order of the items; each must have succeeded, for what is new not at once."""
        sent = [{"id": str(number), **item} for number, item in enumerate(items)]
        refused: list[Any] = []
        for dummy in range(REPLICATION):
            answer = self._session.post(f"{self._root}/$batch", json={"requests": sent}, timeout=60)
            answer.raise_for_status()
            found = {one["id"]: one for one in answer.json()["responses"]}
            refused = [one for one in found.values() if one["status"] >= 400]
            if not refused:
                return [found[item["id"]] for item in sent]
        raise RuntimeError(f"the bench and its emulator disagree: {refused[0]}")
