# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documented examples, sorted by what can be done with them. Every file is in exactly one class."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from emulator_checks import located

COUNT = 127

# A resource page shows one object: no request, so the object is held against the metadata.
OBJECTS = {
    "beta.sync-attributemappingfunctionschema.example.json": "attributeMappingFunctionSchema",
    "beta.sync-attributemappingsource.example-2.json": "attributeMappingSource",
    "beta.sync-attributemappingsource.example.json": "attributeMappingSource",
    "beta.sync-configure-with-custom-target-attributes.example.json": "synchronizationSchema",
    "beta.sync-directorydefinition.example.2019.json": "directoryDefinition",
    "beta.sync-expressioninputobject.example.json": "expressionInputObject",
    "beta.sync-filter.example.json": "filter",
    "beta.sync-filteroperatorschema.example.history.json": "filterOperatorSchema",
    "beta.sync-linkedobjects.example.json": "synchronizationLinkedObjects",
    "beta.sync-objectdefinition.example.json": "objectDefinition",
    "beta.sync-objectmapping.example.json": "objectMapping",
    "beta.sync-progress.example.json": "synchronizationProgress",
    "beta.synchronization_attributeMapping.example.history.json": "attributeMapping",
    "beta.synchronization_directorydefinition.example.history.json": "directoryDefinition",
    "beta.synchronization_job.example.history-2.json": "synchronizationJob",
    "beta.synchronization_job.example.history.json": "synchronizationJob",
    "beta.synchronization_referencedObject.example.history.json": "referencedObject",
    "beta.synchronization_schema.example.history.json": "synchronizationSchema",
    "beta.synchronization_scopingFilter.example.history.json": "filter",
    "beta.synchronization_status.example.history.json": "synchronizationStatus",
    "beta.synchronization_template.example.history.json": "synchronizationTemplate",
    "manual-cloudsync-credentialdata-mapping.json": "attributeMapping",
    "manual-cloudsync-transformation-after.json": "attributeMapping",
    "manual-cloudsync-transformation-before.json": "attributeMapping",
}

# An answer whose request stands elsewhere on the page.
ANSWERS_WITHOUT_REQUEST = {
    "beta.sync-schema-filteroperators.full-response.history.json": "filterOperators",
    "beta.sync-schema-filteroperators.full-response.json": "filterOperators",
    "beta.sync-schema-functions.full-response.json": "functions",
}

_OLD_LOG = "the log of before 2021, auditLogs/directoryProvisioning, which the service has no more"
OUT_OF_SCOPE = {
    "beta.provisioningobjectsummary-get.history.json": _OLD_LOG,
    "beta.provisioningobjectsummary-list.history-2.json": _OLD_LOG,
    "beta.provisioningobjectsummary-list.history.json": _OLD_LOG,
    "beta.provisioningobjectsummary-update.history.json": _OLD_LOG,
    "beta.sync-configure-with-custom-target-attributes.partial.json": "the page leaves the body of its PUT out",
    "manual-aws-validate-credentials-portal.json": "the portal's own interface, not Graph",
}


class Example(NamedTuple):
    """A documented request with what it should give. status 0: the page shows no answer."""

    name: str
    version: str
    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any


def _examples() -> list[tuple[str, dict[str, Any]]]:
    folder = located.samples() / "docs"
    return [(file.name, json.loads(file.read_text("utf-8"))) for file in sorted(folder.glob("*.json"))]


@lru_cache(maxsize=1)
def everything() -> dict[str, dict[str, Any]]:
    """File name -> content."""
    return dict(_examples())


def shown(name: str) -> Any:
    """The object that a document of OBJECTS shows."""
    content = everything()[name]
    answer, request = content.get("response") or {}, content.get("request") or {}
    return content.get("example") or answer.get("body") or request.get("body")


def exchanges() -> dict[str, Example]:
    """Every document that is a request, with its answer where the page shows one."""
    apart = {*OBJECTS, *OUT_OF_SCOPE}
    return {name: _exchange(name, content) for name, content in everything().items() if name not in apart}


def _exchange(name: str, content: dict[str, Any]) -> Example:
    request, answer = content.get("request") or {}, content.get("response") or {}
    if name in ANSWERS_WITHOUT_REQUEST:
        path = f"servicePrincipals/x/synchronization/jobs/x/schema/{ANSWERS_WITHOUT_REQUEST[name]}"
        request = {"method": "GET", "url": f"https://graph.microsoft.com/beta/{path}"}
    url = urlsplit(request["url"])
    version, _slash, path = url.path.strip("/").partition("/")
    status = re.match(r"\d+", str(answer.get("status") or ""))
    return Example(
        name,
        "v1.0" if version == "v1.0" else "beta",
        request["method"],
        path.strip("/"),
        url.query,
        request.get("headers") or {},
        request.get("body"),
        int(status[0]) if status else 0,
        answer.get("body"),
    )
