# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole page: one HTML document that needs nothing from outside and allows nothing from outside."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._report import (
    moments,
    parts,
    plots,
    section_changes,
    section_jobs,
    section_log,
    style,
)
from ansible_collections.entra.provisioning.plugins.module_utils._report.markup import Html, join, said, tag

SECTIONS = (
    ("overview", "At a glance"),
    ("quarantine", "Quarantines"),
    ("unreadable", "Could not be read"),
    ("jobs", "Jobs"),
    ("entries", "Synchronized entries"),
    ("drift", "Drift"),
    ("mappings", "Mapping changes"),
    ("log", "Provisioning log"),
)


def page(model: dict[str, Any]) -> str:
    """The page of a model."""
    as_of = moments.second(model["as_of"])
    shown = {
        "overview": section_jobs.at_a_glance(model),
        "quarantine": section_jobs.quarantines(model, as_of),
        "unreadable": section_jobs.unreadable(model),
        "jobs": section_jobs.all_jobs(model, as_of),
        "entries": section_jobs.synchronized(model),
        "drift": section_changes.drift(model),
        "mappings": section_changes.mapping_changes(model),
        "log": section_log.log_section(model),
    }
    there = [(ident, title) for ident, title in SECTIONS if shown[ident] is not None]
    links = [tag("a", title, href=f"#{ident}") for ident, title in there]
    contents = tag("nav", parts.listed(links), aria_label="Contents")
    body = tag(
        "body",
        plots.patterns(),
        tag("a", "Skip to the report", href="#report", class_="skip"),
        _header(model),
        contents,
        tag("main", *(shown[ident] for ident, dummy in there), _left_out(model), id="report"),
        _footer(model),
    )
    return f"<!DOCTYPE html>\n{tag('html', _head(model), body, lang='en', dir='ltr')}\n"


def policy(css: str) -> str:
    """What the page may load: its own style sheet, known by its hash, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def _head(model: dict[str, Any]) -> Html:
    css = style.sheet()
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy(css)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="robots", content="noindex"),
        tag("meta", name="generator", content="entra.provisioning"),
        tag("title", " · ".join(filter(None, (model["title"], model["tenant"])))),
        Html(f"<style>{css}</style>"),
    )


def _header(model: dict[str, Any]) -> Html:
    sentence, tone = section_jobs.verdict(model)
    shape = {"good": "circle", "warn": "triangle", "late": "diamond", "stop": "square"}[tone]
    where = [said(model["tenant"])] if model["tenant"] else []
    when = [join("as of ", parts.time(model["as_of"], None))] if model["as_of"] else []
    told = [part for place, one in enumerate([*where, *when]) for part in ((" · ", one) if place else (one,))]
    verdict = tag("p", plots.sign(shape, tone), sentence, class_=f"verdict w-{tone}")
    return tag("header", tag("h1", said(model["title"])), tag("p", *told, class_="quiet") if told else None, verdict)


def _left_out(model: dict[str, Any]) -> Html | None:
    """What this report does not tell, so that nobody takes silence for good news."""
    names = [
        name
        for part, name in (
            ("jobs", "the jobs"),
            ("drift", "drift against a declaration"),
            ("mapping_changes", "mapping changes"),
            ("log", "the provisioning log"),
        )
        if model[part] is None and not (part == "jobs" and model["unreadable"])
    ]
    if not names:
        return None
    return tag("p", f"Not looked at for this report: {', '.join(names)}.", class_="note")


def _footer(model: dict[str, Any]) -> Html:
    words = (
        "Made by entra.provisioning. Moments are UTC. The fingerprint of all that is told here, but for its moment: "
    )
    return tag("footer", tag("p", words, tag("code", model["fingerprint"])))
