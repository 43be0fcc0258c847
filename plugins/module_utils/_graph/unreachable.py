# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why no answer came, in plain words. Never quotes an exception of the HTTP library: those can carry the token."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from ansible_collections.entra.provisioning.plugins.module_utils._graph.retry import HOPELESS, LOST, UNSENT
from ansible_collections.entra.provisioning.plugins.module_utils._graph.wire import Trouble

DEEPEST = 12


def trouble(error: BaseException, url: str, ca_path: str | None, proxy: str | None, timeout: float) -> Trouble:
    """Sort an exception of `requests` (or below it) into what happened to the request and what to do."""
    host = urlsplit(url).netloc.rpartition("@")[2]
    chain = list(_chain(error))
    names = {type(link).__name__ for link in chain}
    untrusted = next((link for link in chain if isinstance(link, ssl.SSLCertVerificationError)), None)
    if untrusted is not None:
        return _untrusted(untrusted, host, ca_path)
    if "ProxyError" in names or "InvalidProxyURL" in names:
        return _proxy(chain, proxy)
    if names & {
        "InvalidURL",
        "InvalidSchema",
        "MissingSchema",
        "LocationParseError",
        "UnicodeError",
        "LocationValueError",
    }:
        return Trouble(HOPELESS, f"'{host}' is not an address that can be called", "Check graph_url.")
    if names & {"InvalidHeader", "UnicodeEncodeError", "ValueError"}:
        hint = "Check the token or key that was given: it has characters that no header can carry (a line break?)."
        return Trouble(HOPELESS, "the request could not be put together", hint)
    if any(isinstance(link, socket.gaierror) for link in chain) or "NameResolutionError" in names:
        hint = "Check the name in graph_url (or cloud), the machine's DNS, and whether a proxy is needed."
        return Trouble(UNSENT, f"the name {host} could not be resolved", hint)
    if any(isinstance(link, ConnectionRefusedError) for link in chain):
        hint = "Check graph_url, the firewall, and whether a proxy is needed."
        return Trouble(UNSENT, f"{host} refused the connection", hint)
    if names & {"ConnectTimeout", "ConnectTimeoutError"}:
        hint = "Check the network, the firewall, and whether a proxy is needed."
        return Trouble(UNSENT, f"{host} did not take the connection within {round(timeout, 2):g} s", hint)
    if is_silence(error):
        return slow(host, timeout)
    return _broken(chain, host, ca_path)


def is_silence(error: BaseException) -> bool:
    """The connection stood and nothing came for too long."""
    names = {type(link).__name__ for link in _chain(error)}
    return bool(names & {"ReadTimeout", "ReadTimeoutError", "TimeoutError", "timeout"})


def slow(host: str, timeout: float) -> Trouble:
    """The connection stands and the answer does not come."""
    return Trouble(
        LOST, f"{host} did not answer in full within {round(timeout, 2):g} s", "Raise timeout, or run again later."
    )


def _untrusted(error: ssl.SSLCertVerificationError, host: str, ca_path: str | None) -> Trouble:
    """A certificate that does not verify; verification cannot be turned off."""
    trusted = (
        f"the authorities in {ca_path}" if ca_path else "the authorities that this machine's requests library trusts"
    )
    hint = (
        f"It was checked against {trusted}. If a private authority or an inspecting proxy signed it, give that "
        "authority's certificate (PEM) as ca_path."
    )
    reason = getattr(error, "verify_message", "") or "verification failed"
    return Trouble(HOPELESS, f"the certificate of {host} is not trusted ({reason.rstrip('.')})", hint)


def _proxy(chain: list[BaseException], proxy: str | None) -> Trouble:
    """The way out is shut, not the service."""
    where = urlsplit(proxy or "").netloc.rpartition("@")[2]
    which = f"the proxy {where}" if where else "the proxy of the environment (HTTPS_PROXY)"
    # So says http.client; the number alone may be part of a port.
    if any("Tunnel connection failed: 407" in str(link) for link in chain):
        return Trouble(
            HOPELESS, f"{which} wants a name and password", "Give them in proxy (http://name:password@host:port)."
        )
    return Trouble(UNSENT, f"{which} could not be used", "Check proxy, HTTPS_PROXY and NO_PROXY.")


def _broken(chain: list[BaseException], host: str, ca_path: str | None) -> Trouble:
    """Broken on the way, or no connection for a reason that the system names."""
    if _is_trust_store(chain):
        file = f"ca_path is {ca_path!r}" if ca_path else "REQUESTS_CA_BUNDLE or CURL_CA_BUNDLE is set"
        return Trouble(
            HOPELESS, "the trusted certificates could not be read", f"{file}: it must name a readable PEM file."
        )
    if any("WRONG_VERSION" in str(link) or "UNKNOWN_PROTOCOL" in str(link) for link in chain):
        return Trouble(HOPELESS, f"{host} does not speak TLS", "Check the scheme and port in graph_url.")
    system = next((link for link in chain if isinstance(link, OSError) and link.errno and link.strerror), None)
    reason = f" ({system.strerror})" if system is not None and not isinstance(system, ssl.SSLError) else ""
    if "NewConnectionError" in {type(link).__name__ for link in chain}:
        return Trouble(UNSENT, f"no connection to {host}{reason}", "Check graph_url, the network, and the firewall.")
    return Trouble(
        LOST, f"the connection to {host} broke{reason}", "Run again; if it stays so, check what is in between."
    )


def _is_trust_store(chain: list[BaseException]) -> bool:
    """The file of trusted certificates is missing, unreadable (an OSError of nobody's wrapping) or no PEM."""
    bare = type(chain[0]).__module__ == "builtins" and isinstance(chain[0], OSError)
    if bare and not isinstance(chain[0], ConnectionError):
        return True
    return any(isinstance(link, ssl.SSLError) and ("[X509" in str(link) or "[PEM" in str(link)) for link in chain)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception and those inside it, whichever way the libraries packed them."""
    todo: list[BaseException | None] = [error]
    seen: list[BaseException] = []
    while todo and len(seen) < DEEPEST:
        link = todo.pop(0)
        if link is None or any(link is other for other in seen):
            continue
        seen.append(link)
        yield link
        todo += [part for part in link.args if isinstance(part, BaseException)]
        todo += [getattr(link, "reason", None), link.__cause__, link.__context__]
        todo = [part for part in todo if isinstance(part, BaseException)]
