# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules on what is written in constants and attribute names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ansible_collections.entra.provisioning.plugins.module_utils._expressions import printer
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.node import (
    Attribute,
    Call,
    Constant,
)
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.parser import LONGEST
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.problem import Finding
from ansible_collections.entra.provisioning.plugins.module_utils._expressions.seen import (
    Seen,
    constant,
    error,
    warning,
)

INTERVALS = ("yyyy", "m", "d", "ww", "h", "n", "s")
# Names of .NET's DateTimeStyles.
STYLES = (
    *("None", "AllowLeadingWhite", "AllowTrailingWhite", "AllowInnerWhite", "AllowWhiteSpaces"),
    *("NoCurrentDateDefault", "AdjustToUniversal", "AssumeLocal", "AssumeUniversal", "RoundtripKind"),
)
_CURLY_QUOTES = re.compile("[\u201c\u201d\u201e\u201f]")
_GROUP_USED = re.compile(r"\$\{(\w+)\}")


def _length(seen: Seen) -> Iterator[Finding]:
    if seen.parent is None:
        length = len(printer.text(seen.node))
        if length > LONGEST:
            yield warning(
                f"The service prints the expression in {length:,} characters; its limit for one is {LONGEST:,}."
            )


def _quotes(seen: Seen) -> Iterator[Finding]:
    if isinstance(seen.node, Constant) and _CURLY_QUOTES.search(seen.node.text):
        yield warning(f'The text "{seen.node.text}" has curly quotes in it, as web pages print them.')


def _attribute(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Attribute):
        return
    if seen.node.name != seen.node.name.strip():
        yield warning(f"The attribute name in [{seen.node.name}] begins or ends with a blank, which counts.")
    if "[" in seen.node.name:
        yield warning(f"The name [{seen.node.name}] has a filter in it, which is known of target attributes only.")


def _interval(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name not in ("DateAdd", "DateDiff"):
        return
    interval = constant(seen.node, 0)
    if interval is not None and interval not in INTERVALS:
        yield error(f'{seen.node.name} knows no interval "{interval}", only {", ".join(INTERVALS)}.')


def _styles(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name != "FormatDateTime" or len(seen.node.slots) < 4:
        return
    given = constant(seen.node, 1) or ""
    for style in (one.strip() for one in given.split(",")):
        if style and style not in STYLES:
            yield warning(f'"{style}" is no style of dates: dateTimeStyles takes {", ".join(STYLES)}.')


def _delimiter(seen: Seen) -> Iterator[Finding]:
    if isinstance(seen.node, Call) and seen.node.name == "Split":
        delimiter = constant(seen.node, 1)
        if delimiter is not None and len(delimiter) != 1:
            yield warning(f'Split takes a single character as delimiter, not "{delimiter}".')


def _pattern(seen: Seen) -> Iterator[Finding]:
    if not isinstance(seen.node, Call) or seen.node.name != "Replace":
        return
    pattern = constant(seen.node, 2)
    if pattern is None:
        return
    # Few expressions have a pattern, and the engine is large.
    from ansible_collections.entra.provisioning.plugins.module_utils._expressions import regex
    from ansible_collections.entra.provisioning.plugins.module_utils._expressions.regex_problem import (
        InvalidPattern,
        Unsupported,
    )

    named = f'The regular expression "{pattern}" of Replace'
    try:
        regex.compile(pattern)
    except InvalidPattern as problem:
        yield error(f"{named} cannot be used: {str(problem).rstrip('.')}.")
    except Unsupported as problem:
        yield warning(f"{named} could not be checked: {str(problem).rstrip('.')}.")
    else:
        yield from _groups(seen.node, pattern)


def _groups(call: Call, pattern: str) -> Iterator[Finding]:
    """Groups that are asked for by a name which the pattern does not give."""
    wanted = [*filter(None, [constant(call, 3)]), *_GROUP_USED.findall(constant(call, 4) or "")]
    for name in dict.fromkeys(wanted):
        if not name.isdigit() and f"(?<{name}>" not in pattern and f"(?'{name}'" not in pattern:
            yield warning(f'The regular expression "{pattern}" of Replace has no group named {name}.')


CONSTANTS = (_length, _quotes, _attribute, _interval, _styles, _delimiter, _pattern)
