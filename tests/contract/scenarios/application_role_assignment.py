# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is assigned to Contoso SCIM: a user and a group, then two users and nobody else, then nobody."""

from __future__ import annotations

from contract import ids
from contract.scenario import Export, Phase, Scenario

OWNER = {"service_principal_id": ids.SCIM}
ADELE, MEGAN = "adele.vance@contoso.example", "megan.bowen@contoso.example"
ACCEPTED = {"accept_hazards": ["change_scope", "delete_undeclared"]}


def of_kind(kind: str) -> str:
    """The ids of all users or groups that were exported."""
    wanted = f"selectattr('principal_type', 'eq', '{kind}') | map(attribute='principal_id') | list"
    return f"{{{{ exported.assignments | {wanted} }}}}"


SCENARIO = Scenario(
    phases=(
        Phase("assign", {**OWNER, "users": [ADELE], "groups": ["Sales"]}, writes=2, reads=4),
        Phase(
            "nobody else",
            {**OWNER, "users": [ADELE, MEGAN], "groups": [], "exclusive": True, **ACCEPTED},
            writes=2,
            reads=4,
        ),
        Phase(
            "unassign",
            {**OWNER, "users": [ADELE, MEGAN], "role": "User", "state": "absent", **ACCEPTED},
            writes=2,
            reads=4,
        ),
    ),
    export=Export(
        module="application_role_assignment_info",
        args=OWNER,
        declaration={
            "service_principal_id": "{{ exported.service_principal_id }}",
            "users": of_kind("User"),
            "groups": of_kind("Group"),
            "role": "{{ exported.assignments[0].role_id }}",
            "exclusive": True,
        },
        after="assign",
    ),
    replace=ids.DOCUMENTED,
)
