# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""YAML as Ansible writes it, read strictly: no key twice, no tag but that of texts which are no templates. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any


class Unreadable(Exception):
    """The text is no YAML, or one that cannot be meant; says in which line."""


class Untemplated(str):
    """A text that was marked as no template, whatever braces are in it."""

    __slots__ = ()


@cache
def _loader() -> Any:
    """PyYAML's safe loader with the tags of Ansible. ImportError where there is no PyYAML."""
    import yaml  # type: ignore[import-untyped]

    def mapping(self: Any, node: Any, deep: bool = False) -> dict[Any, Any]:
        """A mapping. Unreadable where a key stands in it twice: PyYAML would take the last one and say nothing."""
        seen: set[str] = set()
        for key, dummy in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise Unreadable(f"line {_line(key)}: the key {key.value!r} stands there twice.")
            seen.add(str(key.value))
        return dict(yaml.SafeLoader.construct_mapping(self, node, deep))

    def unsafe(self: Any, node: Any) -> Untemplated:
        if not isinstance(node, yaml.ScalarNode):
            raise Unreadable(f"line {_line(node)}: !unsafe belongs to a text here.")
        return Untemplated(self.construct_scalar(node))

    loader: Any = type("Loader", (yaml.SafeLoader,), {"construct_mapping": mapping})
    loader.add_constructor("!unsafe", unsafe)
    loader.add_constructor("!vault", _encrypted)
    return loader


def _encrypted(loader: Any, node: Any) -> Any:
    raise Unreadable(
        f"line {_line(node)}: a value is encrypted, and only Ansible can read it. Keep it in a file of its own, and put the "
        "name of its variable here, as an export has it."
    )


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


def documents(text: str) -> list[Any]:
    """All documents of the text. ImportError where there is no PyYAML."""
    import yaml

    try:
        return list(yaml.load_all(text, Loader=_loader()))  # noqa: S506  (it is a SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise Unreadable(f"{line}this is no YAML as it is read here: {error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise Unreadable(f"this is no YAML: {error}") from None
    except (RecursionError, ValueError) as error:
        raise Unreadable(f"this cannot be read: {error}") from None


def scalars_below(text: str, name: str) -> Iterator[str]:
    """Every scalar in a mapping's value under this name: its text, and how the source spells it."""
    import yaml

    for document in yaml.compose_all(text, Loader=_loader()):
        for node in _scalars(document, name, False):
            yield str(node.value)
            yield text[node.start_mark.index : node.end_mark.index].strip("\"'")


def _scalars(node: Any, name: str, inside: bool) -> Iterator[Any]:
    if node is None:
        return
    if isinstance(node.value, str):
        # The words of YAML are no secrets, and masking them would garble what is shown.
        if inside and not node.tag.endswith((":null", ":bool")):
            yield node
        return
    for one in node.value:
        if isinstance(one, tuple):
            key, value = one
            yield from _scalars(value, name, inside or key.value == name)
        else:
            yield from _scalars(one, name, inside)
