# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an application is as a host of an inventory: its name, its variables, its groups. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._resources import job_status

# What may stand in a name that --limit can say and a file can bear: letters, digits, and these.
_OTHERS = re.compile(r"[^\w.-]+")
_NO_GROUP = re.compile(r"[^A-Za-z0-9_]+")
# These mean something else to Ansible.
RESERVED = ("all", "ungrouped", "localhost", "127.0.0.1")
# With more than these a host's name would not fit into the name of a file.
LONGEST = 150

QUARANTINED, STARTED, PAUSED, WITHOUT_JOB = "quarantined", "started", "paused", "without_job"

Entry = Mapping[str, Any]


def variables(entry: Entry, tenant_id: str | None) -> dict[str, Any]:
    """The host's variables without their prefix. entry: as `provisioned.read` gives it."""
    jobs = entry["jobs"]
    return {
        **entry,
        "tenant_id": tenant_id,
        "template_ids": _distinct(job["template_id"] for job in jobs),
        "status_codes": _distinct(job["status"]["code"] for job in jobs),
        "quarantined": any(_quarantined(job) for job in jobs),
        "quarantine_reasons": _distinct(_reason(job) for job in jobs if _quarantined(job)),
        "started": any(job["enabled"] for job in jobs),
    }


def groups(entry: Entry) -> list[str]:
    """The groups that the host is in by itself, sorted: each that fits one of its jobs."""
    found = set()
    for job in entry["jobs"]:
        found |= {STARTED if job["enabled"] else PAUSED, _group("template", job["template_id"])}
        found.add(_group("status", job_status.snake(str(job["status"]["code"]))))
        if _quarantined(job):
            found |= {QUARANTINED, _group("quarantine_reason", job_status.snake(str(_reason(job))))}
    return sorted(found or {WITHOUT_JOB})


def names(wanted: Sequence[tuple[str, str]], taken: Iterable[str]) -> list[str]:
    """A host name for each (wished-for text, id): one that can be said, and that nobody else bears.

    Twins all get a suffix, so that no name depends on the order; and so does who wants a name that is taken.
    """
    plain = [sayable(text) or identity for text, identity in wanted]
    folded = [name.casefold() for name in plain]
    occupied = {name.casefold() for name in (*RESERVED, *taken)}
    found = []
    for (_text, identity), name, key in zip(wanted, plain, folded):
        if folded.count(key) == 1 and key not in occupied:
            found.append(name)
            continue
        short, whole = (f"{name}_{part}" for part in (identity.split("-")[0], identity))
        crowded = {one.casefold() for one in found} | occupied | set(folded)
        found.append(whole if short.casefold() in crowded else short)
    return found


def sayable(text: str) -> str:
    """The text as a host name; empty where nothing of it can be one.

    Blanks, colons, commas and the like would be separators of a pattern, slashes those of a path.
    """
    return _OTHERS.sub("_", unicodedata.normalize("NFC", text)).strip("._-")[:LONGEST].rstrip("._-")


def _quarantined(job: Entry) -> bool:
    return job["status"]["code"] == "Quarantine" or job["status"]["quarantine"] is not None


def _reason(job: Entry) -> Any:
    """The service's reason; `Unknown` is its own word where it gives none."""
    return (job["status"]["quarantine"] or {}).get("reason") or "Unknown"


def _group(kind: str, word: Any) -> str:
    return _NO_GROUP.sub("_", f"{kind}_{word}")


def _distinct(words: Iterable[Any]) -> list[str]:
    return sorted({str(word) for word in words if word is not None})
