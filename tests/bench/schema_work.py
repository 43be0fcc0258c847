# Copyright: (c) 2026, The entra.provisioning contributors
# GNU General Public License v3.0 or later (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What work on a schema costs without a request: planning a change, comparing documents, and the mapping language."""

from __future__ import annotations

import copy
import gc
import json
import os
import statistics
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ansible_collections.entra.provisioning.plugins.module_utils._core.plan import Change, Plan
from ansible_collections.entra.provisioning.plugins.module_utils._expressions import parser, printer, problem, tree
from ansible_collections.entra.provisioning.plugins.module_utils._schema import (
    adopt,
    dangers,
    declaration,
    inspection,
    merge,
    places,
    same,
    words,
)
from emulator import fixtures

TIMES = 10
SAMPLES = Path(os.environ.get("ENTRA_SAMPLES") or Path(__file__).resolve().parents[3] / "shared" / "samples")
Document = dict[str, Any]
Step = Callable[[Document, Document], Any]


@dataclass
class SchemaWork:
    """Seconds by step for the largest schema and for one `TIMES` its size; KiB at the peak; expressions per second."""

    source: str = ""
    sizes: tuple[int, int] = (0, 0)
    seconds: dict[str, tuple[list[float], list[float]]] = field(default_factory=dict)
    peaks: dict[str, tuple[float, float]] = field(default_factory=dict)
    expressions: dict[str, float] = field(default_factory=dict)

    @property
    def growth(self) -> float:
        """How many times as large the large document is."""
        return self.sizes[1] / self.sizes[0]

    def medians(self, step: str) -> tuple[float, float]:
        """Seconds for both sizes."""
        small, large = self.seconds[step]
        return statistics.median(small), statistics.median(large)

    def ratio(self, step: str) -> float:
        """How many times as long the large one takes: the median over rounds, in which both met the same load."""
        return statistics.median(large / small for small, large in zip(*self.seconds[step]))


def measure(rounds: int) -> SchemaWork:
    """All of it, both sizes in turn."""
    source, small = _largest()
    documents = (small, enlarged(small, TIMES))
    texts = [json.dumps(document) for document in documents]
    # What the service would answer: equal, and not one object of it shared.
    read = [json.loads(text) for text in texts]
    work = SchemaWork(source=source, sizes=(len(texts[0]), len(texts[1])))
    for name, step in _steps().items():
        taken: tuple[list[float], list[float]] = ([], [])
        for dummy in range(rounds):
            for index in (0, 1):
                taken[index].append(_seconds(step, documents[index], read[index]))
        work.seconds[name] = taken
        work.peaks[name] = (_peak(step, documents[0], read[0]), _peak(step, documents[1], read[1]))
    work.expressions = _throughput(small)
    return work


def _largest() -> tuple[str, Document]:
    """The largest schema at hand: a real one, or where there is none the largest of the fixtures."""
    files = sorted((SAMPLES / "real").glob("schema-*.json"), key=lambda file: file.stat().st_size)
    if files:
        return "the largest real schema", json.loads(files[-1].read_text("utf-8-sig"))
    catalogue = fixtures.catalogue()
    schemas = [catalogue[name]["schema"] for name in catalogue]
    return "the largest schema of the fixtures", max(schemas, key=lambda schema: len(json.dumps(schema)))


def enlarged(document: Document, times: int) -> Document:
    """The document with every object mapping and object definition so many times, under names of their own."""
    large = copy.deepcopy(document)
    for rule in places.rules(large):
        rule["objectMappings"] = [
            {
                **copy.deepcopy(one),
                "sourceObjectName": _name(one["sourceObjectName"], number),
                "targetObjectName": _name(one["targetObjectName"], number),
            }
            for number in range(times)
            for one in rule["objectMappings"]
        ]
    for directory in places.directories(large):
        directory["objects"] = [
            {**copy.deepcopy(one), "name": _name(one["name"], number)}
            for number in range(times)
            for one in directory["objects"]
        ]
    return large


def _name(name: str | None, number: int) -> str | None:
    return f"{name}-{number}" if name and number else name


