# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A gathered declaration as files: one for each application, and one that lists the secrets to be filled in. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._estate import (
    export_names,
    files_order,
    files_yaml,
)

FOLDER = "applications"
VAULT = "vault.example.yml"
# By this line an export knows the files that are its own.
MARK = "Exported by entra.provisioning"
_NAME = re.compile(r"\{\{ (vault_[a-z0-9_]+) \}\}")

Entry = Mapping[str, Any]


class NotGathered(Exception):
    """What was handed over is no gathered declaration; the text says what is missing."""


def files(gathered: Any) -> list[dict[str, str]]:
    """[{"path", "content"}], by path. gathered: the result of state gathered, or a declaration with `applications`."""
    entries, remarks, slugs = _parts(gathered)
    found = [
        {
            "path": f"{FOLDER}/{slug}.yml",
            "content": _application(slug, entry, remarks.get(entry["display_name"]) or ()),
        }
        for slug, entry in zip(slugs, entries)
    ]
    return [*sorted(found, key=lambda file: file["path"]), {"path": VAULT, "content": _vault(entries, slugs)}]


def _parts(gathered: Any) -> tuple[list[Entry], Mapping[str, Any], list[str]]:
    """Entries, remarks by display name, and slugs."""
    if not isinstance(gathered, Mapping):
        raise NotGathered(f"give the result of state gathered, not a {type(gathered).__name__}.")
    inner = gathered.get("gathered", gathered)
    entries = inner.get("applications") if isinstance(inner, Mapping) else None
    if not isinstance(entries, (list, tuple)):
        raise NotGathered("there is no gathered.applications; give the result of state gathered.")
    nameless = [
        number for number, one in enumerate(entries) if not isinstance(one, Mapping) or not one.get("display_name")
    ]
    if nameless:
        raise NotGathered(f"applications[{nameless[0]}] has no display_name, after which its file is called.")
    names = [files_yaml.plain_text(one["display_name"]) for one in entries]
    slugs = gathered.get("slugs") or export_names.slugs(names)
    if len(slugs) != len(entries) or len(set(slugs)) != len(slugs) or not all(map(_is_slug, slugs)):
        raise NotGathered("slugs: they are not one for each application.")
    return list(entries), gathered.get("remarks") or {}, [files_yaml.plain_text(slug) for slug in slugs]


def _is_slug(text: Any) -> bool:
    """Whether a text can be a file's name and a variable's, and nothing else."""
    return isinstance(text, str) and re.fullmatch("[a-z][a-z0-9_]*", text) is not None


def _application(slug: str, entry: Entry, remarks: Sequence[str]) -> str:
    """The file of one application: what it is, what a person must decide, and its entry under a key of its own."""
    lines = [
        *files_yaml.comment(files_yaml.plain_text(entry["display_name"])),
        f"# {MARK}. The next export of this application writes this file anew.",
        *([] if not remarks else ["#"]),
        *(line for remark in remarks for line in files_yaml.comment(f"a person must decide: {remark}")),
    ]
    body = files_yaml.dump({slug: files_order.ordered({**entry, **_secrets(entry)})})
    return "---\n" + "\n".join(lines) + "\n" + body


def _secrets(entry: Entry) -> dict[str, Any]:
    """The secrets of an entry with the names of variables as templates; nothing else in a file is one."""
    if not entry.get("secrets"):
        return {}
    return {"secrets": {key: _template(value) for key, value in entry["secrets"].items()}}


def _template(value: Any) -> Any:
    """The value as a template where it is the name of a variable, and a refusal of every other: it may be a secret."""
    if not isinstance(value, str) or not _NAME.fullmatch(value):
        raise NotGathered(
            "a secret is given by value and not by the name of a variable; secrets are not written to files."
        )
    return files_yaml.Trusted(files_yaml.plain_text(value))


def _vault(entries: Sequence[Entry], slugs: Sequence[str]) -> str:
    """The file that lists the variables of all secrets, for a person to fill in and to encrypt."""
    lines = [
        "---",
        f"# {MARK}: the secrets that the files beside this one name, without their values.",
        "# Copy this file, fill in the values, and encrypt the copy before it goes anywhere:",
        "#   cp vault.example.yml vault.yml",
        "#   ansible-vault encrypt vault.yml",
        "# Give vault.yml to the play with vars_files. An empty value is refused before any request.",
    ]
    for dummy, entry in sorted(zip(slugs, entries), key=lambda pair: pair[0]):
        variables = [_NAME.fullmatch(value) for value in (entry.get("secrets") or {}).values()]
        names = sorted(match[1] for match in variables if match)
        if names:
            lines += ["", *files_yaml.comment(files_yaml.plain_text(entry["display_name"]))]
            lines += [f'{name}: ""' for name in names]
    return "\n".join(lines) + "\n"
