# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Credentials of a real tenant reach the integration targets, and nobody else."""

from __future__ import annotations

import json
import stat

import pytest
from tools import real_tenant

GIVEN = {
    "ENTRA_TEST_TENANT_ID": "contoso.example",
    "ENTRA_TEST_CLIENT_ID": "5b9a1c7e-2d3f-4e60-8a4b-6c7d8e9f0a11",
    "ENTRA_TEST_CLIENT_SECRET": "secret-of-no-value",
}


def test_without_credentials_there_is_no_file(tmp_path):
    config = tmp_path / real_tenant.CONFIG
    config.parent.mkdir(parents=True)
    config.write_text("left over from a run with credentials", "utf-8")
    real_tenant.configure(tmp_path, {"AZURE_TENANT_ID": "not for tests"})
    assert not config.exists()


def test_credentials_are_written_for_their_owner_only(tmp_path, capsys):
    real_tenant.configure(tmp_path, {**GIVEN, "ENTRA_TEST_GRAPH_URL": "https://graph.example"})
    config = tmp_path / real_tenant.CONFIG
    options = json.loads(config.read_text("utf-8"))["setup_emulator_real_tenant"]
    assert options == {
        "tenant_id": "contoso.example",
        "client_id": GIVEN["ENTRA_TEST_CLIENT_ID"],
        "client_secret": "secret-of-no-value",
        "graph_url": "https://graph.example",
    }
    assert stat.S_IMODE(config.stat().st_mode) == 0o600
    said = capsys.readouterr().out
    assert "contoso.example" in said
    assert "secret-of-no-value" not in said


@pytest.mark.parametrize("left_out", GIVEN)
def test_half_of_the_credentials_are_an_error(tmp_path, left_out):
    given = {name: value for name, value in GIVEN.items() if name != left_out}
    with pytest.raises(real_tenant.HalfConfigured, match=left_out):
        real_tenant.configure(tmp_path, given)
