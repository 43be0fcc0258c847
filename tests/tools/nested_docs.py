# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation of single modules as that of nested options: fragments cannot nest, and no sentence is written twice.

make_docs.py puts it between marks in the DOCUMENTATION of `synchronizations`.
"""

from __future__ import annotations

import ast
import re
import textwrap
from collections.abc import Container, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"
# Lines of the documentation are this long at most, unless a single word is longer.
WIDTH = 120
REFERENCE = re.compile(r"\b(O|RV)\(((?:[^()\\]|\\.)*)\)")
ORDER = ("description", "type", "elements", "choices", "required", "default", "suboptions")

Option = Mapping[str, Any]


class Source(NamedTuple):
    """Where nested options are documented.

    file: below plugins/; prefix: where its options stand here; results: where the results of the module stand here;
    names: those that are taken, all where None; undecided: options without a default of their own here, and what is
    said of that; reworded: options of which something else is said.
    """

    file: str
    prefix: str
    results: str = ""
    names: tuple[str, ...] | None = None
    undecided: Mapping[str, str] = {}
    reworded: Mapping[str, list[str]] = {}


SCHEMA = "applications[].jobs[].schema."
SOURCES: Mapping[str, tuple[Source, ...]] = {
    "owner": (Source("doc_fragments/owner.py", "applications[]."),),
    "settings": (Source("modules/synchronization.py", "applications[]."),),
    "accepted": (
        Source(
            "doc_fragments/plan.py",
            "applications[].",
            names=("accept_hazards",),
            reworded={
                "accept_hazards": [
                    "The hazards that may be in the plan of this application, beside those that O(accept_hazards) accepts for "
                    "all of them. Their meaning is told there.",
                    "V(change_many) concerns all applications together and has no effect here.",
                ]
            },
        ),
    ),
    "job": (
        Source(
            "modules/synchronization_job.py",
            "applications[].jobs[].",
            undecided={"on_quarantine": "When it is not given, O(on_quarantine) counts."},
        ),
    ),
    "schema": (
        Source(
            "modules/synchronization_schema.py",
            SCHEMA,
            results="applications[].jobs[].",
            undecided={
                "state": "When it is not given, it is O(state) where that is V(replaced) or V(overridden), and V(merged) "
                f"otherwise. A whole schema (O({SCHEMA}document), O({SCHEMA}restore)) knows only V(merged)."
            },
        ),
    ),
}


def part(name: str, indent: int) -> str:
    """The options of a part as YAML. indent: of the marks around it, which counts for the length of lines."""
    lines: list[str] = []
    for source in SOURCES[name]:
        for option, documented in options(source).items():
            lines += _option(option, documented, "", WIDTH - indent)
    return "\n".join(lines)


def options(source: Source) -> dict[str, Option]:
    """The options of a source as they are documented where they are nested."""
    found = documentation(PLUGINS / source.file)["options"]
    taken = found if source.names is None else {name: found[name] for name in source.names}
    return {name: _own(name, _placed(option, source, set(found)), source) for name, option in taken.items()}


def documentation(file: Path) -> dict[str, Any]:
    """The DOCUMENTATION of a module or of a fragment, without what other fragments add."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "DOCUMENTATION":
            return dict(yaml.safe_load(ast.literal_eval(node.value)))
    raise LookupError(f"{file} has no DOCUMENTATION")


def _own(name: str, option: Option, source: Source) -> Option:
    """An option with what is said of it here and not there."""
    if name in source.reworded:
        return {**option, "description": list(source.reworded[name])}
    if name in source.undecided:
        plain = {key: value for key, value in option.items() if key != "default"}
        return {**plain, "description": [*option["description"], source.undecided[name]]}
    return option


def _placed(option: Option, source: Source, known: Container[str]) -> Option:
    """An option whose sentences speak of its neighbours where they stand now. known: the options of the source."""
    said = option["description"]
    told = [_referring(one, source, known) for one in ([said] if isinstance(said, str) else said)]
    inner = {name: _placed(one, source, known) for name, one in (option.get("suboptions") or {}).items()}
    return {**option, "description": told, **({"suboptions": inner} if inner else {})}


def _referring(sentence: str, source: Source, known: Container[str]) -> str:
    def moved(match: re.Match[str]) -> str:
        kind, place = match.groups()
        if kind == "RV":
            return match[0] if "#" in place else f"RV({source.results}{place})"
        # O(ignore:...) names what stands beside it; what the source does not have itself is an option of the task.
        return f"O({source.prefix}{place})" if re.split(r"[.=\[]", place)[0] in known else match[0]

    return REFERENCE.sub(moved, sentence)


def _option(name: str, option: Option, margin: str, width: int) -> Iterable[str]:
    """The lines of one option."""
    yield f"{margin}{name}:"
    inner = margin + "  "
    for key in [key for key in ORDER if key in option]:
        value = option[key]
        if key == "description":
            yield f"{inner}description:"
            for sentence in value:
                yield from _sentence(sentence, inner + "  ", width)
        elif key == "suboptions":
            yield f"{inner}suboptions:"
            for sub, documented in value.items():
                yield from _option(sub, documented, inner + "  ", width)
        elif key == "choices":
            yield f"{inner}choices:"
            yield from (f"{inner}  - {_scalar(choice)}" for choice in value)
        else:
            yield f"{inner}{key}: {_scalar(value)}"


def _sentence(text: str, margin: str, width: int) -> list[str]:
    """A list item with a text, plain where YAML takes it for that very text, else in quotes."""
    for spelled in (text, "'" + text.replace("'", "''") + "'"):
        wrapped = textwrap.wrap(
            spelled,
            width,
            initial_indent=f"{margin}- ",
            subsequent_indent=f"{margin}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
        try:
            if yaml.safe_load("\n".join(wrapped)) == [text]:
                return wrapped
        except yaml.YAMLError:
            pass
    raise ValueError(f"no way to write {text!r}")


def _scalar(value: Any) -> str:
    """A value on one line."""
    return yaml.safe_dump(value, default_flow_style=True, width=10_000).removesuffix("\n").removesuffix("\n...")
