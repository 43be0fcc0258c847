# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Check the artifact in FOLDER as Galaxy does on import: `check_import.py FOLDER`. A warning is a failure here."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Its flake8 asks for another style than the formatter's; ansible-test sanity checks PEP 8 as Ansible wants it.
CONFIGURATION = """[galaxy-importer]
RUN_FLAKE8 = False
CHECK_REQUIRED_TAGS = True
CHECK_CHANGELOG = True
"""


def main(folder: Path) -> int:
    """Run galaxy-importer, which leaves files where it runs; its own status does not tell of warnings."""
    (artifact,) = folder.resolve().glob("*.tar.gz")
    with tempfile.TemporaryDirectory() as scratch:
        configuration = Path(scratch) / "galaxy-importer.cfg"
        configuration.write_text(CONFIGURATION, "utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "galaxy_importer.main", str(artifact)],
            cwd=scratch,
            env={**os.environ, "GALAXY_IMPORTER_CONFIG": str(configuration)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    print(done.stdout)
    complaints = [line for line in done.stdout.splitlines() if line.startswith(("WARNING", "ERROR"))]
    return done.returncode or bool(complaints)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
