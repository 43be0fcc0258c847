# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Collections: $filter, $orderby, $select, $skip, $top, $count and pages with a nextLink."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from . import filters, problems
from .call import Answer, Call

LARGEST_PAGE = 999


def collection(
    call: Call,
    rows: list[dict[str, Any]],
    context: str,
    *,
    page_size: int | None = None,
    ignoring_case: bool = False,
) -> Answer:
    """A page of rows with its annotations. `page_size` None means the switch for synchronization collections.

    `ignoring_case`: whether $filter takes capital and small letters for the same.
    """
    size = call.switches["synchronization_page_size"] if page_size is None else page_size
    if call.query.get("$filter"):
        wanted = filters.parse(call.query["$filter"], ignoring_case)
        rows = [row for row in rows if wanted(row)]
    if call.query.get("$orderby"):
        rows = _ordered(rows, call.query["$orderby"])
    body: dict[str, Any] = {"@odata.context": call.context(context)}
    if call.query.get("$count", "").lower() == "true":
        body["@odata.count"] = len(rows)
    rows, following = _page(call, rows, size)
    if following:
        body["@odata.nextLink"] = _next_link(call, following)
    body["value"] = [selected(row, call.query.get("$select", "")) for row in rows]
    return Answer(200, body)


def selected(row: dict[str, Any], select: str) -> dict[str, Any]:
    """The members that $select names, annotations included; all when it names none."""
    names = {name.strip() for name in select.split(",") if name.strip()}
    if not names or "*" in names:
        return row
    return {name: value for name, value in row.items() if name in names or name.startswith("@odata.")}


def _number(call: Call, option: str, least: int = 0) -> int:
    try:
        number = int(call.query[option])
    except ValueError:
        number = -1
    if number < least:
        raise problems.bad_request(f"Invalid value '{call.query[option]}' for {option} query option found.")
    return number


def _page(call: Call, rows: list[dict[str, Any]], size: int) -> tuple[list[dict[str, Any]], int]:
    start = _number(call, "$skip") if "$skip" in call.query else 0
    if "$skiptoken" in call.query:
        start = _number(call, "$skiptoken")
    if "$top" in call.query:
        size = _number(call, "$top", least=1)
        if size > LARGEST_PAGE:
            raise problems.bad_request(f"Invalid page size specified: '{size}'. Must be between 1 and 999 inclusive.")
    if not size or start + size >= len(rows):
        return rows[start:], 0
    return rows[start : start + size], start + size


def _next_link(call: Call, position: int) -> str:
    kept = {name: value for name, value in call.query.items() if name not in ("$skip", "$skiptoken")}
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in {**kept, "$skiptoken": str(position)}.items())
    return f"{call.service.graph_url}{quote(call.path, safe='/')}?{query}"


def _ordered(rows: list[dict[str, Any]], orderby: str) -> list[dict[str, Any]]:
    for term in reversed(orderby.split(",")):
        name, _space, direction = term.strip().partition(" ")
        key = filters.member(name)
        rows = sorted(rows, key=lambda row, key=key: str(key(row) or ""), reverse=direction.strip() == "desc")  # type: ignore[misc]
    return rows
