# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Goes through a page as a reader does: each block in its order, on one desk, against one emulator."""

from __future__ import annotations

import re
import shlex
import shutil
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from contract import discovery, ids
from contract.scenario import ORDER
from contract.stage import Stage
from emulator.testing import Emulator

from . import kinds, page, pipelines
from .blocks import Block
from .desk import Desk, Run
from .programs import Programs

# Where a block would write, or read, beside the folder in which it is tried.
OUTSIDE = re.compile(r"^\s*\w*(?:path|dest|directory|file|folder|src)\w*: [\"']?/.*", re.MULTILINE)
RUN = (kinds.PLAYBOOK, kinds.TASKS)


def a_second_later() -> None:
    """What a run writes anew may be the moment, which is told in seconds; two runs here can be faster than that."""
    time.sleep(1 - time.time() % 1)


@dataclass(frozen=True)
class Record:
    """What came of a block. check and again: only of what may change something; files: what is on the desk afterwards.

    refused: only of a pipeline, with a token of its platform that the tenant does not trust. Of a block that is not run
    there are only the files. lacking: the programs that this machine has not, for which a pipeline is not run.
    """

    run: Run | None
    check: Run | None = None
    again: Run | None = None
    refused: Run | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()


def conducted(name: str, folder: Path, programs: Programs) -> dict[Block, Record]:
    """Go through a page."""
    table = page.of(name)
    with Emulator.start() as emulator:
        table.prepare(emulator)
        environment = {**_read_from_the_environment(name), **page.said(table.environment, emulator)}
        desk = Desk(folder, emulator, programs, environment)
        return _Reader(name, table, desk, Stage(emulator)).read()


def _read_from_the_environment(name: str) -> dict[str, str]:
    """The variables of the environment that the page's templates read, with values."""
    found = re.findall(r"ansible\.builtin\.env', '(\w+)'", _text(name))
    return {variable: f"value-of-{variable.lower().replace('_', '-')}" for variable in found}


def _vault(name: str) -> dict[str, str]:
    """The variables that the page keeps in a vault, with values."""
    return {variable: f"value of {variable}" for variable in re.findall(r"\bvault_\w+", _text(name))}


def _text(name: str) -> str:
    return "\n".join(block.text for _title, block in page.titled(name))


def writes(run_or_text: str) -> bool:
    """Whether something in the text of a block may change a tenant or a file."""
    names = re.findall(r"\bentra\.provisioning\.(\w+):", run_or_text)
    others = re.findall(r"\bansible\.builtin\.(?:include_role|import_role|copy|template|import_playbook)", run_or_text)
    return bool(others) or any(name in discovery.MODULES and discovery.writes(name) for name in names)


def gives_orders(action: str) -> bool:
    """Whether a module does anew what it is told, each time."""
    module = action.rpartition(".")[2]
    return module in discovery.MODULES and any(phase.kind == ORDER for phase in discovery.scenario(module).phases)


