# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data for reports, as somebody bad would write it: every text that the service or a declaration may carry, in every place."""

from __future__ import annotations

from .samples import Row, application, declared_application, entry, execution, job, quarantine

HOSTILE = (
    "<script>document.title='pwned'</script>",
    '"><img src=x onerror="document.title=\'pwned\'">',
    "'; </style></title></svg><svg onload=document.title='pwned'>",
    "evil\u202etxt.exe\u2066\u0000\u0007\u001b[31m\u2028",
    "javascript:document.title='pwned'",
    "{{ lookup('ansible.builtin.env', 'HOME') }} {% raw %} ]]> --> <!--",
    "W" * 5000,
    "מפתח العربية 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字 👩‍👩‍👧‍👦",
    "z\u0301\u0302\u0303" * 40,
    "\ud800 half of a pair",
)


def hostile() -> Row:
    """A tenant of nothing but hostile texts."""
    rows = [*_fallen(), *(application(50 + number, name, error=name, jobs=None) for number, name in enumerate(HOSTILE))]
    return {
        "synchronizations": rows,
        "declared": _compared(),
        "schemas": [{"schema": _schema(rows[0]["jobs"][0]["id"]), "not_expressed": list(HOSTILE)}],
        "log": _log(),
    }


def _fallen() -> list[Row]:
    """An application of each name, whose job is in quarantine."""
    return [
        application(
            number,
            name,
            job(
                number,
                "Quarantine",
                template=name,
                quarantine=quarantine(
                    name, name, remedy=name, error={"code": name, "message": name}, next_attempt=name
                ),
                synchronized_entries={name: number},
                troubleshooting_url=name,
                progress=[{"completed_units": 1, "total_units": 2, "units": name, "observed": name}],
                last_execution={**execution("Failed", name, imported=1), "error": {"code": name, "message": name}},
            ),
        )
        for number, name in enumerate(HOSTILE, 1)
    ]


def _compared() -> Row:
    """A comparison with a declaration."""
    changes = [
        {"action": name, "target": name, "before": {name: name, "list": [{name: [name]}]}, "after": {name: f"{name}!"}}
        for name in HOSTILE
    ]
    hazards = [{"name": name, "detail": name, "consequence": name} for name in HOSTILE]
    apps = [declared_application(number, name, True, name) for number, name in enumerate(HOSTILE, 1)]
    apps += [declared_application(70 + number, name, False, name, name) for number, name in enumerate(HOSTILE)]
    return {"plan": {"summary": HOSTILE[0], "changes": changes, "hazards": hazards}, "applications": apps}


def _schema(job_id: str) -> Row:
    mapping = [{"target_attribute": name, name: name, "source": name} for name in HOSTILE]
    objects = [{"source_object": name, "target_object": name, "attribute_mappings": mapping} for name in HOSTILE[:3]]
    return {"id": job_id, "synchronization_rules": [{"name": HOSTILE[0], "object_mappings": objects}]}


def _log() -> list[Row]:
    entries = [entry("2026-03-09T10:00:00Z", name, name, name, name) for name in HOSTILE]
    for one, name in zip(entries, HOSTILE):
        one.update(recommended_action=name, error_category=name)
    return entries