def _steps() -> dict[str, Step]:
    return {
        "plan a merged change": lambda document, read: plan(document),
        "plan no change": lambda document, read: nothing_to_do(document),
        "compare whole documents": _compared,
        "adopt a whole document": lambda document, read: adopt.adopted(read, document),
        "print what is sent": lambda document, read: json.dumps(adopt.bare(document)),
    }


def _compared(document: Document, read: Document) -> None:
    if not same.same_document(read, document):
        raise LookupError("a document differs from itself")


def plan(document: Document) -> Plan:
    """The plan of one changed mapping, with everything that a task does for it."""
    after = _merged(document, "constant", "of the bench")
    if inspection.problems(after.document, document):
        raise LookupError("the change of the bench is not valid")
    sides = words.sides(document, after.document)
    hazards = dangers.hazards(document, after.document, after.consented, 0.3)
    made = Plan((Change("replace", "schema", *sides, payload=adopt.bare(after.document)),), hazards)
    made.fingerprint()
    return made


def nothing_to_do(document: Document) -> None:
    """The plan of what already is."""
    rule, mapping = _first(document)
    row = next(row for row in mapping["attributeMappings"] if (row.get("source") or {}).get("type") == "Attribute")
    after = _merged(document, "source", row["source"]["name"], row["targetAttributeName"])
    if after.document is not document:
        raise LookupError("the bench meant to change nothing")


def _first(document: Document) -> tuple[Document, Document]:
    """The first enabled object mapping and its rule."""
    for rule in places.rules(document):
        for mapping in rule["objectMappings"]:
            if places.editable(rule) and mapping["enabled"]:
                return rule, mapping
    raise LookupError("the schema has no enabled object mapping")


def _merged(document: Document, option: str, value: str, target: str | None = None) -> merge.Merged:
    rule, mapping = _first(document)
    plain = next(row for row in mapping["attributeMappings"] if not row.get("matchingPriority"))
    declared = {
        "synchronization_rules": [
            {
                "id": rule["id"],
                "object_mappings": [
                    {
                        "source_object": mapping["sourceObjectName"],
                        "target_object": mapping["targetObjectName"],
                        "attribute_mappings": [
                            {"target_attribute": target or plain["targetAttributeName"], option: value}
                        ],
                    }
                ],
            }
        ]
    }
    return merge.merged(document, declaration.parse(declared), "merged", tree.to_tree)


def _seconds(step: Step, document: Document, read: Document) -> float:
    # A collection in the middle goes through all objects of the process, which is no work of the step.
    gc.collect()
    gc.disable()
    before = time.process_time()
    step(document, read)
    taken = time.process_time() - before
    gc.enable()
    return taken


def _peak(step: Step, document: Document, read: Document) -> float:
    """KiB that the step holds at its peak beside what was there before."""
    tracemalloc.start()
    step(document, read)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


def _sources(document: Document) -> Iterator[Document]:
    for rule in places.rules(document):
        for mapping in rule["objectMappings"]:
            yield from (row["source"] for row in mapping["attributeMappings"] if row.get("source"))


def _throughput(document: Document) -> dict[str, float]:
    """Expressions per second: all of the schema's mappings, read, printed, and turned into trees."""
    nodes = [tree.from_tree(source) for source in _sources(document)]
    file = SAMPLES.parent / "reference" / "expressions" / "texts.json"
    texts = json.loads(file.read_text("utf-8")) if file.is_file() else [printer.text(node) for node in nodes]
    return {
        "parse": _per_second(_read, texts),
        "print": _per_second(printer.text, nodes),
        "tree to expression": _per_second(tree.from_tree, list(_sources(document))),
        "expression to tree": _per_second(tree.to_tree, nodes),
    }


def _read(text: str) -> None:
    """Some of the texts in circulation are no expressions; finding that out is work too."""
    try:
        parser.parse(text)
    except problem.ExpressionError:
        pass


def _per_second(work: Callable[[Any], Any], items: list[Any]) -> float:
    rates = []
    for dummy in range(5):
        before = time.process_time()
        for item in items:
            work(item)
        rates.append(len(items) / (time.process_time() - before))
    return statistics.median(rates)
