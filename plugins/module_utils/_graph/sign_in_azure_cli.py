# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Use the sign-in of the Azure CLI on this machine."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import SignInFailed
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_failure import failed, refused
from ansible_collections.entra.provisioning.plugins.module_utils._graph.sign_in_options import SignInOptions
from ansible_collections.entra.provisioning.plugins.module_utils._graph.token_source import Grant
from ansible_collections.entra.provisioning.plugins.module_utils._secret import Secret

_DOING = "get a token from the Azure CLI"
_NOT_SIGNED_IN = ("az login", "az account set", "no subscription found", "not logged in")


class AzureCli:
    """Runs `az account get-access-token`, without a shell."""

    def __init__(self, options: SignInOptions) -> None:
        self._options = options

    def fetch(self, claims: str | None, renew: bool) -> Grant:
        """The token that the CLI has or gets. It is the CLI that decides whether that is a new one."""
        if claims:
            why = "Microsoft Graph wants a token with other claims (continuous access evaluation)"
            raise failed(self._options, _DOING, why, f"Sign in again: {self._login()}")
        program = shutil.which("az")
        if program is None:
            hint = "Install the Azure CLI on the machine that runs the module, or choose another auth_method."
            raise failed(self._options, _DOING, "there is no program az on the PATH", hint)
        asked = time.time()
        return self._grant(self._run(program), asked)

    def _run(self, program: str) -> str:
        root = self._options.cloud.graph_root
        command = [program, "account", "get-access-token", "--resource", root, "--output", "json"]
        if self._options.tenant_id:
            command += ["--tenant", self._options.tenant_id]
        limit = self._options.timeout
        try:
            # Not every caller has an AnsibleModule, whose run_command sanity of ansible-core 2.21 asks for.
            done = subprocess.run(  # pylint: disable=ansible-bad-function
                command,
                capture_output=True,
                text=True,
                errors="replace",
                stdin=subprocess.DEVNULL,
                timeout=limit,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise failed(self._options, _DOING, f"it did not answer within {limit:g} s", "Raise timeout.") from None
        except OSError as error:
            raise failed(self._options, _DOING, f"az could not be started ({error.strerror})") from None
        if done.returncode != 0:
            raise self._complaint(done.returncode, done.stderr)
        return done.stdout

    def _complaint(self, code: int, complaint: str) -> SignInFailed:
        """Its standard error in plain words; its standard output may hold a token and is not shown."""
        if "AADSTS" in complaint:
            return refused(self._options, _DOING, {"error_description": complaint.strip()})
        if any(words in complaint.lower() for words in _NOT_SIGNED_IN):
            return failed(self._options, _DOING, "nobody is signed in there", f"Run: {self._login()}")
        lines = [line.strip() for line in complaint.splitlines() if line.strip()]
        said = (lines[-1] if lines else "it gave no reason")[:300].rstrip(".")
        return failed(self._options, _DOING, f"it ended with {code}: {said}", f"Try: {self._login()}")

    def _login(self) -> str:
        tenant = f" --tenant {self._options.tenant_id}" if self._options.tenant_id else ""
        return f"az login{tenant} --allow-no-subscriptions"

    def _grant(self, output: str, asked: float) -> Grant:
        try:
            answer = json.loads(output)
            token, ends = answer["accessToken"], _expiry(answer)
        except (ValueError, KeyError, TypeError):
            hint = "Try the same on the command line: az account get-access-token"
            raise failed(self._options, _DOING, "its answer is not understood", hint) from None
        if not isinstance(token, str) or not token:
            raise failed(self._options, _DOING, "its answer holds no token", f"Run: {self._login()}")
        return Grant(Secret(token), ends, max(ends - asked, 0.0))


def _expiry(answer: Mapping[str, Any]) -> float:
    """`expires_on` is in seconds since the epoch; older versions have only `expiresOn`, in local time."""
    if "expires_on" in answer:
        return float(answer["expires_on"])
    return datetime.fromisoformat(str(answer["expiresOn"])).timestamp()
