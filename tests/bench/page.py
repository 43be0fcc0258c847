# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The page docs/performance.md: the part of the single modules, and the section of whole tenants at its end."""

from __future__ import annotations

from pathlib import Path

from tenants_report import TITLE

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"


def write(modules: str | None, tenants: str | None, page: Path = PAGE) -> None:
    """Write what was measured; a part that was not stays as it stands."""
    before = page.read_text("utf-8") if page.exists() else ""
    top, title, bottom = before.partition(f"\n{TITLE}\n")
    top = top.rstrip("\n") if modules is None else modules.rstrip("\n")
    bottom = f"{TITLE}\n{bottom}" if title and tenants is None else tenants or ""
    page.write_text(f"{top}\n\n{bottom.rstrip()}\n" if bottom else f"{top}\n", "utf-8")
