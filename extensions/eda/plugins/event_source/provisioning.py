# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Event source of event-driven Ansible: what happens to the provisioning of a tenant. All of it is in module_utils."""

from __future__ import annotations

DOCUMENTATION = r"""
---
name: provisioning
short_description: Raises events when provisioning is quarantined, recovers, or drifts
version_added: 1.0.0
author:
  - The entra.provisioning contributors (!UNKNOWN)
description:
  - Looks at the synchronization jobs of a tenant now and then, twenty applications in a request, and raises an event when
    one of them goes into quarantine, leaves it, or is no longer as it was declared. It only reads.
  - An event is raised when something changes and not as long as it is so.
  - A look that fails ends nothing and is no recovery. Of what cannot be read nothing is said. Throttling is waited out as
    the service asks for. When the source starts, a sign-in or a permission that is refused ends it.
  - An event is one mapping under the key C(provisioning), see the notes.
options:
  interval:
    description:
      - Seconds between two looks at the tenant.
      - Each look in a row that fails doubles the wait, up to an hour.
    type: float
    default: 300
  jitter:
    description:
      - The share of O(interval) by which a wait is shorter or longer, so that sources that were started together do not ask
        together. From 0 to 1.
    type: float
    default: 0.1
  service_principal_ids:
    description:
      - The object ids of the service principals to look at. Without it all of the tenant are looked at.
      - One that does not exist when the source starts is an error.
    type: list
    elements: str
  search_every:
    description:
      - In every so many looks all service principals of the tenant are asked for jobs, so that new ones are found. The looks
        between ask those that have jobs.
      - Not used with O(service_principal_ids).
    type: int
    default: 12
  initial:
    description:
      - Whether to raise events of what is in quarantine, or not as declared, already at the first look.
      - With O(state_file) the first look is the first one ever. What happened while the source did not run is raised in any
        case.
    type: bool
    default: true
  drift:
    description:
      - What to look for drift in.
      - V(none) looks for none.
      - V(schema) compares the schema of each job with what it was in the look for drift before, which needs no declaration. Who
        changed it is not known to the service's interface.
      - V(declaration) compares the applications of O(declaration) with their declaration, by the plans that
        M(entra.provisioning.synchronizations) makes in check mode.
    type: str
    choices:
      - "none"
      - schema
      - declaration
    default: "none"
  drift_every:
    description:
      - In every so many looks drift is looked for, the first look included.
    type: int
    default: 12
  declaration:
    description:
      - The saved declaration that O(drift=declaration) compares with.
      - A file, in YAML or JSON, with O(entra.provisioning.synchronizations#module:applications) or a gathered result, or the
        folder of a tree with one file for each application in C(applications). It is read again whenever it is compared.
      - Values of secrets are neither needed nor compared. What is compared is whether there is one.
      - An event source fills in no template. A text with braces has to be marked C(!unsafe), but for the secrets.
    type: path
  declared_state:
    description:
      - Whether what nobody declared is drift too (V(replaced)) or not (V(merged)), as
        O(entra.provisioning.synchronizations#module:state) has it.
    type: str
    choices:
      - merged
      - replaced
    default: merged
  state_file:
    description:
      - A file to remember in what events were raised, so that a restart neither repeats nor misses any. It is readable by its
        owner only, and holds no secret.
      - Each source needs a file of its own. One that another tenant's source wrote is an error.
      - Without it a restart begins anew.
    type: path
  report_errors:
    description:
      - Whether to raise an event C(unreadable) when something cannot be read, once as long as it stays so. It stands in the log
        in any case.
    type: bool
    default: false
  concurrency:
    description:
      - How many requests may be under way at a time, from 1 to 32.
    type: int
    default: 4
  tenant_id:
    description:
      - The tenant to sign in to, as its id (a GUID) or as one of its domain names.
      - Needed by O(auth_method=client_secret), O(auth_method=certificate) and O(auth_method=federated_token);
        optional with O(auth_method=azure_cli).
      - If not given, the value of the environment variable E(AZURE_TENANT_ID) is used.
    type: str
  client_id:
    description:
      - The application (client) id of the app registration that signs in.
      - Needed by O(auth_method=client_secret), O(auth_method=certificate) and O(auth_method=federated_token).
      - If not given, the value of the environment variable E(AZURE_CLIENT_ID) is used.
    type: str
  auth_method:
    description:
      - How to sign in.
      - V(auto) takes the credential that the task gives. A task that gives two must say which one it means.
        If the task gives none, V(auto) takes the first that the environment gives, in this order -
        V(access_token), V(certificate), V(client_secret), V(federated_token).
      - V(managed_identity) and V(azure_cli) are used only when they are asked for, never by V(auto).
      - If not given, the value of the environment variable E(ENTRA_AUTH_METHOD) is used.
    type: str
    choices:
      - auto
      - access_token
      - certificate
      - client_secret
      - federated_token
      - managed_identity
      - azure_cli
    default: auto
  client_secret:
    description:
      - A client secret of the app registration (its value, not its id).
      - If not given, the value of the environment variable E(AZURE_CLIENT_SECRET) is used.
    type: str
  certificate_path:
    description:
      - A file on the machine that runs the module, with the certificate of the app registration and its private key.
      - Either PEM (key and certificate, and any certificates of the chain, in one file) or
        PKCS#12 (a file whose name ends in C(.pfx) or C(.p12)). The key must be an RSA key.
      - The whole chain in the file is sent, so that subject name and issuer authentication works too.
      - If not given, the value of the environment variable E(AZURE_CLIENT_CERTIFICATE_PATH) is used.
    type: path
  certificate_password:
    description:
      - The password of the private key in O(certificate_path), if it has one.
      - If not given, the value of the environment variable E(AZURE_CLIENT_CERTIFICATE_PASSWORD) is used.
    type: str
  federated_token:
    description:
      - A token of another identity provider that the app registration trusts (workload identity federation).
      - Such tokens are short-lived; prefer O(federated_token_file) where the platform writes one.
      - If not given, the value of the environment variable E(ENTRA_FEDERATED_TOKEN) is used.
    type: str
  federated_token_file:
    description:
      - A file that holds the federated token, on the machine that runs the module.
        It is read again each time a token is asked for, so a file that the platform renews stays good.
      - If not given, the value of the environment variable E(AZURE_FEDERATED_TOKEN_FILE) is used,
        which Azure workload identity sets.
    type: path
  access_token:
    description:
      - An access token for Microsoft Graph that was fetched elsewhere. It is used as it is and cannot be renewed.
      - If not given, the value of the environment variable E(ENTRA_ACCESS_TOKEN) is used.
    type: str
  managed_identity_client_id:
    description:
      - With O(auth_method=managed_identity), the client id of a user-assigned managed identity.
        Without it the system-assigned identity signs in; O(client_id) is not looked at.
      - If not given, the value of the environment variable E(ENTRA_MANAGED_IDENTITY_CLIENT_ID) is used.
    type: str
  cloud:
    description:
      - The cloud that the tenant lives in. It decides which Microsoft Graph and which login host are used.
      - V(global) is the public cloud (GCC included), V(us_government_l4) is GCC High, V(us_government_l5) is DoD,
        V(china) is the cloud that 21Vianet operates.
      - If not given, the value of the environment variable E(ENTRA_CLOUD) is used.
    type: str
    choices:
      - global
      - us_government_l4
      - us_government_l5
      - china
    default: global
  api_version:
    description:
      - The version of Microsoft Graph to speak with. Everything that this collection does is in V(v1.0).
      - V(beta) is for trying what v1.0 does not have yet. It announces the end of the interface by which settings and secrets
        are stored, so modules that use that interface warn.
      - If not given, the value of the environment variable E(ENTRA_API_VERSION) is used.
    type: str
    choices:
      - v1.0
      - beta
    default: v1.0
  graph_url:
    description:
      - The root of another Microsoft Graph than the cloud's, without a version, for example that of an emulator.
      - It must be C(https); C(http) is allowed for this machine itself (C(localhost), C(127.0.0.1), C(::1)).
      - The methods that fetch a token from a login host need O(authority) beside it.
      - If not given, the value of the environment variable E(ENTRA_GRAPH_URL) is used.
    type: str
  authority:
    description:
      - Another login host than the cloud's, for example C(https://login.example.com). Without the tenant.
      - It must be C(https).
      - If not given, the value of the environment variable E(AZURE_AUTHORITY_HOST) is used.
    type: str
  ca_path:
    description:
      - A file with the certificate authorities (PEM) to trust, or a folder of them as OpenSSL wants it,
        in place of the usual ones. Certificates are always verified.
      - If not given, the value of the environment variable E(ENTRA_CA_PATH) is used.
    type: path
  proxy:
    description:
      - The address of a proxy for all requests, for example C(http://proxy.example.com:3128).
        Managed identities are asked directly. It is not logged, since it may carry a password.
      - If not given, the value of the environment variable E(ENTRA_PROXY) is used, and if that is not given either,
        the usual variables E(HTTPS_PROXY) and E(NO_PROXY).
    type: str
  token_cache:
    description:
      - A file in which tokens are kept for the next tasks, so that a play signs in once. No file is kept by default.
      - The file holds tokens that are good for about an hour. Whoever can read it can act as the application until
        then, and a secret that was changed meanwhile is not noticed before. It is therefore made readable for its
        owner only, and refused when it is a symbolic link, belongs to another user, or can be read by others.
        Do not put it on a shared file system.
      - If not given, the value of the environment variable E(ENTRA_TOKEN_CACHE) is used.
    type: path
  timeout:
    description:
      - How many seconds to wait for each answer, until it has come whole.
      - If not given, the value of the environment variable E(ENTRA_TIMEOUT) is used.
    type: int
    default: 60
  deadline:
    description:
      - How many seconds the requests of one task may take together, retries and waiting between them included.
      - If not given, the value of the environment variable E(ENTRA_DEADLINE) is used.
    type: int
    default: 600
requirements:
  - ansible-core, requests and msal in the Python that runs ansible-rulebook
notes:
  - Each event has C(event), C(application), C(app_id), C(service_principal_id) and C(message), a sentence for people. What is
    not known is C(null).
  - C(quarantined) has C(job_id), C(template_id), C(reason), C(error) with C(code), C(message) and C(tenant_actionable),
    C(since), C(series_count), C(next_attempt), C(remedy), and C(again), which is true for a job that was in quarantine already
    and is now for another reason.
  - C(recovered) has C(recovered_from). From C(quarantine) it has C(job_id), C(template_id), C(reason), C(since) and C(how) the
    job left it, C(runs), C(paused) or C(deleted). From C(drift) the application is as declared again.
  - C(drifted) has C(against), which is C(declaration) or C(schema), C(summary), C(fingerprint) and C(changes), each with
    C(action), C(target), C(before) and C(after) as in a plan of the modules. Where it is about one job it has C(job_id) and
    C(template_id). It is raised once for each plan that an application has.
  - C(unreadable) has no more than each event, and is about the whole tenant where C(service_principal_id) is C(null).
  - No event and no line of the log holds a secret.
  - Needs the permissions C(Synchronization.Read.All) and C(Application.Read.All). For O(drift=declaration) they are the same.
"""

