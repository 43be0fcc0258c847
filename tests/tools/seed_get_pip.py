# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Give ansible-test the pip it wants from the package index that pip itself uses. Run by a venv with ansible-core.

For its own virtual environments ansible-test downloads a script, get_pip_<version>.py, from its makers' server
and keeps it in ~/.ansible/test/cache. What lies there already is used without a download.
"""

from __future__ import annotations

import pathlib
import subprocess
import sys

from ansible_test._internal import python_requirements
from ansible_test._internal.host_configs import NativePythonConfig

SCRIPT = """import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.realpath(__file__)), "pip-{version}-py3-none-any.whl"))
from pip._internal.cli.main import main

arguments = [argument for argument in sys.argv[1:] if argument not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "--upgrade", "--force-reinstall"] + arguments))
"""


def main() -> None:
    """Put the wheel and the script of the wanted version in ansible-test's cache."""
    cache = pathlib.Path.home() / ".ansible" / "test" / "cache"
    cache.mkdir(parents=True, exist_ok=True)
    running = f"{sys.version_info[0]}.{sys.version_info[1]}"
    python = NativePythonConfig(version=running, path=sys.executable)
    version = python_requirements.get_venv_packages(python)["pip"]
    download = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(cache), f"pip=={version}"]
    subprocess.check_call(download)
    (cache / f"get_pip_{version.replace('.', '_')}.py").write_text(SCRIPT.replace("{version}", version), "utf-8")


if __name__ == "__main__":
    main()
