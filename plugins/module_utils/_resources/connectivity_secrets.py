# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Connectivity by the secrets collection: one place for settings and secrets, actions to try them and to get a token.

The interface of today (fact sheet 1.3, rows 5 to 8 and 13, 20). connectivity.py says when it is the one to use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Explained, NotAsWritten
from ansible_collections.entra.provisioning.plugins.module_utils._resources import credentials, owner

PERMISSIONS = {
    "read": ("Synchronization.Read.All", "Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
    "write": ("Synchronization.ReadWrite.All", "Application.ReadWrite.OwnedBy"),
}

# How long a stored key may take to show; seconds are usual.
SETTLE_SECONDS = 90

Rows = list[dict[str, Any]]


class SecretsCollection:
    """Every request that concerns the settings and secrets of one service principal."""

    def __init__(self, graph: Any, whose: owner.Owner) -> None:
        self._graph = graph
        self.whose = whose

    def read(self) -> credentials.Stored:
        """What is stored. Raises for every answer but a proven one."""
        if not self.whose.exists:
            return credentials.from_graph([])
        doing = f"read the settings and secrets of {self.whose}"
        rows = self._graph.list(self.whose.path(self._graph, "/secrets"), doing=doing, needs=PERMISSIONS["read"])
        return credentials.from_graph(rows)

    def store(self, rows: Rows, ours: Callable[[credentials.Stored], bool]) -> None:
        """Write through the secrets collection: the proven way. Answers 204, which proves nothing yet.

        ours: whether what is stored is still what the rows were made for, or already what they make. A 409 says that another
        write was under way; where it was not another's, the rows are sent once more, since twice is the same as once.
        """
        doing = f"store the settings and secrets of {self.whose}"
        path = self.whose.path(self._graph, "/secrets")
        for repeated in (False, True):
            try:
                self._graph.put(path, {"value": rows}, doing=doing, needs=PERMISSIONS["write"], seen=True)
                return
            except Exception as error:
                if getattr(error, "status", None) != 409 or repeated or not ours(self._read_after(error)):
                    raise

    def _read_after(self, refusal: Exception) -> credentials.Stored:
        """What is stored after a write was refused. Where that cannot be read it is the refusal that raises."""
        try:
            return self.read()
        except Exception as error:
            raise Explained(f"{refusal} What is stored now could not be read either: {error}", refusal) from error

    def validate(self, template_id: str, rows: Rows | None = None, job_id: str | None = None) -> None:
        """Have the connector try credentials: rows, or those that are stored. Nothing is stored by it.

        job_id: the job whose connector tries them; without it the template's, of which there need be no job yet. Raises
        a GraphError with the connector's own words when it does not accept them.
        """
        by = f"job {job_id}" if job_id else f"template {template_id}"
        which = "stored credentials" if rows is None else "credentials"
        body: dict[str, Any] = {"templateId": template_id, "useSavedCredentials": rows is None}
        if rows is not None:
            body["credentials"] = [row for row in rows if row["value"] != ""]
        below = "/jobs/{}/validateCredentials" if job_id else "/jobs/validateCredentials"
        path = self.whose.path(self._graph, below, *([job_id] if job_id else []))
        doing = f"validate the {which} for {by} of {self.whose}"
        self._graph.post(path, body, doing=doing, needs=PERMISSIONS["write"], probe=True)

    def acquire_access_token(self, rows: Rows, fate: Callable[[], Mapping[str, Any] | None]) -> None:
        """Trade an authorization code for an access token, which the service stores. A code can be traded once.

        fate: reads whether it has happened; asked after an unknown outcome.
        """
        path = self.whose.path(self._graph, "/acquireAccessToken")
        doing = f"acquire an access token for the connector of {self.whose}"
        self._graph.post(path, {"credentials": rows}, doing=doing, needs=PERMISSIONS["write"], fate=fate)

    def settle(
        self, declared: credentials.Declared, step: credentials.Move, before: credentials.Stored
    ) -> credentials.Stored:
        """Read back until all that was written is seen. Raises NotAsWritten when the service dropped something else."""
        now = self.seen(lambda stored: not credentials.missing(declared, step, stored))
        lost = [key for key in credentials.undeclared(declared, before) if key not in now.keys]
        if lost:
            raise NotAsWritten(
                f"The service dropped {', '.join(lost)} of {self.whose}, which were stored and not declared: it keeps only "
                "what a write names. Declare them under secrets and run again.",
                account="What was declared is stored.",
            )
        return now

    def seen(self, wanted: Callable[[credentials.Stored], bool]) -> credentials.Stored:
        """What is stored, once it is as wanted in several reads in a row."""
        doing = f"see the stored settings and secrets of {self.whose} (204 alone does not prove that they were kept)"
        now: credentials.Stored = self._graph.settle(self.read, wanted, doing=doing, timeout=SETTLE_SECONDS)
        return now
