# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
---
name: service_principals
short_description: Applications with provisioning as hosts
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Reads the service principals (enterprise applications) of a tenant, and makes a host of each that has provisioning.
    A host has variables from its jobs and groups by how they fare, so that C(--limit quarantined) works, and so do
    C(forks), C(serial), and job slicing.
  - The source is a YAML file whose name is C(entra_provisioning.yml), or ends in C(.entra_provisioning.yml); or the same
    with C(.yaml).
  - It only reads, twenty applications in a request.
options:
  plugin:
    description: Marks the file as a source of this plugin.
    type: str
    required: true
    choices:
      - entra.provisioning.service_principals
  include:
    description:
      - Which applications are hosts.
      - V(jobs) takes those that have a job.
      - V(templates) takes those too that have no job and offer templates of jobs, and gives every host the variable
        C(entra_templates). That is more to read, because the service sends the schemas along.
    type: str
    choices:
      - jobs
      - templates
    default: jobs
  service_principal_ids:
    description:
      - The object ids of the only service principals to look at. Together with O(app_ids) these are the only ones that are
        read, so that the tenant need not be searched. One that does not exist is an error.
    type: list
    elements: str
  app_ids:
    description:
      - The application (client) ids of the only service principals to look at, as O(service_principal_ids).
    type: list
    elements: str
  display_names:
    description:
      - Regular expressions. Only applications are taken whose display name has a match of one of them, anywhere and with the
        case as it is.
    type: list
    elements: str
  application_template_ids:
    description:
      - Only applications are taken that were made from one of these entries of the gallery.
    type: list
    elements: str
  tags:
    description:
      - Only applications are taken that bear one of these tags, whatever the case.
    type: list
    elements: str
  template_ids:
    description:
      - Only applications are taken that have a job of one of these templates, or with O(include=templates) offer one.
      - The service renames some templates; the stored name counts, for example V(customappssoOutDelta).
    type: list
    elements: str
  on_error:
    description:
      - What to do when an application cannot be read. What is not known is never taken for absent.
      - V(fail) gives up the whole source.
      - V(warn) goes on without those applications, and warns of them in every run, also when the rest comes from the cache.
      - A refusal that meets all of several applications is about the sign-in and not about one of them, and gives up the
        source either way.
    type: str
    choices:
      - fail
      - warn
    default: fail
  hostnames:
    description:
      - What hosts are called, in order of preference. The first that gives a text for an application is taken; where none
        does, it is the object id.
      - Each is V(display_name), V(app_id), V(service_principal_id), or a Jinja2 expression over the variables of the host,
        for example V(entra_display_name | lower).
      - In names all but letters, digits, C(.), C(-) and C(_) becomes C(_), so that C(--limit) can say them.
      - Names are unique. Applications that would share a name, and those whose name is taken by a group or by a host of an
        earlier source, or means something else to Ansible (C(localhost), C(all)), get the beginning of their object id as a
        suffix.
    type: list
    elements: str
    default:
      - display_name
  hostvars_prefix:
    description:
      - What the names of the variables begin with.
    type: str
    default: entra_
  group:
    description:
      - The group that all hosts of this source are in. With two sources for two tenants it tells them apart.
    type: str
    default: service_principals
  default_groups:
    description:
      - Whether to make groups of what is known. A host is in each that fits one of its jobs - C(quarantined),
        C(quarantine_reason_encountered_quarantine_exception) and so on, C(started), C(paused),
        C(status_active), C(status_not_configured), C(status_not_run), C(status_paused), C(status_quarantine), and
        C(template_) with the id of the job's template. Without any job it is in C(without_job).
    type: bool
    default: true
  local_connection:
    description:
      - Whether to set C(ansible_connection) to C(local) and C(ansible_python_interpreter) to the interpreter that runs
        Ansible. A host is no machine - tasks for it are requests to Microsoft Graph, made by the controller.
      - O(compose) may set either to something else.
    type: bool
    default: true
extends_documentation_fragment:
  - ansible.builtin.constructed
  - ansible.builtin.inventory_cache
  - entra.provisioning.graph
  - entra.provisioning.graph.environment
