# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sections on what is not as it was declared, and on what is not as the templates have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import leaves, mappings, parts, plots
from ansible_collections.entra.provisioning.plugins.module_utils._report.markup import Html, cut, every, join, said, tag

# Up to so many applications are shown unfolded.
UNFOLDED = 6
WORDS = {
    "drifted": ("Not as declared", "triangle", "warn"),
    "unknown": ("Not known", "diamond", "late"),
    "same": ("As declared", "circle", "good"),
}
Row = dict[str, Any]


def drift(model: Row) -> Html | None:
    """What a run of the declaration would change, by application."""
    found = model["drift"]
    if found is None:
        return None
    apart = [row for row in found["applications"] if row["state"] != "same"]
    same = [row["name"] for row in found["applications"] if row["state"] == "same"]
    shown = [
        parts.note(plots.sign("diamond", "late"), said(found["error"])) if found["error"] else None,
        _plot(found["applications"]) if found["applications"] else None,
        *(_application(row, len(apart) <= UNFOLDED) for row in apart),
        _other("Changes of no single application", found["elsewhere"]),
        _hazards(found["hazards"]),
        _names("As declared", same),
        _names("Have a job and are not declared", found["undeclared"]),
    ]
    return parts.section("drift", "Drift against the declaration", *shown)


def _plot(rows: Sequence[Row]) -> Html:
    counts = {state: sum(row["state"] == state for row in rows) for state in WORDS}
    bars = [
        plots.Bar(WORDS[state][0], count, WORDS[state][2], WORDS[state][1]) for state, count in counts.items() if count
    ]
    words = "; ".join(f"{row.label}: {row.value}" for row in bars)
    return plots.bars("plot-drift", "Applications by drift", f"{words}.", bars)


def _application(row: Row, unfolded: bool) -> Html:
    word, shape, tone = WORDS[row["state"]]
    head = tag(
        "summary", tag("h3", plots.sign(shape, tone), said(row["name"]), tag("span", f" {word}", class_="quiet"))
    )
    body = [
        tag("p", said(row["message"])) if row["message"] else None,
        *(_change(change, row) for change in row["changes"]),
    ]
    if not row["changes"] and row["summary"] and not row["message"]:
        body.append(tag("p", said(row["summary"])))
    return tag("details", head, *body, class_=f"card edge-{tone}", open="open" if unfolded else None)


def _change(change: Row, whose: Row | None = None) -> Html:
    """A change; below the name of an application its id need not be told again."""
    target = str(change["target"])
    if whose and whose["service_principal_id"]:
        target = target.replace(f" of service principal {whose['service_principal_id']}", "")
    head = tag("p", tag("strong", said(change["action"])), " ", said(target), class_="what")
    return tag("div", head, _differences(change["before"], change["after"]), class_="change")


def _differences(before: Any, after: Any) -> Html | None:
    rows = [
        tag("li", _place(move.place), _side("del", "is", move.before), _side("ins", "declared", move.after))
        for move in leaves.moves(before, after)
    ]
    return tag("ul", *rows, class_="diff") if rows else None


def _place(place: str) -> Html | None:
    return tag("span", said(place), class_="place") if place else None


def _side(name: str, word: str, value: str | None) -> Html | None:
    if value is None:
        return None
    return tag(name, tag("span", f"{'−' if name == 'del' else '+'} {word} ", class_="mark"), said(value))


def _other(title: str, changes: Sequence[Row]) -> Html | None:
    return tag("div", tag("h3", title), *map(_change, changes), class_="card") if changes else None


def _hazards(hazards: Sequence[Row]) -> Html | None:
    if not hazards:
        return None
    rows = [(parts.code(row["name"]), said(row["detail"] or ""), said(row["consequence"] or "")) for row in hazards]
    table = parts.table("Hazards of applying the declaration", ("Hazard", "What", "Consequence"), rows)
    return join(tag("h3", "What could hurt"), table)


def _names(title: str, names: Sequence[str]) -> Html | None:
    if not names:
        return None
    listed = parts.listed(map(said, sorted(names)), "plain")
    return tag("details", tag("summary", f"{title}: {plots.number(len(names))}"), listed)


def mapping_changes(model: Row) -> Html | None:
    """What of the mappings is not as the template has it, by application."""
    rows = model["mapping_changes"]
    if rows is None:
        return None
    apart = [row for row in rows if row["changes"] or row["error"] or row["not_expressed"]]
    usual = [row["application"] for row in rows if row not in apart]
    if not apart:
        say = parts.note("Every mapping that was read is as its template has it." if rows else "No mappings were read.")
        return parts.section(
            "mappings", "Mapping changes against the default", say, _names("As the template", sorted(set(usual)))
        )
    blocks = every(_mappings(row, len(apart) <= UNFOLDED) for row in apart)
    return parts.section(
        "mappings", "Mapping changes against the default", blocks, _names("As the template", sorted(set(usual)))
    )


def _mappings(row: Row, unfolded: bool) -> Html:
    told = parts.plural(len(row["changes"]), "change") if row["changes"] else "not read" if row["error"] else "remarks"
    template = f"{row['template_id']} · " if row["template_id"] else ""
    tone, shape = ("late", "diamond") if row["error"] else ("new", "ring")
    head = tag(
        "h3", plots.sign(shape, tone), said(row["application"]), tag("span", " ", said(template + told), class_="quiet")
    )
    body = [tag("p", said(row["error"])) if row["error"] else None, _mapping_table(row)]
    if row["not_expressed"]:
        body.append(parts.listed(map(said, row["not_expressed"])))
    return tag("details", tag("summary", head), *body, class_=f"card edge-{tone}", open="open" if unfolded else None)


def _mapping_table(row: Row) -> Html | None:
    if not row["changes"]:
        return None
    cells = [
        (
            join(said(change["place"][-1]), tag("span", said(change["kind"]), class_="block quiet")),
            _what(change),
            said(leaves.BETWEEN.join(change["place"][:-1]) or parts.NOTHING),
        )
        for change in row["changes"]
    ]
    name = cut(f"Mapping changes of {row['application']}")
    return parts.table(name, ("What", "Instead of the default", "Where"), cells, "mappings")


def _what(change: Row) -> Html:
    if change["what"] == mappings.REMOVED:
        return tag("del", "removed")
    if not change["members"]:
        return tag("span", "added")
    return parts.listed(
        (join(said(name), ": ", parts.code(value)) for name, value in change["members"].items()), "plain"
    )
