# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every route of the official clients is sent and what it has to give back, as the service behaves.

A result is the name of the client's type, `int`, `None` (204, nothing to read) or `404`: the service routes no such
request. In bodies `{rule}` and `{directory}` stand for ids of the schema.
"""

from __future__ import annotations

from typing import Any, NamedTuple


class Expected(NamedTuple):
    result: str
    body: Any = None
    reason: str = ""


_UNROUTED = "the clients offer it, the back end has no such route: the schema is written whole, by PUT"
_MEDIA = "the metadata calls bulkUpload a media entity; the service knows only its POST, which the clients lack"
_CREDENTIALS = [
    {"key": "UserName", "value": "provisioning@fabrikam.example"},
    {"key": "Password", "value": "not-a-real-password"},
    {"key": "SecretToken", "value": "not-a-real-secret-token"},
]
_SCHEMA = {"version": "1.0", "synchronizationRules": []}
_DIRECTORY = {"name": "Tailspin", "objects": []}
_TEMPLATE = {
    "id": "tailspinDiary",
    "applicationId": "b0d5e7c9-1f3a-4e68-9c2b-8a4d6f0e1b11",
    "factoryTag": "fabrikamSingleSignon",
}
_SUBJECT = {"objectId": "4c1f7a2e-9b3d-4e85-a6f0-2d8c5b7e1a90", "objectTypeName": "User"}
_EXPRESSION = {
    "expression": 'Replace([preferredLanguage], "-", , , "_", ,  )',
    "testInputObject": {"properties": [{"key": "preferredLanguage", "value": "de-CH"}]},
}

_ROOT = {
    "GET": Expected("Synchronization"),
    "PUT": Expected("None", {"secrets": _CREDENTIALS}),
    "DELETE": Expected("None"),
    "GET Ping()": Expected("PingGetResponse"),
    "POST acquireAccessToken": Expected(
        "None", {"credentials": [{"key": "Oauth2AuthorizationCode", "value": "not-a-real-code"}]}
    ),
    "PUT secrets": Expected("None", {"value": _CREDENTIALS}),
    "GET secrets/$count": Expected("int"),
}
_JOBS = {
    "GET jobs": Expected("SynchronizationJobCollectionResponse"),
    "POST jobs": Expected("SynchronizationJob", {"templateId": "fabrikamSingleSignon"}),
    "GET jobs/$count": Expected("int"),
    "POST jobs/validateCredentials": Expected(
        "None", {"templateId": "fabrikamSingleSignon", "useSavedCredentials": False, "credentials": _CREDENTIALS}
    ),
    "GET jobs/{job}": Expected("SynchronizationJob"),
    "PATCH jobs/{job}": Expected("404", {"templateId": "scim"}, "a job cannot be changed (docs-contrib #3539)"),
    "DELETE jobs/{job}": Expected("None"),
    "POST jobs/{job}/start": Expected("None"),
    "POST jobs/{job}/pause": Expected("None"),
    "POST jobs/{job}/restart": Expected("None", {"criteria": {"resetScope": "Watermark,Escrows"}}),
    "POST jobs/{job}/validateCredentials": Expected("None", {"useSavedCredentials": True}),
    "POST jobs/{job}/provisionOnDemand": Expected(
        "StringKeyStringValuePair", {"parameters": [{"ruleId": "{rule}", "subjects": [_SUBJECT]}]}
    ),
    "GET jobs/{job}/bulkUpload": Expected("404", reason=_MEDIA),
    "PATCH jobs/{job}/bulkUpload": Expected("404", {"id": "any"}, _MEDIA),
    "DELETE jobs/{job}/bulkUpload": Expected("404", reason=_MEDIA),
    "GET jobs/{job}/bulkUpload/$value": Expected("404", reason=_MEDIA),
    "PUT jobs/{job}/bulkUpload/$value": Expected("404", b"{}", _MEDIA),
    "DELETE jobs/{job}/bulkUpload/$value": Expected("404", reason=_MEDIA),
}
_TEMPLATES = {
    "GET templates": Expected("SynchronizationTemplateCollectionResponse"),
    "POST templates": Expected("SynchronizationTemplate", _TEMPLATE),
    "GET templates/$count": Expected("int"),
    "GET templates/{template}": Expected("SynchronizationTemplate"),
    "PATCH templates/{template}": Expected("None", {**_TEMPLATE, "id": "fabrikamSingleSignon"}),
    "DELETE templates/{template}": Expected("None"),
}
_BELOW_A_SCHEMA = {
    "GET": Expected("SynchronizationSchema"),
    "PATCH": Expected("404", _SCHEMA, _UNROUTED),
    "DELETE": Expected("None"),
    "GET directories": Expected("DirectoryDefinitionCollectionResponse"),
    "POST directories": Expected("404", _DIRECTORY, _UNROUTED),
    "GET directories/$count": Expected("int"),
    "GET directories/{directory}": Expected("DirectoryDefinition"),
    "PATCH directories/{directory}": Expected("404", _DIRECTORY, _UNROUTED),
    "DELETE directories/{directory}": Expected("404", reason=_UNROUTED),
    "POST directories/{directory}/discover": Expected("DirectoryDefinition"),
    "GET filterOperators()": Expected("FilterOperatorsGetResponse"),
    "GET functions()": Expected("FunctionsGetResponse"),
    "POST parseExpression": Expected("ParseExpressionResponse", _EXPRESSION),
}


def _below(schema: str) -> dict[str, Expected]:
    split = ((key.partition(" "), expected) for key, expected in _BELOW_A_SCHEMA.items())
    return {f"{verb} {schema}/{tail}".rstrip("/"): expected for (verb, _blank, tail), expected in split}


EXPECTED: dict[str, Expected] = {
    **_ROOT,
    **_JOBS,
    **_TEMPLATES,
    **_below("jobs/{job}/schema"),
    **_below("templates/{template}/schema"),
}
