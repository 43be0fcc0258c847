# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes down everything that a callback is given, as a curious or careless one would."""

from __future__ import annotations

import os
from typing import Any

from ansible.plugins.callback import CallbackBase

DOCUMENTATION = """
name: dump
type: aggregate
short_description: Dumps what callbacks get
description:
  - Writes every event with all that comes with it into a file.
requirements:
  - The environment variable E(ENTRA_DUMP) names a file.
"""


class CallbackModule(CallbackBase):
    """One line per event and argument."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "aggregate"
    CALLBACK_NAME = "dump"
    CALLBACK_NEEDS_ENABLED = True

    def v2_on_any(self, *args: Any, **kwargs: Any) -> None:
        """Write down whatever it is."""
        with open(os.environ["ENTRA_DUMP"], "a", encoding="utf-8", errors="surrogatepass") as file:
            for one in (*args, *kwargs.items()):
                file.write(f"{type(one).__name__}: {one}\n")
                for name in ("_result", "processed", "custom", "_host", "_task"):
                    file.write(f"  {name}: {getattr(one, name, None)}\n")
                # Ansible keeps the arguments of a task as they were given, whatever the module says of them.
                fields = dict(getattr(one, "_task_fields", None) or {})
                fields.pop("args", None)
                file.write(f"  fields: {fields}\n")
