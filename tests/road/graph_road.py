# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A client of the emulator that notes its waits instead of sleeping through them."""

from __future__ import annotations

from contextlib import contextmanager

from ansible_collections.entra.provisioning.plugins.module_utils._graph.client import Graph
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clock import Clock
from ansible_collections.entra.provisioning.plugins.module_utils._graph.transport import open_session
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

CONTOSO = "Contoso SCIM"
FABRIKAM = "Fabrikam Sign-On"


class HurriedClock(Clock):
    """Sleeping takes no time and is counted as if it did."""

    def __init__(self):
        self.slept = []

    def monotonic(self):
        return super().monotonic() + sum(self.slept)

    def sleep(self, seconds):
        self.slept.append(seconds)


class IssuedTokens:
    """Tokens of the emulator, kept until a new one is wanted."""

    def __init__(self, emu, **options):
        self.emu = emu
        self.options = options
        self.issued = 0
        self.kept = None

    def token(self, claims=None, renew=False):
        if self.kept is None or claims or renew:
            self.kept = Secret(self.emu.token(**self.options))
            self.issued += 1
        return self.kept


@contextmanager
def connected(emu, tokens=None, **options):
    """A Graph on the emulator; `graph.waits` are the sleeps, `graph.tokens` the token source."""
    clock = HurriedClock()
    session = open_session()
    tokens = tokens or IssuedTokens(emu)
    graph = Graph(
        emu.graph_url,
        "v1.0",
        tokens,
        **{"ca_path": emu.ca_path, "clock": clock, "session": session, "timeout": 10.0, **options},
    )
    graph.waits = clock.slept
    graph.tokens = tokens
    try:
        yield graph
    finally:
        session.close()


def jobs_path(graph, emu, name=CONTOSO):
    """The jobs of one of the estate's service principals."""
    return graph.path("/servicePrincipals/{}/synchronization/jobs", emu.estate[name]["service_principal_id"])


def create_job(graph, emu, template="scim", name=CONTOSO, **options):
    """Create the job of a template as the job resource does: its fate is read from the list of jobs."""
    path = jobs_path(graph, emu, name)

    def fate():
        rows = graph.list(path, doing="read the jobs")
        return next((row for row in rows if row["templateId"] == template), None)

    return graph.post(path, {"templateId": template}, doing=f"create the job of {template}", fate=fate, **options)


def made(emu, name=CONTOSO):
    """How many jobs the service has, whatever it shows."""
    return len(emu.estate[name]["jobs"])


def posts(emu, since):
    """The POSTs to a collection of jobs since a mark."""
    return [row for row in emu.audit(since=since) if row["method"] == "POST" and row["path"].endswith("/jobs")]
