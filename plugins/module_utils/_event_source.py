# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The event source as event-driven Ansible sees it: options in, events out. The plugin itself is a label on this.

Looking at the service takes a thread, so that the rulebook goes on meanwhile; whatever is remembered is touched by the
event loop only.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.module_utils.errors import UnsupportedError
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._core.visible import visible
from ansible_collections.entra.provisioning.plugins.module_utils._events import (
    declared,
    happening,
    memory,
    options,
    turn,
    waits,
)
from ansible_collections.entra.provisioning.plugins.module_utils._events.memory import Delivery
from ansible_collections.entra.provisioning.plugins.module_utils._graph import errors
from ansible_collections.entra.provisioning.plugins.module_utils._graph.bad_connection import BadConnection
from ansible_collections.entra.provisioning.plugins.module_utils._graph.clock import Clock
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Redactor
from ansible_collections.entra.provisioning.plugins.module_utils._sensitive import sensitive_values

LOG = logging.getLogger("entra.provisioning")
# What ansible-rulebook puts among the arguments of every source.
NOT_OURS = ("eda_feedback_queue",)
# A rulebook cannot leave an option out: a template that comes to nothing is an empty text.
NOTHING = (None, "")
SUFFIXES = (".yml", ".yaml", ".json")
# Where the role export writes the applications of a tenant.
TREE = "applications"
# What a source is about: a memory of anything else is not its own.
ABOUT = ("tenant_id", "graph_url", "cloud")
# At the start these say that nothing will ever be seen; later on the service may have its reasons.
HOPELESS = (errors.SignInFailed, errors.Forbidden, Situation, BadConnection)


class Left(Exception):
    """The source ends; what waits for the service need not wait any longer."""


class Leaving(Clock):
    """The machine's clock, whose sleep ends when the source does."""

    def __init__(self) -> None:
        self._left = threading.Event()

    def sleep(self, seconds: float) -> None:
        """Wait; Left when the source ends."""
        if self._left.wait(seconds):
            raise Left

    def leave(self) -> None:
        """End all waits."""
        self._left.set()


async def run(queue: Any, args: Mapping[str, Any]) -> None:
    """Look for ever, and put what happened into the queue. Raises when there is no hope, or the task is cancelled."""
    source = Source(args)
    try:
        while True:
            for delivery in await asyncio.to_thread(source.look):
                await queue.put(source.redactor.tree(delivery.event))
                source.handed_over(delivery)
            source.turned()
            await asyncio.sleep(source.wait())
    finally:
        source.close()


