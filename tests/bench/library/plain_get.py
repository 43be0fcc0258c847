# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The least that a hand-written module can do: import requests, send the given requests with a given token."""

from __future__ import annotations

import requests
from ansible.module_utils.basic import AnsibleModule


def main():
    """Send the requests and return their bodies."""
    module = AnsibleModule(
        argument_spec={
            "root": {"type": "str", "required": True},
            "calls": {"type": "list", "elements": "dict", "required": True},
            "token": {"type": "str", "required": True, "no_log": True},
            "ca_path": {"type": "path", "required": True},
        },
        supports_check_mode=True,
    )
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {module.params['token']}"
    trusted = module.params["ca_path"]
    bodies = []
    for call in module.params["calls"]:
        url = module.params["root"] + call["path"]
        answer = session.request(
            call["method"], url, params=call["query"], json=call["body"], verify=trusted, timeout=60
        )
        answer.raise_for_status()
        bodies.append(answer.json())
    module.exit_json(changed=False, count=len(bodies), values=[len(body.get("value") or ()) for body in bodies])


if __name__ == "__main__":
    main()