EXAMPLES = r"""
- name: Look every five minutes, and remember what was told over restarts
  entra.provisioning.provisioning:
    tenant_id: contoso.onmicrosoft.com
    client_id: "{{ AZURE_CLIENT_ID }}"
    client_secret: "{{ AZURE_CLIENT_SECRET }}"
    state_file: /var/lib/provisioning/contoso.json

- name: Compare with a saved declaration every hour
  entra.provisioning.provisioning:
    interval: 300
    drift: declaration
    drift_every: 12
    declaration: tenant/contoso

- name: Look at two applications, and tell when somebody edits their mappings
  entra.provisioning.provisioning:
    service_principal_ids:
      - 1f3c0d52-8a5e-4f0a-9a51-0f4f6d2b7c11
      - 2b9d7e10-4c6f-4a83-b1f5-6e0a9c8d7f42
    drift: schema
    drift_every: 1
    initial: false
"""

import importlib
import os
import sys
from importlib.machinery import ModuleSpec
from importlib.util import module_from_spec
from typing import Any

COLLECTION = "ansible_collections.entra.provisioning"
# The collection that this file is a part of.
ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), *[os.pardir] * 4))


def _package(name: str, *places: str) -> None:
    """Make a package that consists of these folders."""
    spec = ModuleSpec(name, None, is_package=True)
    spec.submodule_search_locations = list(places)
    sys.modules[name] = module_from_spec(spec)


def _make_importable() -> None:
    """Make this very collection importable, whatever others may be installed, and wherever this one is.

    ansible-rulebook runs this file by its path, and its Python knows nothing of collections.
    """
    above = os.path.normpath(os.path.join(ROOT, *[os.pardir] * 3))
    if ROOT == os.path.join(above, *COLLECTION.split(".")) and above not in sys.path:
        sys.path.append(above)
    for name in ("ansible_collections", "ansible_collections.entra"):
        try:
            importlib.import_module(name)
        except ModuleNotFoundError:
            _package(name)
    _package(COLLECTION, ROOT)


def _source() -> Any:
    """What does the work."""
    if COLLECTION not in sys.modules:
        _make_importable()
    try:
        return importlib.import_module(f"{COLLECTION}.plugins.module_utils._event_source")
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.partition(".")[0] != "ansible":
            raise
        raise RuntimeError(
            "This event source needs ansible-core in the Python that runs ansible-rulebook, and it is not there: "
            f"{sys.executable} -m pip install ansible-core requests msal"
        ) from None


async def main(queue: Any, args: dict[str, Any]) -> None:
    """Raise events for ever: put them into the queue of ansible-rulebook. args: the options of the source."""
    await _source().run(queue, args)
