# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A secret that the service tells where it should not, or that came with a person, goes no further than the transport."""

from __future__ import annotations

import dataclasses
import json
from itertools import count

import pytest
from ansible_collections.entra.provisioning.plugins.module_utils._resources.terms import NEVER_SHOWN
from contract import discovery
from contract.spelling import spelled
from emulator.testing import Emulator
from faults import stage

from .hostile import answers_of, tampered
from .test_hostile_answers import tasks

MARK = "sentinel-of-the-service"


class Indiscreet:
    """Puts a secret, each time another one, into every place of an answer where services keep secrets. told: all of them."""

    def __init__(self):
        self.told = []
        self._numbers = count(1)

    def __call__(self, _said, answer):
        body = json.loads(answer.body or b"null")
        return dataclasses.replace(answer, body=json.dumps(self._with(body)).encode()) if body else answer

    def _secret(self):
        self.told.append(f"{MARK}-{next(self._numbers)}/+\u00fc")
        return self.told[-1]

    def _with(self, tree):
        if isinstance(tree, list):
            return [self._with(one) for one in tree]
        # A schema says what is mapped to what. It holds no secrets, and all of it may be shown.
        if not isinstance(tree, dict) or "synchronizationRules" in tree:
            return tree
        tree = {name: self._with(value) for name, value in tree.items()}
        if tree.get("key") in NEVER_SHOWN and tree.get("value"):
            tree["value"] = self._secret()
        if not {"id", "tenantId", "parsingSucceeded", "objects"}.isdisjoint(tree):
            tree["passwordCredentials"] = [{"keyId": "1", "secretText": self._secret(), "hint": self._secret()}]
            tree["keyCredentials"] = [{"keyId": "1", "key": self._secret(), "customKeyIdentifier": self._secret()}]
            tree["preferredTokenSigningKeyThumbprint"] = self._secret()
            tree["tokenEncryptionKeyId"] = self._secret()
        if "templateId" in tree or "factoryTag" in tree:
            tree["credentials"] = [{"key": "SecretToken", "value": self._secret()}]
            tree["secrets"] = tree["credentials"]
        for name in ("details", "modifiedProperties", "provisioningSteps"):
            if name in tree:
                tree[name] = self._of_a_person(tree[name])
        return tree

    def _of_a_person(self, found):
        """Of a person's attributes, the password."""
        named = {"password": self._secret(), "initialPassword": self._secret(), "apiKey": self._secret()}
        if isinstance(found, dict):
            return {**found, **named}
        rows = found if isinstance(found, list) else []
        return [
            *rows,
            {
                "displayName": "password",
                "name": "n",
                "oldValue": self._secret(),
                "newValue": self._secret(),
                "details": named,
            },
        ]


@pytest.mark.parametrize("module", discovery.MODULES)
def test_what_the_service_should_not_have_told_is_told_to_nobody(module):
    with Emulator.start() as emu:
        discovery.scenario(module).prepare(emu)
        for name, args, prepare in tasks(module)[:2]:
            prepare(emu)
            indiscreet = Indiscreet()
            with tampered(emu, answers_of("/v1.0", indiscreet)):
                ended = stage.run(emu, module, args)
            assert "Unexpected" not in ended.message
            text = json.dumps(ended.result, ensure_ascii=False)
            found = sorted({form for secret in indiscreet.told for form in spelled(secret) if form in text})
            assert found == [], (name, ended.message)
            assert indiscreet.told or "schema" in module or "discover" in module