class _Reader:
    """Who goes through the page. shown: the playbooks so far, by the names under which they lie on the desk."""

    def __init__(self, name: str, table: page.Page, desk: Desk, stage: Stage) -> None:
        self._name = name
        self._table = table
        self._desk = desk
        self._stage = stage
        self._last_playbook: Block | None = None
        self._saved: dict[str, Block] = {}
        self._write(table.files)
        desk.know("automatic", _vault(name))
        desk.know("page", table.variables)
        for title, block in page.titled(name):
            if page.kind_of(block) == kinds.VARIABLES and not self._case(title).instead:
                self._vary(block, self._case(title))

    def _write(self, files: Mapping[str, page.Said]) -> None:
        for name, text in page.said(files, self._desk.emulator).items():
            self._desk.write(name, text)

    def _case(self, title: str) -> page.Case:
        return self._table.blocks.get(title, page.Case())

    def read(self) -> dict[Block, Record]:
        """Every block that can be run."""
        found = {}
        for number, (title, block) in enumerate(page.titled(self._name)):
            case, kind = self._case(title), page.kind_of(block)
            if kind == kinds.CONSOLE and not case.instead:
                self._save_what_is_called(block, case)
            self._prepare(case)
            if case.instead:
                found[block] = Record(None, files=self._files())
                continue
            if kind in RUN:
                found[block] = self._played(number, block, case, kind)
            elif kind == kinds.CONSOLE:
                found[block] = self._typed(block, case)
            elif kind == kinds.INVENTORY:
                found[block] = self._listed(number, block, case)
            elif kind == kinds.PIPELINE:
                found[block] = self._piped(block, case)
        return found

    def _prepare(self, case: page.Case) -> None:
        case.before(self._desk.emulator)
        self._desk.know("page", case.variables)
        if case.typed:
            typed = self._desk.shell(case.typed)
            assert typed.status == 0, f"{self._name}: {case.typed}: {typed.output}"
        self._write(case.files)

    def _said(self, block: Block, case: page.Case) -> str:
        """The text of a block, with what stands here for what it speaks of."""
        text = block.text
        for table in (case.replace, self._table.replace, ids.DOCUMENTED):
            for said, meant in table.items():
                text = text.replace(said, meant)
        outside = OUTSIDE.search(text)
        assert not outside, (
            f"{block.place} would leave the desk: {outside and outside.group()}; replace it in the table"
        )
        return text

    def _vary(self, block: Block, case: page.Case) -> None:
        self._desk.write(case.file or f"group_vars/all/block_{block.line}.yml", self._said(block, case))

    def _played(self, number: int, block: Block, case: page.Case, kind: str) -> Record:
        """Check, run, and run again."""
        text, name = self._said(block, case), case.file or f"block_{number}.yml"
        self._desk.write(name, text)
        if kind == kinds.TASKS:
            tasks = [{"name": "The block", "ansible.builtin.import_tasks": name}]
            around = {"name": block.place, "hosts": self._table.hosts, "gather_facts": False, "tasks": tasks}
            name = self._desk.write(f"play_{number}.yml", yaml.safe_dump([around], sort_keys=False))
        else:
            self._last_playbook = block
            self._saved[name] = block
            self._stage.keep(block.place)
        arguments = [
            name,
            "--diff",
            *(part for file in case.inventory or self._table.inventory for part in ("-i", file)),
        ]
        writing, environment = writes(text), page.said(case.environment, self._desk.emulator)
        play = partial(self._desk.ansible, "playbook", *arguments, environment=environment)
        check = play("--check") if writing else None
        run = play()
        self._remember(run)
        if case.again:
            a_second_later()
        again = play() if writing and run.status == 0 else None
        return Record(run, check, again, files=self._files())

    def _remember(self, run: Run) -> None:
        """What a block registered or found out, later blocks speak of."""
        found: dict[str, Any] = {}
        for outcome in run.outcomes:
            found.update(outcome.result.get("ansible_facts") or {})
            if outcome.register:
                found[outcome.register] = outcome.result
        self._desk.know("registered", found)

    def _save_what_is_called(self, block: Block, case: page.Case) -> None:
        """A playbook that is called and not there yet is the last one that was shown, and the tenant is as before it ran."""
        for file in playbooks(self._said(block, case)):
            if not (self._desk.folder / file).exists() and self._last_playbook is not None:
                shown = self._last_playbook
                self._desk.write(file, self._said(shown, page.case_of(shown)))
                self._stage.bring_back(shown.place)

    def _typed(self, block: Block, case: page.Case) -> Record:
        """Commands, as they are typed."""
        environment = page.said(case.environment, self._desk.emulator)
        run = self._desk.shell(commands(self._said(block, case)), case.answers, environment)
        return Record(run, files=self._files())

    def _listed(self, number: int, block: Block, case: page.Case) -> Record:
        name = case.file or f"block_{number}.entra_provisioning.yml"
        self._desk.write(name, self._said(block, case))
        return Record(self._desk.ansible("inventory", "-i", name, "--list"), files=self._files())

    def _piped(self, block: Block, case: page.Case) -> Record:
        """With a token that is not the platform's own, and with one that is."""
        lacking = tuple(name for name in ("curl", "jq") if f"{name} " in block.text and not shutil.which(name))
        if lacking:
            return Record(None, lacking=lacking)
        said = kinds.parsed(self._said(block, case))
        token = self._desk.emulator.federated_token("pipeline")
        refused = self._pipeline(said, token[: token.rindex(".") + 1] + "A" * 86)
        return Record(self._pipeline(said, token), refused=refused, files=self._files())

    def _pipeline(self, said: Mapping[Any, Any], token: str) -> Run:
        """From a fresh checkout to the first step that fails."""
        who = self._desk.emulator.options()
        self._desk.start_over(*pipelines.kept(said))
        done: list[Run] = []
        with pipelines.platform(who["tenant_id"], who["client_id"], token) as on:
            for step in pipelines.steps(said, on):
                done.append(self._desk.step(*step))
                if done[-1].status:
                    break
        return Run.joined(done)

    def _files(self) -> dict[str, str]:
        found = {}
        for place in sorted(self._desk.folder.rglob("*")):
            if place.is_file() and place.stat().st_size < 200_000:
                found[place.relative_to(self._desk.folder).as_posix()] = place.read_text("utf-8", errors="replace")
        return found


def commands(text: str) -> str:
    """What is typed of what a console shows: lines with a prompt and their continuations, or all where there is none."""
    lines = text.splitlines()
    if not any(line.startswith("$ ") for line in lines):
        return text
    typed, goes_on = [], False
    for line in lines:
        if line.startswith("$ ") or goes_on:
            typed.append(line.removeprefix("$ "))
        goes_on = (line.startswith("$ ") or goes_on) and line.endswith("\\")
    return "\n".join(typed)


def playbooks(text: str) -> list[str]:
    """The files that ansible-playbook is given in a console; not those of an inventory or of variables."""
    return [name for name in called(text) if name.endswith((".yml", ".yaml"))]


def called(text: str) -> list[str]:
    """Whatever ansible-playbook is given to play."""
    found = []
    lines = commands(text).replace("\\\n", " ").splitlines()
    for words in (shlex.split(line, comments=True) for line in lines if "ansible-playbook " in line):
        given = words[words.index("ansible-playbook") + 1 :] if "ansible-playbook" in words else []
        free = [
            word for before, word in zip(["", *given], given) if not before.startswith(("-i", "-e", "--inv", "--ext"))
        ]
        found += [word for word in free if re.fullmatch(r"[\w./-]+\.ya?ml|(\w+\.){2}\w+", word) and word[0] != "-"]
    return found


def programs(text: str) -> list[list[str]]:
    """The words of each command of a console."""
    joined = commands(text).replace("\\\n", " ")
    return [shlex.split(line, comments=True) for line in joined.splitlines() if line.strip()]
