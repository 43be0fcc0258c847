# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A user's own schema file as a template or a job: any of the encodings that exports come in."""

from __future__ import annotations

import codecs
import json
from pathlib import Path
from typing import Any

from . import schema_rules
from .estate import TENANT_ID, stable_id
from .routes_gallery import enterprise_application
from .routes_jobs import new_job
from .world import ZERO_GUID, ApplicationTemplate, Job, ServicePrincipal, Template, World

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class BadFile(ValueError):
    """The file cannot be read as a schema; the text names the file and what is wrong."""


def read_schema(path: Path) -> dict[str, Any]:
    """The synchronizationSchema in a file: UTF-8 with or without a byte order mark, UTF-16 or UTF-32 with one.

    A template (a whole one, with `schema` inside) is taken for its schema.
    """
    try:
        raw = path.read_bytes()
        encoding = next((name for mark, name in _MARKS if raw.startswith(mark)), "utf-8")
        tree = json.loads(raw.decode(encoding))
    except (OSError, UnicodeError, ValueError) as error:
        raise BadFile(f"{path}: {error}") from None
    if isinstance(tree, dict) and isinstance(tree.get("schema"), dict):
        tree = tree["schema"]
    if not isinstance(tree, dict) or not isinstance(tree.get("synchronizationRules"), list):
        raise BadFile(f"{path}: this is no synchronizationSchema (no list of synchronizationRules)")
    return tree


def template_id(world: World, tree: dict[str, Any], path: Path) -> str:
    """The template that a schema was made from: by its id (`<template>.<tenant>…`), by its rules, or the file's name."""
    identity = str(tree.get("id") or "")
    if "." in identity:
        return identity.partition(".")[0]
    rules = {rule.get("id") for rule in tree["synchronizationRules"]}
    known = (name for name, one in world.catalogue.items() if rules & {rule["id"] for rule in one.factory.rules})
    return next(known, path.stem)


def load_template(world: World, path: Path, tenant_id: str = TENANT_ID) -> ServicePrincipal:
    """A file as a template of a new enterprise application, called like the file."""
    tree = read_schema(path)
    document, name = schema_rules.completed(tree), template_id(world, tree, path)
    known = world.catalogue.get(name)
    template = known.copy() if known else Template(name, ZERO_GUID, document, document, default=True, factory_tag=name)
    template.schema = template.factory = document
    gallery = ApplicationTemplate(template.application_id, path.stem, ())
    _application, principal = enterprise_application(
        world, world.tenants[tenant_id], gallery, path.stem, identify=lambda kind: stable_id("loaded", path.stem, kind)
    )
    principal.provisioning.templates[name] = template
    return principal


def load_job(world: World, path: Path, tenant_id: str = TENANT_ID) -> tuple[ServicePrincipal, Job]:
    """A file as the schema of a paused job, beside a template of the same schema."""
    principal = load_template(world, path, tenant_id)
    template = next(iter(principal.provisioning.templates.values()))
    known = world.catalogue.get(template.id)
    if known is not None:
        template.schema = template.factory = known.factory
    job = new_job(template, world.tenants[tenant_id], principal.app_id)
    job.schema = schema_rules.completed(read_schema(path))
    principal.provisioning.jobs[job.id] = job
    return principal, job
