# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A schema that was read before."""

from __future__ import annotations

from ansible_collections.entra.provisioning.plugins.filter.parse_expression import FilterModule

from guides.page import Page

PARSE = FilterModule().filters()["parse_expression"]
MAPPING = {"targetAttributeName": "displayName", "source": PARSE('Join(" ", [givenName], [surname])')}
RULE = {"objectMappings": [{"attributeMappings": [MAPPING]}]}

PAGE = Page(variables={"schema": {"document": {"synchronizationRules": [RULE]}}})