notes:
  - Needs the permissions C(Synchronization.Read.All) and C(Application.Read.All), or C(Application.ReadWrite.OwnedBy) for
    service principals that the calling application owns.
  - Variables of a host, each behind O(hostvars_prefix) - C(account_enabled), C(app_id), C(application_template_id),
    C(display_name), C(jobs), C(quarantine_reasons), C(quarantined), C(service_principal_id), C(started) (whether one of the
    jobs runs), C(status_codes), C(tags), C(template_ids), C(tenant_id) (what this source says, else C(null)), and with
    O(include=templates) C(templates). Jobs and templates are as M(entra.provisioning.synchronization_info) returns them.
  - What the service says is data. It is never taken for a template.
  - Ansible goes on with an empty inventory when a source fails. Set C(ANSIBLE_INVENTORY_ANY_UNPARSED_IS_FAILED) in the
    environment (or C(any_unparsed_is_failed) in the section C(inventory) of C(ansible.cfg)) to have it stop.
  - The cache holds what was read of the applications, and no secret and no token. It is kept for each tenant, identity and
    set of filters apart. With O(auth_method=managed_identity) and O(auth_method=azure_cli) give O(tenant_id), so that the
    tenant is known.
  - Texts and paths of the connection options may be templates. Lookups and extra variables can be used in them.
seealso:
  - module: entra.provisioning.synchronization_info
  - plugin: ansible.builtin.constructed
    plugin_type: inventory
"""

EXAMPLES = r"""
---
# The least there is: credentials come from AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.
plugin: entra.provisioning.service_principals

# Credentials from a vault, and an inventory that is kept for ten minutes.
plugin: entra.provisioning.service_principals
tenant_id: contoso.onmicrosoft.com
client_id: 5b9a1c7e-2d3f-4e60-8a4b-6c7d8e9f0a11
client_secret: "{{ lookup('ansible.builtin.unvault', 'graph-secret.vault') | trim }}"
cache: true
cache_plugin: ansible.builtin.jsonfile
cache_connection: .inventory-cache
cache_timeout: 600

# Only what operations looks after, by tag; and two groups more.
plugin: entra.provisioning.service_principals
tags:
  - operations
groups:
  long_in_quarantine: >-
    entra_jobs | map(attribute='status.quarantine') | select | map(attribute='series_count') | select('gt', 5) | length > 0
  never_ran: entra_started and 'NotRun' in entra_status_codes
keyed_groups:
  - key: entra_tags
    prefix: tag

# All that could be provisioned, named by what never changes.
plugin: entra.provisioning.service_principals
include: templates
hostnames:
  - service_principal_id
compose:
  title: entra_display_name

# Two tenants are two files; here the one for testing.
plugin: entra.provisioning.service_principals
tenant_id: 0f6c3d2a-8b4e-4c57-9a1d-5e7b2c9f4a10
group: tenant_test
hostnames:
  - "'test-' ~ entra_display_name"
