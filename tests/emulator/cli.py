# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: serve an estate on loopback until a signal ends it."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from . import estate, identities, loading
from .server import Server
from .switches import TABLE, UnknownSwitch
from .world import World

TOKEN_LIFETIME = 12 * 3600


def parser() -> argparse.ArgumentParser:
    """What `python -m emulator` takes."""
    made = argparse.ArgumentParser(prog="python -m emulator", description="A rehearsal stage for Graph provisioning.")
    commands = made.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="serve an estate on loopback")
    serve.add_argument("--port", type=int, default=0, help="a port of 127.0.0.1 (default: any free one)")
    serve.add_argument(
        "--estate",
        default="standard",
        metavar="NAME",
        help=f"what exists at the start: {', '.join(estate.NAMES)}; many:300 is 300 applications, many:300:bare bare ones",
    )
    serve.add_argument("--http", action="store_true", help="plain HTTP instead of HTTPS")
    serve.add_argument("--load-template", action="append", default=[], metavar="FILE", help="a schema as a template")
    serve.add_argument("--load-job", action="append", default=[], metavar="FILE", help="a schema as a job")
    serve.add_argument("--switch", action="append", default=[], metavar="NAME=VALUE", help="a behaviour; see switches")
    serve.add_argument("--audit", metavar="FILE", help="append every request as a JSON line")
    serve.add_argument("--details", metavar="FILE", help="write addresses and credentials as JSON, for playbooks")
    serve.add_argument("--latency", type=float, default=0.0, metavar="MS", help="milliseconds before every answer")
    commands.add_parser("switches", help="list the behaviours that can be switched")
    return made


def main(arguments: list[str]) -> int:
    """0 after a graceful end, 2 when something given makes no sense."""
    given = parser().parse_args(arguments)
    if given.command == "switches":
        _print_switches()
        return 0
    try:
        server, loaded = _prepare(given)
    except (loading.BadFile, UnknownSwitch, OSError, KeyError, ValueError) as error:
        print(f"The emulator cannot start: {error}", file=sys.stderr)
        return 2
    said = details(server)
    if given.details:
        _write_private(Path(given.details), json.dumps(said, indent=2) + "\n")
    _greet(server, given, loaded)
    # Uvicorn raises the signal again after its graceful end; by then there is nothing left to interrupt.
    signal.signal(signal.SIGTERM, lambda *_: None)
    signal.signal(signal.SIGINT, lambda *_: None)
    server.run()
    print("The emulator has ended.", flush=True)
    return 0


def _prepare(given: argparse.Namespace) -> tuple[Server, list[str]]:
    switches = dict(_pair(text) for text in given.switch)
    world = estate.build(given.estate, switches)
    loaded = [_loaded(world, Path(name), job=False) for name in given.load_template]
    loaded += [_loaded(world, Path(name), job=True) for name in given.load_job]
    server = Server(world, port=given.port, tls=not given.http, audit_file=Path(given.audit) if given.audit else None)
    server.service.latency = given.latency / 1000
    return server, loaded


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise UnknownSwitch(f"--switch takes NAME=VALUE, not {text!r}")
    return name, value


def _loaded(world: World, path: Path, *, job: bool) -> str:
    if job:
        principal, made = loading.load_job(world, path)
        return f"{path.name}: job {made.id} of service principal {principal.id} ({principal.display_name})"
    principal = loading.load_template(world, path)
    template = next(iter(principal.provisioning.templates))
    return f"{path.name}: template {template} of service principal {principal.id} ({principal.display_name})"


def details(server: Server) -> dict[str, Any]:
    """What a playbook needs to connect. The access token is a file of its own, for its owner's eyes only."""
    token = identities.token(server.service, estate.FULL_ROLES, TOKEN_LIFETIME, estate.CLIENT_ID, estate.TENANT_ID)
    token_path = server.directory / "access_token"
    _write_private(token_path, token)
    made = server.certificates
    return {
        "graph_url": server.url,
        "authority": server.url,
        "ca_path": str(made.authority) if made else None,
        "tenant_id": estate.TENANT_ID,
        "client_id": estate.CLIENT_ID,
        "client_secret": estate.CLIENT_SECRET,
        "access_token": token,
        "access_token_path": str(token_path),
        "control_url": f"{server.url}/_emulator",
        "process_id": os.getpid(),
        "estate": estate.directory(server.service.world),
    }


def _write_private(path: Path, text: str) -> None:
    """Written whole or not at all, readable by the owner only: a waiting script never sees half a file."""
    part = path.with_name(path.name + ".part")
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as stream:
        stream.write(text)
    part.replace(path)


SHOWN = 20


def _greet(server: Server, given: argparse.Namespace, loaded: list[str]) -> None:
    made, rows = server.certificates, estate.directory(server.service.world)
    principals = [f"  {name}: {row['service_principal_id']}" for name, row in rows.items()]
    lines = [
        f"The emulator serves the estate '{given.estate}' at {server.url} (loopback only).",
        "",
        "  environment for the collection:",
        f"    AZURE_TENANT_ID={estate.TENANT_ID}",
        f"    AZURE_CLIENT_ID={estate.CLIENT_ID}",
        f"    AZURE_CLIENT_SECRET={estate.CLIENT_SECRET}",
        f"  module options: graph_url={server.url} authority={server.url}"
        + (f" ca_path={made.authority}" if made else ""),
        "",
        *[f"  loaded {line}" for line in loaded],
        *principals[:SHOWN],
        *([f"  and {len(principals) - SHOWN} more, see controls/estate"] if len(principals) > SHOWN else []),
        "",
        f"  controls: {server.url}/_emulator    end: Ctrl-C or SIGTERM",
    ]
    print("\n".join(lines), flush=True)


def _print_switches() -> None:
    for name, switch in TABLE.items():
        allowed = switch.allowed if isinstance(switch.allowed, str) else " | ".join(map(str, switch.allowed))
        print(f"{name} = {switch.default}  ({allowed})\n    {switch.meaning}")
