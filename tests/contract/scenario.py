# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scenario file says of its module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

# Planted wherever a module takes a secret; it must turn up nowhere.
PLANTED = "planted-secret-of-the-contract/+ü"

Prepare = Callable[[Any], Any]


def nothing(emulator: Any) -> None:
    """The world as it is."""


# What a phase asks for: how things shall be; something to be done now, each time anew; something to be tried that
# leaves all as it was.
DECLARATION, ORDER, PROBE = "declaration", "order", "probe"


@dataclass(frozen=True)
class Phase:
    """One declaration (or order, or probe) to a module that writes, beginning where the phase before ended.

    writes: how many unsafe requests its real run sends; reads: how many it reads before the first of them; prepare:
    what happens in the world before it.
    """

    name: str
    args: Mapping[str, Any]
    writes: int = 1
    reads: int = 1
    prepare: Prepare = nothing
    kind: str = DECLARATION

    @property
    def lasting(self) -> bool:
        """Whether it leaves something changed."""
        return self.kind != PROBE


@dataclass(frozen=True)
class Export:
    """How a user would turn what an info module reads into the declaration of a module that writes.

    args: of the info module, whose result is registered as `exported`; declaration: templates over `exported`;
    after: the phase at whose end it is done. What is exported for an order or a probe makes the plan of that phase anew.
    """

    module: str
    args: Mapping[str, Any]
    declaration: Mapping[str, Any]
    after: str


@dataclass(frozen=True)
class Example:
    """What an example of the documentation needs: the world before it, and texts to replace in it."""

    prepare: Prepare = nothing
    replace: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """A reading of which a part cannot be had: its options, the faults that the part meets, what is returned all the same."""

    args: Mapping[str, Any]
    faults: tuple[Mapping[str, Any], ...]
    returns: tuple[str, ...]


@dataclass(frozen=True)
class Scenario:
    """phases: for modules that write; readings: argument sets by name for modules that read.

    prepare: the world before everything; replace: texts in all examples and what stands for them here; examples: by
    task name, for those that need more; finds: the module looks for something, so that a proven 404 is an answer and
    no error; variables: what the examples take from the user's variables; indiscreet:
    declarations that carry the planted secret into an error; gaps: readings of which a part cannot be had, so that the
    task fails and returns the rest.
    """

    phases: tuple[Phase, ...] = ()
    readings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    prepare: Prepare = nothing
    export: Export | None = None
    replace: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, Example] = field(default_factory=dict)
    finds: bool = False
    variables: Mapping[str, Any] = field(default_factory=dict)
    indiscreet: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    gaps: Mapping[str, Gap] = field(default_factory=dict)