"""

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ansible.errors import AnsibleParserError
from ansible.module_utils.common.text.converters import to_native
from ansible.plugins.inventory import BaseInventoryPlugin, Cacheable, Constructable
from ansible.utils.unsafe_proxy import wrap_var
from ansible_collections.entra.provisioning.plugins.module_utils._connection_options import CONNECTION, ENVIRONMENT
from ansible_collections.entra.provisioning.plugins.module_utils._core.invalid import InvalidInput, nearest
from ansible_collections.entra.provisioning.plugins.module_utils._core.situation import Situation
from ansible_collections.entra.provisioning.plugins.module_utils._core.visible import visible
from ansible_collections.entra.provisioning.plugins.module_utils._graph.connection import connect
from ansible_collections.entra.provisioning.plugins.module_utils._graph.errors import GraphError
from ansible_collections.entra.provisioning.plugins.module_utils._resources import provisioned, provisioned_host

try:
    # From ansible-core 2.19 on a template is a text that says so.
    from ansible.template import trust_as_template
except ImportError:

    def trust_as_template(value: Any) -> Any:
        """Before ansible-core 2.19 every text with braces is a template, unless it is marked as unsafe."""
        return value


FILE_NAME = re.compile(r"(^|\.)entra_provisioning\.ya?ml$")
# The same words that an entry has them under.
PLAIN_NAMES = ("display_name", "app_id", "service_principal_id")
PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
SECRETS = tuple(name for name, option in CONNECTION.items() if option.get("no_log"))
# What an answer depends on besides the secrets. A token alone says which tenant it is of, so its digest counts.
DECISIVE = ("tenant_id", "client_id", "auth_method", "managed_identity_client_id", "cloud", "api_version", "graph_url")
# Another number for another form of what is cached.
CACHE_FORM = 1
INTERPRETER = "{{ ansible_playbook_python }}"


class InventoryModule(BaseInventoryPlugin, Constructable, Cacheable):
    """What Ansible looks for."""

    NAME = "entra.provisioning.service_principals"

    def verify_file(self, path: str) -> bool:
        """Whether the name of the file is that of a source of this plugin."""
        return bool(super().verify_file(path) and FILE_NAME.search(os.path.basename(path)))

    def parse(self, inventory: Any, loader: Any, path: str, cache: bool = True) -> None:
        """Read the source and add its hosts. Nothing is added when something cannot be read."""
        super().parse(inventory, loader, path, cache)
        self.templar.available_variables = self._vars
        with _without_empty_variables():
            config = self._read_config_data(path)
        try:
            self._check(config)
            found = self._found(path, cache)
        except (Situation, GraphError) as error:
            raise AnsibleParserError(f"{visible(str(error)).rstrip()} No host was taken from {path}.") from None
        for sentence in found.unread:
            self.display.warning(f"{path}: left out, because it could not be read: {visible(sentence)}")
        self._add_all(found.applications)

    def set_options(self, task_keys: Any = None, var_options: Any = None, direct: Any = None) -> None:
        """As ever, with the templates among the connection options filled in first.

        What comes from the environment is not a template. Values lose the place where they were written: Ansible would
        quote the line in an error, and it may hold a secret.
        """
        given = dict(direct or {})
        for name in CONNECTION:
            if given.get(name) is not None:
                given[name] = self._filled_in(name, given[name])
        super().set_options(task_keys=task_keys, var_options=var_options, direct=given)

    def _filled_in(self, name: str, value: Any) -> Any:
        """The value of a connection option; AnsibleParserError that does not tell it where it is a secret."""
        try:
            filled = self.templar.template(value)
            plain = "".join(str(filled)) if isinstance(filled, str) or name in SECRETS else filled
        except Exception as error:
            said = "its value cannot be made out" if name in SECRETS else to_native(error)
            raise AnsibleParserError(f"{name}: {said}.") from None
        if isinstance(filled, (Mapping, list, tuple)):
            raise AnsibleParserError(f"{name}: the value must be a text, not a {type(filled).__name__}.")
        return plain

    def _check(self, config: Mapping[str, Any]) -> None:
        """Raise InvalidInput with all that is wrong with the options; before any request."""
        known = set(self._options)
        problems = [
            f"{name}: there is no such option.{nearest(str(name), known)}"
            for name in sorted(map(str, set(config) - known))
        ]
        prefix = self.get_option("hostvars_prefix")
        if not PREFIX.fullmatch(prefix):
            problems.append(f"hostvars_prefix: {prefix!r} cannot be the beginning of the name of a variable.")
        if not str(self.get_option("group")).strip():
            problems.append("group: the value is empty.")
        if not self.get_option("hostnames"):
            problems.append(f"hostnames: the list is empty; give one of {', '.join(PLAIN_NAMES)}, or an expression.")
        if problems:
            raise InvalidInput(problems)
        provisioned.check(self._filters())

    def _filters(self) -> dict[str, Any]:
        """What decides which applications are read."""
        names = (*provisioned.FILTERS, "include", "on_error")
        return {name: _copied(self.get_option(name)) for name in names}

    def _found(self, path: str, cache: bool) -> provisioned.Found:
        """The applications, from the cache where it has them."""
        kept = bool(self.get_option("cache"))
        connection = {name: self.get_option(name) for name in CONNECTION}
        # A wrong credential is told although the cache would do without it.
        graph = connect(connection, read_only=True)
        key = f"{self.get_cache_key(path)}_{_digest(connection, self._filters())}"
        if kept and cache:
            remembered = _remembered(self._cache, key)
            if remembered is not None:
                return remembered
        found = provisioned.read(graph, self._filters())
        found = provisioned.Found(*graph.redactor.tree([found.applications, found.unread]))
        if kept:
            self._cache[key] = {"applications": found.applications, "unread": found.unread}
        return found

    def _add_all(self, applications: list[dict[str, Any]]) -> None:
        """Add the hosts, with variables and groups."""
        tenant_id, prefix = self.get_option("tenant_id"), self.get_option("hostvars_prefix")
        plain = [provisioned_host.variables(entry, tenant_id) for entry in applications]
        variables = [{f"{prefix}{name}": _data(value) for name, value in sorted(one.items())} for one in plain]
        everyone = self.inventory.add_group(self._sanitize_group_name(self.get_option("group")))
        groups = [provisioned_host.groups(entry) if self.get_option("default_groups") else [] for entry in applications]
        taken = {*self.inventory.hosts, *self.inventory.groups, *(group for some in groups for group in some)}
        wanted = [self._wanted(*pair) for pair in zip(applications, variables)]
        for host, own, some in zip(provisioned_host.names(wanted, taken), variables, groups):
            self.inventory.add_host(host, group=everyone)
            for group in some:
                self.inventory.add_host(host, group=self.inventory.add_group(group))
            self._add_variables(host, own)

    def _add_variables(self, host: str, own: Mapping[str, Any]) -> None:
        """Set what is known, then what the source composes of it."""
        if self.get_option("local_connection"):
            self.inventory.set_variable(host, "ansible_connection", "local")
            self.inventory.set_variable(host, "ansible_python_interpreter", trust_as_template(INTERPRETER))
        for name, value in own.items():
            self.inventory.set_variable(host, name, value)
        strict = self.get_option("strict")
        self._set_composite_vars(self.get_option("compose"), own, host, strict=strict)
        self._add_host_to_composed_groups(self.get_option("groups"), own, host, strict=strict)
        self._add_host_to_keyed_groups(self.get_option("keyed_groups"), own, host, strict=strict)

    def _wanted(self, entry: Mapping[str, Any], variables: Mapping[str, Any]) -> tuple[str, str]:
        """The name that the application's host would have if it were alone, and its id."""
        identity = str(entry["service_principal_id"])
        for choice in self.get_option("hostnames"):
            text = entry[choice] if choice in PLAIN_NAMES else self._expressed(choice, variables)
            if text is not None and provisioned_host.sayable(str(text)):
                return str(text), identity
        return identity, identity

    def _expressed(self, expression: str, variables: Mapping[str, Any]) -> Any:
        """What the expression gives, or None; strict: an expression that fails is an error."""
        try:
            return self._compose(expression, dict(variables))
        except Exception as error:
            if self.get_option("strict"):
                name = f"hostnames: {expression!r} cannot be evaluated"
                raise AnsibleParserError(f"{name}: {to_native(error)}") from None
            return None


