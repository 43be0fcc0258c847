# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the documentation is wrong, known one by one. A departure that is not here fails, and so does an entry here
that is not met any more."""

from __future__ import annotations

from typing import NamedTuple


class Known(NamedTuple):
    """places: what the page shows and the service does not; status: what the service answers to the page's request."""

    reason: str
    documents: tuple[str, ...]
    places: tuple[str, ...] = ()
    status: int = 0


EXCHANGES = (
    Known(
        "the request body of the page has an enumeration in lower case (`string`), which the service refuses",
        (
            "beta.sync-schema-update.json",
            "beta.synchronization_schema_put.history.json",
            "manual-v1-schema-update-1.json",
        ),
        status=406,
    ),
    Known(
        "the page sends one directory with one attribute; PUT replaces the whole and wants what must not be null",
        ("manual-v1-schema-update-2-add-attribute.json",),
        status=400,
    ),
    Known(
        "the page puts an attribute mapping where a synchronization rule belongs",
        ("manual-v1-schema-update-3-add-mapping.json",),
        status=400,
    ),
    Known(
        "generated page: its pair has a type annotation only, neither key nor value",
        ("beta.sync--acquireaccesstoken.json",),
        status=400,
    ),
    Known(
        "the page leaves the body of its POST out",
        ("beta.synchronization_jobs_post.history.partial.json",),
        status=400,
    ),
    Known(
        "the names of before 2021: `action` and `statusInfo` are `provisioningAction` and `provisioningStatusInfo`",
        (
            "beta.provisioningobjectsummary-list.json",
            "beta.provisioningobjectsummary-list-2.json",
            "beta.provisioningobjectsummary-list.2020.json",
            "beta.provisioningobjectsummary-list.2020-2.json",
        ),
        ("value[].action", "value[].statusInfo"),
    ),
    Known(
        "first examples say `initiatingType` where all others, the metadata and the service say `initiatorType`",
        (
            "beta.provisioningobjectsummary-list.json",
            "beta.provisioningobjectsummary-list.2020.json",
            "v1.0.provisioningobjectsummary-list.json",
        ),
        ("value[].initiatedBy.initiatingType",),
    ),
    Known(
        "the page cuts the JSON text short",
        ("manual-xtenant-provision-on-demand.partial.json",),
        ("value",),
    ),
)

# The page prints response headers as if they were the body (and says itself that the length is 0).
HEADERS_AS_BODY = ("manual-v1-bulkupload-response.json",)

# The page prints the answer as the body of the GET.
ANSWER_AS_REQUEST = (
    "beta.sync-configure-with-custom-target-attributes.json",
    "beta.sync-configure-with-custom-target-attributes-2.json",
    "beta.synchronization_howto_custom_attributes.history.json",
)

_REPRESENTATION = "a representation: types and words stand for values"
_2017 = "written before the metadata settled: a list of metadata, or a name, where today there is none"
# Of the objects on resource pages: what the metadata does not have.
OBJECTS = (
    Known(
        _REPRESENTATION,
        ("beta.sync-attributemappingfunctionschema.example.json",),
        ("name",),
    ),
    Known(
        _REPRESENTATION,
        ("beta.sync-filteroperatorschema.example.history.json",),
        ("arity", "multivaluedComparisonType", "supportedAttributeTypes[0]"),
    ),
    Known(_REPRESENTATION, ("beta.synchronization_job.example.history.json",), ("metadata",)),
    Known(
        _2017,
        (
            "beta.sync-directorydefinition.example.2019.json",
            "beta.synchronization_directorydefinition.example.history.json",
        ),
        ("metadata",),
    ),
    Known(
        "an enumeration in lower case (`string`)",
        ("beta.synchronization_schema.example.history.json",),
        ("directories[0].objects[0].attributes[0].type",),
    ),
)

# Members of answers that the documentation has and the metadata has not; the emulator sends both spellings.
DOCUMENTED_ONLY = {"functions": ("name",), "filterOperators": ("name",)}


def places(table: tuple[Known, ...], document: str) -> set[str]:
    """Every departure that is known of a document."""
    return {place for known in table if document in known.documents for place in known.places}


def refusal(document: str) -> int:
    """The status that the service has for the page's request; 0 when it takes it."""
    return max((known.status for known in EXCHANGES if document in known.documents), default=0)