class Source:
    """One source: its options, its connection, what it remembers. InvalidInput or Situation when it cannot begin."""

    def __init__(self, args: Mapping[str, Any]) -> None:
        given = {str(name): value for name, value in args.items() if name not in NOT_OURS and value not in NOTHING}
        spec = {**CONNECTION, **options.OPTIONS}
        self.redactor = Redactor()
        self.redactor.add_all(sensitive_values(spec, given))
        self._params = options.check(validated(spec, given, self.redactor, **options.RULES))
        self.redactor.add_all(sensitive_values(spec, self._params))
        self._clock = Leaving()
        self._graph = connect(self._params, read_only=True, clock=self._clock)
        self._whose = {name: self._params.get(name) for name in ABOUT}
        self._memory = self._after = self._read_memory()
        self._written = self._memory
        self._number = self._failures = 0
        # Whatever is wrong with the declaration is told before the first look.
        self._declared()

    def look(self) -> list[Delivery]:
        """Look once, in a thread. What fails is told in the log, and raised only where it is hopeless from the start."""
        try:
            found = turn.take(self._graph.fork(), self._params, self._memory, self._number, self._declared_now())
        except Left:
            return []
        except Exception as error:
            text = self._said(error)
            if self._number == 0 and isinstance(error, HOPELESS):
                raise Situation(text) from None
            return self._failed(text)
        self.redactor.learn_from(self._graph.redactor)
        for sentence in found.told:
            LOG.warning("%s", visible(self.redactor.text(sentence)))
        self._failures, self._number, self._after = 0, self._number + 1, found.after
        return found.deliveries

    def _said(self, error: Exception) -> str:
        """What to say of a failure: its own sentence, or that it is a defect."""
        self.redactor.learn_from(self._graph.redactor)
        text = str(error).strip()
        if not isinstance(error, (errors.GraphError, Situation)):
            text = f"Unexpected {type(error).__name__}: {text}. This is a defect of the collection; please report it."
        return visible(self.redactor.text(text))

    def handed_over(self, delivery: Delivery) -> None:
        """Remember that an event is with the rulebook."""
        self._memory = memory.patched(self._memory, delivery.patch)

    def turned(self) -> None:
        """Remember all of the turn: every event of it was handed over."""
        self._memory = self._after
        self._write_memory()

    def wait(self) -> float:
        """Seconds until the next look."""
        return waits.seconds(self._params["interval"], self._params["jitter"], self._failures, self._clock.jitter())

    def close(self) -> None:
        """End what is under way, and keep what was handed over."""
        self._clock.leave()
        self._write_memory()

    def _failed(self, text: str) -> list[Delivery]:
        """The account of a look that failed: nothing is forgotten, and nothing counts as recovered."""
        self._failures += 1
        LOG.warning("Nothing was seen (%s in a row): %s", self._failures, text)
        found = turn.failed(self._memory, text, self._params["report_errors"])
        self._after = found.after
        return found.deliveries

    def _declared(self) -> Any:
        """The declaration as it is now, where this look compares with it."""
        drift = self._params["drift"] == happening.DECLARATION
        if not (drift and options.compares(self._params, self._number)):
            return ()
        texts = declaration_texts(self._params["declaration"])

        def validate(spec: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
            return validated(spec, given, self.redactor)

        return declared.applications(texts, self._params["declared_state"], validate)

    def _declared_now(self) -> Any:
        """The same once the source is at work, when what is wrong with it is no more than that."""
        try:
            return self._declared()
        except Situation as error:
            if self._number == 0:
                raise
            return error

    def _read_memory(self) -> memory.Memory:
        place = self._params.get("state_file")
        if place is None or not os.path.exists(place):
            return memory.fresh()
        try:
            text = Path(place).read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise Situation(f"state_file: {place} cannot be read: {error}.") from None
        return memory.load(text, self._whose, place)

    def _write_memory(self) -> None:
        place = self._params.get("state_file")
        if place is None or self._memory is self._written:
            return
        try:
            write(Path(place), memory.dump(self.redactor.tree(self._memory), self._whose))
        except OSError as error:
            LOG.warning("state_file: %s cannot be written, so a restart repeats events: %s", place, error)
            return
        self._written = self._memory


def validated(spec: Mapping[str, Any], given: Mapping[str, Any], redactor: Redactor, **rules: Any) -> dict[str, Any]:
    """The parameters as Ansible would have them, or InvalidInput with its words on all that is wrong."""
    outcome = ArgumentSpecValidator(dict(spec), **rules).validate(dict(given))
    problems = [
        f"Unsupported options: {error.msg}" if isinstance(error, UnsupportedError) else str(error.msg)
        for error in outcome.errors
    ]
    if problems:
        from ansible_collections.entra.provisioning.plugins.module_utils import _wrong_rows

        raise InvalidInput([redactor.text(_wrong_rows.told(problem, spec, given)) for problem in problems])
    return dict(outcome.validated_parameters)


def declaration_texts(place: str) -> dict[str, str]:
    """Name -> content of the files of a declaration: one file, or all of a folder. InvalidInput when there are none."""
    path = Path(place)
    try:
        files = [path] if not path.is_dir() else sorted(_files(path))
        texts = {file.name: file.read_text(encoding="utf-8") for file in files}
    except (OSError, ValueError) as error:
        raise InvalidInput([f"declaration: {place} cannot be read: {error}."]) from None
    if not texts:
        raise InvalidInput([f"declaration: {place} has no file that ends in {', '.join(SUFFIXES)}."])
    return texts


def _files(folder: Path) -> Iterable[Path]:
    """The files of a tree as the role export writes it; else those of the folder itself."""
    inner = folder / TREE
    return [file for file in (inner if inner.is_dir() else folder).iterdir() if file.suffix in SUFFIXES]


def write(place: Path, text: str) -> None:
    """Replace a file at once, readable by its owner only."""
    handle, name = tempfile.mkstemp(prefix=f".{place.name}.", dir=place.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, place)
    except BaseException:
        os.unlink(name)
        raise