@contextmanager
def _without_empty_variables() -> Iterator[None]:
    """A variable of the environment that is set and empty, as pipelines have them, counts as not set, as for modules."""
    empty = {name: value for name in ENVIRONMENT.values() if (value := os.environ.get(name)) is not None}
    empty = {name: value for name, value in empty.items() if not value.strip()}
    for name in empty:
        del os.environ[name]
    try:
        yield
    finally:
        os.environ.update(empty)


def _digest(connection: Mapping[str, Any], filters: Mapping[str, Any]) -> str:
    """What an answer depends on, as a few characters: another tenant or filter is another place in the cache."""
    decisive = {name: connection[name] for name in DECISIVE}
    if connection["access_token"] is not None:
        decisive["token"] = hashlib.sha256(connection["access_token"].encode("utf-8", "surrogateescape")).hexdigest()
    text = json.dumps([CACHE_FORM, decisive, dict(filters)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _remembered(cache: Any, key: str) -> provisioned.Found | None:
    """What the cache has under the key; None where it has nothing, or nothing of ours."""
    try:
        stored = cache[key]
        return provisioned.Found(list(stored["applications"]), list(stored["unread"]))
    except (KeyError, TypeError):
        return None


def _copied(value: Any) -> Any:
    """A list of the user's texts, plain."""
    return [str(item) for item in value] if isinstance(value, list) else value


def _data(tree: Any) -> Any:
    """What the service said, such that it is never taken for a template: texts with braces are marked as unsafe."""
    if isinstance(tree, Mapping):
        return {_data(key): _data(value) for key, value in tree.items()}
    if isinstance(tree, (list, tuple)):
        return [_data(value) for value in tree]
    if isinstance(tree, str) and ("{" in tree or "}" in tree):
        return wrap_var(tree)
    return tree
