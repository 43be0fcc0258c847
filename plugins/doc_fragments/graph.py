# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every module and plugin says about the connection to Microsoft Graph."""

from __future__ import annotations


class ModuleDocFragment:
    """The connection options, and the attributes that all modules share.

    ENVIRONMENT is for plugins: to them Ansible itself gives the variables, which it has to be told of.
    """

    DOCUMENTATION = r"""
options:
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
  - requests >= 2.28
  - msal >= 1.31 (not for O(auth_method=access_token) and O(auth_method=azure_cli))
notes:
  - The libraries are needed on the machine that runs the module, or the plugin.
  - Tokens are sent to O(graph_url), or to the cloud's Microsoft Graph, and nowhere else.
"""

    ATTRIBUTES = r"""
attributes:
  check_mode:
    support: full
    description: Can run in C(check_mode) and tell what would change, without changing it.
  diff_mode:
    support: full
    description: Returns what has changed, or would change in C(check_mode), when in diff mode.
  platform:
    support: full
    description: The platforms on which the module can run.
    platforms: posix
  action_group:
    support: full
    description: The action group to use in C(module_defaults).
    membership:
      - entra.provisioning.graph
notes:
  - The connection options can be given once for all modules with
    C(module_defaults) and the group C(group/entra.provisioning.graph).
"""

    ATTRIBUTES_INFO = r"""
attributes:
  check_mode:
    support: full
    description: Can run in C(check_mode). It only reads, so it does the same there.
  diff_mode:
    support: N/A
    description: It changes nothing, so there is nothing to show.
  platform:
    support: full
    description: The platforms on which the module can run.
    platforms: posix
  action_group:
    support: full
    description: The action group to use in C(module_defaults).
    membership:
      - entra.provisioning.graph
notes:
  - The connection options can be given once for all modules with
    C(module_defaults) and the group C(group/entra.provisioning.graph).
"""

    ENVIRONMENT = r"""
options:
  tenant_id:
    env:
      - name: AZURE_TENANT_ID
  client_id:
    env:
      - name: AZURE_CLIENT_ID
  auth_method:
    env:
      - name: ENTRA_AUTH_METHOD
  client_secret:
    env:
      - name: AZURE_CLIENT_SECRET
  certificate_path:
    env:
      - name: AZURE_CLIENT_CERTIFICATE_PATH
  certificate_password:
    env:
      - name: AZURE_CLIENT_CERTIFICATE_PASSWORD
  federated_token:
    env:
      - name: ENTRA_FEDERATED_TOKEN
  federated_token_file:
    env:
      - name: AZURE_FEDERATED_TOKEN_FILE
  access_token:
    env:
      - name: ENTRA_ACCESS_TOKEN
  managed_identity_client_id:
    env:
      - name: ENTRA_MANAGED_IDENTITY_CLIENT_ID
  cloud:
    env:
      - name: ENTRA_CLOUD
  api_version:
    env:
      - name: ENTRA_API_VERSION
  graph_url:
    env:
      - name: ENTRA_GRAPH_URL
  authority:
    env:
      - name: AZURE_AUTHORITY_HOST
  ca_path:
    env:
      - name: ENTRA_CA_PATH
  proxy:
    env:
      - name: ENTRA_PROXY
  token_cache:
    env:
      - name: ENTRA_TOKEN_CACHE
  timeout:
    env:
      - name: ENTRA_TIMEOUT
  deadline:
    env:
      - name: ENTRA_DEADLINE
"""
