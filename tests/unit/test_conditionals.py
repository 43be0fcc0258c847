# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every ansible-core reads the conditions: the older ones put each into a Jinja2 `if`, where no bare choice may stand."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jinja2
import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
KEYS = {"changed_when", "failed_when", "that", "until", "when"}
FILES = sorted(
    file
    for place in ("extensions", "playbooks", "roles", "tests/integration/targets")
    for file in (ROOT / place).rglob("*.yml")
    if "templates" not in file.parts
)


def conditions(tree: Any) -> Iterator[str]:
    """Every condition in what a YAML file holds."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            if key in KEYS:
                yield from (str(one) for one in (value if isinstance(value, list) else [value]))
            else:
                yield from conditions(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from conditions(value)


class Loader(yaml.SafeLoader):
    """What Ansible reads, with its own kinds of values as texts."""


Loader.add_multi_constructor("!", lambda loader, _kind, node: loader.construct_scalar(node))


def wrong(text: str) -> str:
    """Why an older ansible-core cannot read the condition, or nothing; a template is a module's option of such a name."""
    if text.startswith("{{"):
        return ""
    try:
        with warnings.catch_warnings():
            # Of an escape that Python does not know and keeps as it is.
            warnings.simplefilter("ignore")
            jinja2.Environment().parse(f"{{% if {text} %}}True{{% endif %}}")
    except jinja2.TemplateSyntaxError as error:
        return f"{text}: {error.message}"
    return ""


def test_there_are_conditions_to_look_at() -> None:
    assert sum(len(list(conditions(yaml.load(file.read_text(), Loader)))) for file in FILES) > 500


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_condition_stands_inside_of_an_if(file: Path) -> None:
    found = conditions(yaml.load(file.read_text(encoding="utf-8"), Loader))
    assert [problem for problem in map(wrong, found) if problem] == []


def test_a_bare_choice_is_found() -> None:
    assert "expected token" in wrong("a if b else c")
    assert not wrong("(a if b else c)")
