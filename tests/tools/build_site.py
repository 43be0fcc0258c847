# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the HTML documentation in a folder that `antsibull-docs sphinx-init` has laid out: `build_site.py FOLDER`.

No other site is consulted (intersphinx is off), so that a build needs no network; references into
Ansible's own documentation are therefore not resolved, every other warning is an error.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ADDED = f"""
intersphinx_mapping = {{}}
suppress_warnings = ["ref.ref"]
html_static_path = [{str(Path(__file__).with_name("narrow.css"))!r}]
html_css_files = ["narrow.css"]
"""


def main(folder: Path) -> None:
    """Turn the documentation of the collection into reStructuredText, then into HTML."""
    configuration = folder / "conf.py"
    configuration.write_text(configuration.read_text("utf-8") + _ADDED, "utf-8")
    source, target = folder / "rst", folder / "build" / "html"
    script = (folder / "build.sh").read_text("utf-8")
    lines = [line for line in script.splitlines() if not line.startswith("sphinx-build")]
    if len(lines) == len(script.splitlines()):
        raise SystemExit("antsibull-docs sphinx-init wrote a build.sh without sphinx-build")
    (folder / "prepare.sh").write_text("\n".join(lines) + "\n", "utf-8")
    subprocess.run(["bash", "prepare.sh"], cwd=folder, check=True)
    sphinx = [sys.executable, "-m", "sphinx", "-M", "html", str(source), str(target.parent), "-c", str(folder)]
    subprocess.run([*sphinx, "-W", "--keep-going", "-q"], cwd=folder, check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
