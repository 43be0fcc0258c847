# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs many tasks in one real ansible-playbook, prepares the world before each, and keeps what came of it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .processes import Watch

HERE = Path(__file__).resolve().parent
COLLECTION = "entra.provisioning"
HOSTS = ("module", "direct")
LONGEST = 600  # seconds for one playbook


@dataclass(frozen=True)
class Step:
    """One task. keywords: those of a task; before: called with the outcomes so far when the task is about to begin."""

    name: str
    module: str
    args: Mapping[str, Any] = field(default_factory=dict)
    check: bool = False
    before: Callable[[Mapping[str, Outcome]], Any] | None = None
    keywords: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Outcome:
    """How a task ended: its result as callbacks get it, and the requests that the emulator had in that time."""

    status: str
    result: dict[str, Any]
    requests: list[dict[str, Any]]

    @property
    def failed(self) -> bool:
        return self.status == "failed"

    @property
    def message(self) -> str:
        return str(self.result.get("msg", ""))

    @property
    def unsafe(self) -> list[str]:
        """The requests that may change something, as `METHOD path status`."""
        return [f"{row['method']} {row['path']} {row['status']}" for row in self.requests if row["unsafe"]]

    @property
    def accepted(self) -> list[str]:
        """The unsafe requests that the service carried out, as far as its answers tell."""
        return [line for line in self.unsafe if line.endswith((" 200", " 201", " 202", " 204"))]

    @property
    def reads(self) -> list[str]:
        """The requests to Graph that only read."""
        return [f"{row['method']} {row['path']}" for row in self.requests if not row["unsafe"] and not signs_in(row)]

    @property
    def sign_ins(self) -> int:
        return sum(1 for row in self.requests if signs_in(row))


def signs_in(row: Mapping[str, Any]) -> bool:
    """Whether a request is part of getting a token."""
    return row["path"].endswith("/token") or "/.well-known/" in row["path"] or "/discovery/" in row["path"]


@dataclass
class Played:
    """What came of one playbook. folder: home, temporary files and log of Ansible, left as it left them."""

    outcomes: dict[str, Outcome]
    output: str
    status: int
    commands: set[str]
    folder: Path

    def __getitem__(self, name: str) -> Outcome:
        if name not in self.outcomes:
            raise AssertionError(f"the task {name!r} gave no result; the playbook said:\n{self.output[-6000:]}")
        return self.outcomes[name]


def play(
    emulator: Any,
    steps: Iterable[Step],
    host: str,
    folder: Path,
    *,
    connection: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    hosts: str = "localhost",
    more: Mapping[str, Any] | None = None,
    arguments: Iterable[str] = (),
) -> Played:
    """Run the steps on a host ("module" or "direct") and return their outcomes by name.

    connection: the connection options, given once through the action group; environment: variables of the
    ansible-playbook process; more: further keywords of the play; arguments: further arguments.
    """
    known = {step.name: step for step in steps}
    folder.mkdir(parents=True, exist_ok=True)
    playbook = folder.parent / f"{folder.name}.playbook.json"
    playbook.write_text(json.dumps([_play(known.values(), connection or {}, hosts, more or {})]), "utf-8")
    with _Listener(emulator, known) as listener, Watch() as watch:
        process = _started(playbook, host, folder, listener.address, environment or {}, arguments)
        watch.descendants_of(process.pid)
        try:
            output, _nothing = process.communicate(timeout=LONGEST)
        finally:
            process.kill()
    return Played(listener.outcomes, output, process.returncode, watch.commands, folder)


def _play(steps: Iterable[Step], connection: Mapping[str, Any], hosts: str, more: Mapping[str, Any]) -> dict[str, Any]:
    """The play as data."""
    defaults = {f"group/{COLLECTION}.graph": dict(connection)} if connection else {}
    play = {"hosts": hosts, "gather_facts": False, "module_defaults": defaults, "diff": True, **more}
    return {**play, "tasks": [_task(step) for step in steps]}


def _task(step: Step) -> dict[str, Any]:
    task: dict[str, Any] = {"name": step.name, "check_mode": step.check, "ignore_errors": True}
    if step.module:
        task[step.module if "." in step.module else f"{COLLECTION}.{step.module}"] = dict(step.args)
    return {**task, **step.keywords}


