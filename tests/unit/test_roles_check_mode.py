# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a role says of check mode is true or nothing.

A template there takes the place of the check mode that a caller has set around the role: `ansible_check_mode` knows that of
the command line only, and so an application was once made by a run that should have shown it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*ROOT.glob("roles/*/tasks/**/*.yml"), *ROOT.glob("playbooks/*.yml")])


def said(node: Any) -> list[Any]:
    """Every value of check_mode in a tree."""
    if isinstance(node, list):
        return [value for item in node for value in said(item)]
    if not isinstance(node, dict):
        return []
    own = [node["check_mode"]] if "check_mode" in node else []
    return own + [value for item in node.values() for value in said(item)]


def test_the_roles_say_something_of_check_mode():
    assert len([value for file in FILES for value in said(yaml.safe_load(file.read_text("utf-8")))]) > 2


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_role_never_ends_the_check_mode_of_its_caller(file):
    assert [value for value in said(yaml.safe_load(file.read_text("utf-8"))) if value is not True] == []
