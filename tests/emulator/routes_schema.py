# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The schema of a job or a template, its functions, operators and parser: rows 24 to 26 and 30 to 32."""

from __future__ import annotations

from typing import Any

from . import bodies, engine_rules, fixtures, lookup, model, problems, put_effect, schema_rules
from .call import NO_CONTENT, Answer, Call
from .listing import collection, selected
from .parse_expression import parse_expression
from .routing import APPLICATION, SERVICE_PRINCIPAL
from .schema_holder import Holder, current, find_holder, on_schema
from .world import new_id


@on_schema("GET", "", "schema.get")
def get_schema(call: Call) -> Answer:
    holder = find_holder(call, reading=True)
    document = current(holder, call.switches)
    context = call.context(f"{lookup.owner_context(call)}/synchronization/{holder.place}/schema/$entity")
    if call.query.get("$select"):
        tree = {"@odata.context": context, **document.tree(holder.identity)}
        return Answer(200, selected(tree, call.query["$select"]))
    return Answer(200, document.encoded(context, holder.identity, legacy=call.version == "beta"))


@on_schema("PUT", "", "schema.put", template_roots=APPLICATION)
def put_schema(call: Call) -> Answer:
    holder, switches = find_holder(call), call.switches
    body = _body(call, holder)
    found = lookup.owner(call).provisioning
    if switches["schema_put_answer"] == "409_once" and "schema" not in found.answered_once:
        found.answered_once.add("schema")
        raise problems.Refusal(409, "Conflict", "The schema was changed by another request.")
    version = f"Date:{call.service.world.clock.stamp()}, ActivityId:{new_id()}"
    accepted = schema_rules.accepted(body, holder.factory, version, switches)
    accepted = engine_rules.applied(accepted, holder.thing.schema, switches)
    holder.thing.previous_schema = holder.thing.schema
    holder.thing.stale_schema_reads = switches["schema_read_lag"]
    stored = put_effect.stored(accepted, holder.thing.schema, switches["schema_put_effect"])
    holder.thing.schema = call.service.world.shelf.shared(stored)
    return Answer(NO_CONTENT)


def _body(call: Call, holder: Holder) -> dict[str, Any]:
    """A body as the metadata says. Unknown members pass where the switch says so, or where the schema has them."""
    body, unknown = call.json(), call.switches["unknown_members"]
    if unknown == "drop":
        body = model.load(call.version).pruned("synchronizationSchema", body)

    def known() -> set[str]:
        own = body if unknown == "keep" else holder.thing.schema.tree(holder.identity)
        return {one.member for one in model.check("synchronizationSchema", own, version=call.version)}

    bodies.check(call, "synchronizationSchema", body, enum_status=406, known=known)
    return body


@on_schema("DELETE", "", "schema.delete", template_roots=APPLICATION)
def reset_schema(call: Call) -> Answer:
    holder = find_holder(call)
    holder.thing.stale_schema_reads = 0
    holder.thing.schema = holder.factory
    return Answer(NO_CONTENT)


@on_schema("GET", "/functions", "schema.functions")
def list_functions(call: Call) -> Answer:
    find_holder(call)
    return collection(call, _called(call, fixtures.functions()), "functions")


@on_schema("GET", "/filterOperators", "schema.filterOperators")
def list_filter_operators(call: Call) -> Answer:
    find_holder(call)
    return collection(call, _called(call, fixtures.filter_operators()), "filterOperators")


def _called(call: Call, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows by `id` (the metadata has it), by `name` (the documentation has it), or by both."""
    gone = {"id": {"name"}, "name": {"id"}}.get(call.switches["function_names"], set())
    return [{name: value for name, value in row.items() if name not in gone} for row in rows]


@on_schema("POST", "/parseExpression", "schema.parseExpression", SERVICE_PRINCIPAL, SERVICE_PRINCIPAL)
def parse(call: Call) -> Answer:
    find_holder(call)
    body = call.json()
    for name in body:
        if name not in ("expression", "testInputObject", "targetAttributeDefinition"):
            raise problems.bad_request(f"The parameter '{name}' is not declared by the action 'parseExpression'.")
    context = call.context("microsoft.graph.parseExpressionResponse")
    return Answer(200, {"@odata.context": context, **parse_expression(body)})