def _started(
    playbook: Path,
    host: str,
    folder: Path,
    address: str,
    environment: Mapping[str, str],
    arguments: Iterable[str],
) -> subprocess.Popen[str]:
    switch = ["-e", "entra_provisioning_direct=false"] if host == "module" else []
    command = [sys.executable, "-m", "ansible", "playbook", "-vvvv", *switch, *arguments, str(playbook)]
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**_environment(folder, address), **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def _environment(folder: Path, address: str) -> dict[str, str]:
    """The environment of a user who has set nothing, with all of Ansible's files under `folder`."""
    dropped = ("ANSIBLE_", "AZURE_", "ENTRA_", "HTTP", "http", "NO_PROXY", "no_proxy", "REQUESTS_", "SSL_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {
        **kept,
        "HOME": str(folder),
        "TMPDIR": str(_linked(Path(address).with_name("tmp"), folder / "tmp")),
        "ANSIBLE_HOME": str(folder / ".ansible"),
        "ANSIBLE_LOCAL_TEMP": str(folder / "local_tmp"),
        "ANSIBLE_REMOTE_TEMP": str(folder / "remote_tmp"),
        # Without this it would lie in the home of the password file, whatever HOME says.
        "ANSIBLE_ASYNC_DIR": str(folder / "async"),
        "ANSIBLE_LOG_PATH": str(folder / "ansible.log"),
        "ANSIBLE_COLLECTIONS_PATH": os.environ.get("ANSIBLE_COLLECTIONS_PATH", _collections_path()),
        "ANSIBLE_CALLBACK_PLUGINS": str(HERE / "callback_plugins"),
        "ANSIBLE_CONNECTION_PLUGINS": str(HERE / "connection_plugins"),
        "ANSIBLE_BECOME_PLUGINS": str(HERE / "become_plugins"),
        "ANSIBLE_CALLBACKS_ENABLED": "conversation",
        # From 2.21 on nobody sees the parameters of a module unless he asks; here they are looked through.
        "ANSIBLE_INJECT_INVOCATION": "true",
        "ANSIBLE_PIPELINING": "true",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_LOCALHOST_WARNING": "false",
        "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
        "ENTRA_CONTRACT_SOCKET": address,
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _linked(short: Path, folder: Path) -> Path:
    """Another name for a folder, which is made: from 2.21 on ansible-core has a Unix socket among its temporary files."""
    folder.mkdir(parents=True, exist_ok=True)
    short.symlink_to(folder)
    return short


def _collections_path() -> str:
    """Where this process imports the collection from."""
    import ansible_collections.entra.provisioning as ours

    return str(Path(next(iter(ours.__path__))).parents[2])


class _Listener:
    """The tests' side of the conversation with the callback plugin."""

    def __init__(self, emulator: Any, steps: Mapping[str, Step]) -> None:
        self._emulator = emulator
        self._steps = steps
        self.outcomes: dict[str, Outcome] = {}
        # Not under the folder of the test: the path of a Unix socket may have 107 characters at most.
        self._folder = tempfile.TemporaryDirectory()
        self.address = f"{self._folder.name}/socket"
        self._socket = socket.socket(socket.AF_UNIX)
        self._error: BaseException | None = None

    def __enter__(self) -> _Listener:
        self._socket.bind(self.address)
        self._socket.listen(1)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join(timeout=10)
        self._folder.cleanup()
        if self._error is not None:
            raise self._error

    def _listen(self) -> None:
        try:
            connection, _address = self._socket.accept()
        except OSError:
            return  # the playbook ended before it said anything
        with connection, connection.makefile("rw", encoding="utf-8") as lines:
            mark = 0
            for line in lines:
                said = json.loads(line)
                if said["event"] == "begins":
                    self._prepare(said["task"])
                    mark = self._emulator.mark()
                    lines.write("go\n")
                    lines.flush()
                else:
                    requests = self._emulator.audit(since=mark)
                    self.outcomes[said["task"]] = Outcome(said["event"], said["result"], requests)

    def _prepare(self, name: str) -> None:
        before = self._steps[name].before if name in self._steps else None
        try:
            if before is not None:
                before(self.outcomes)
        except Exception as error:
            self._error = error
