"""One mistake of flow, practice, measure, information or role, planted into a real stream, is exactly one finding.

Each plant is an edit of the text of a sample or template, at a place that the reader's positions tell. Where a
mistake depends on the flow, the flow is worked out here once more, plainly, from what DESIGN.md says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import FULL, SAMPLES, TEMPLATES, findings, name, read
from valuestream_cli.source import Document, Marks

Route = tuple[str | int, ...]


@dataclass(frozen=True)
class Text:
    """The text of a stream, how to change it, and the offset of the last change."""

    path: Path
    text: str
    at: int = 0

    @cached_property
    def document(self) -> Document:
        return read(self.text, str(self.path))

    @cached_property
    def data(self) -> Any:
        return self.document.data

    @cached_property
    def steps(self) -> list[dict[str, Any]]:
        return self.data["steps"]  # type: ignore[no-any-return]

    def span(self, route: Route) -> tuple[int, int]:
        """Where a value stands."""
        marks: Any = self.document.marks
        for part in route:
            marks = marks.items[part]
        return (marks.start, marks.end) if isinstance(marks, Marks) else marks

    def key(self, route: Route) -> tuple[int, int]:
        """Where a key stands."""
        marks: Any = self.document.marks
        for part in route[:-1]:
            marks = marks.items[part]
        return marks.keys[route[-1]]  # type: ignore[no-any-return]

    def line(self, at: int) -> int:
        return self.text.count("\n", 0, at) + 1

    def spot(self, route: Route) -> Text:
        """The same text, looking at a value."""
        return replace(self, at=self.span(route)[0])

    def put(self, route: Route, new: str) -> Text:
        """Another value."""
        start, end = self.span(route)
        end = start + len(self.text[start:end].rstrip())
        if self.text[start - 1] == "\n" or "\n" in self.text[start:end]:  # a block: onto the line of its key
            start = self.key(route)[1] + 1
            return Text(self.path, f"{self.text[:start]} {new}{self.text[end:]}", start + 1)
        return Text(self.path, self.text[:start] + new + self.text[end:], start)

    def drop(self, route: Route) -> Text:
        """Without a key and its value; looks at the first key beside it."""
        start, (_, end) = self.key(route)[0], self.span(route)
        end = start + len(self.text[start:end].rstrip())
        before = self.text[self.text.rfind("\n", 0, start) + 1 : start]
        if before.strip():  # in brackets
            if self.text[end] == ",":
                end += 1 + (self.text[end + 1] == " ")
            else:
                start = self.text.rindex(",", 0, start)
        else:
            start, end = start - len(before), self.text.index("\n", end) + 1
        return self._beside(Text(self.path, self.text[:start] + self.text[end:]), route)

    def _beside(self, changed: Text, route: Route) -> Text:
        marks: Any = changed.document.marks
        for part in route[:-1]:
            marks = marks.items[part]
        return replace(changed, at=next(iter(marks.keys.values()))[0])

    def add(self, number: int, key: str, value: str) -> Text:
        """A key for a step that does not have it, or another value for it."""
        if key in self.steps[number]:
            return self.put(("steps", number, key), value)
        start, end = self.key(("steps", number, "id"))[0], self.span(("steps", number, "id"))[1]
        indent = " " * (start - self.text.rfind("\n", 0, start) - 1)
        return Text(
            self.path,
            f"{self.text[:end]}\n{indent}{key}: {value}{self.text[end:]}",
            end + len(f"\n{indent}{key}: "),
        )


@dataclass(frozen=True)
class Plant:
    kind: str
    text: Text
    rule: str
    remedy: str = ""
    line: int = 0

    @property
    def place(self) -> tuple[str, int]:
        return self.rule, self.line or self.text.line(self.text.at)


BASES = [Text(path, path.read_text(encoding="utf-8")) for path in [*SAMPLES, *TEMPLATES, FULL]]


def misspelt(word: str) -> str:
    """Two letters swapped where they differ, never the first."""
    at = next(
        (i for i in range(len(word) // 2, len(word) - 1) if word[i] != word[i + 1] and word[i : i + 2].isalpha()),
        None,
    )
    return word + word[-1] if at is None else word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def links(step: dict[str, Any]) -> list[tuple[Route, str]]:
    """Route (within the step) and target of each way that `next` or `fork` names."""
    if "fork" in step:
        return [(("fork", number), target) for number, target in enumerate(step["fork"])]
    ways = step.get("next", [])
    if isinstance(ways, str):
        return [(("next",), ways)]
    if isinstance(ways, dict):
        return [(("next", "to"), ways["to"])]
    return [
        (("next", n), way) if isinstance(way, str) else (("next", n, "to"), way["to"]) for n, way in enumerate(ways)
    ]


def edges(data: Any) -> dict[str, list[str]]:
    """Where each step leads."""
    steps, after = data["steps"], data["value"].get("next")
    branches = {target for step in steps for target in step.get("fork", ())}
    found = {"demand": [steps[0]["id"]], "value": [after] if after else []}
    for number, step in enumerate(steps):
        below = steps[number + 1]["id"] if number + 1 < len(steps) else "end" if after else "value"
        if step["id"] in branches:
            below = next(other["id"] for other in steps[number:] if other.get("join"))
        found[step["id"]] = [target for _, target in links(step)] or ["value" if below == after else below]
    return found


def reach(ways: dict[str, list[str]], start: str) -> set[str]:
    seen, pending = {start}, [start]
    while pending:
        fresh = set(ways.get(pending.pop(), ())) - seen
        seen |= fresh
        pending += fresh
    return seen


def tail(base: Text) -> set[str]:
    after = base.data["value"].get("next")
    return reach(edges(base.data), after) - {"end"} if after else set()


# Flow


def dangling(base: Text) -> Iterator[Plant]:
    ids = [step["id"] for step in base.steps]
    for number, step in enumerate(base.steps):
        for route, target in links(step):
            if target in ids:
                text = base.put(("steps", number, *route), misspelt(target))
                yield Plant("misspelt target", text, "dangling-reference", f"`{target}`")
    if "next" in base.data["value"]:
        text = base.put(("value", "next"), misspelt(base.data["value"]["next"]))
        yield Plant("misspelt value.next", text, "dangling-reference", f"`{base.data['value']['next']}`")


def duplicates(base: Text) -> Iterator[Plant]:
    for number, step in enumerate(base.steps[1:], 1):
        for other in {base.steps[number - 1]["id"], base.steps[0]["id"]}:
            yield Plant("duplicate id", base.put(("steps", number, "id"), other), "duplicate-step-id", "its own")
        before = base.put(("steps", number - 1, "id"), step["id"]).spot(("steps", number, "id"))
        yield Plant("duplicate id before", before, "duplicate-step-id", "its own")


def unreachable(base: Text) -> Iterator[Plant]:
    """A step that only the one above leads to, passed over."""
    ways = edges(base.data)
    sources = Counter(target for targets in ways.values() for target in targets)
    for number, step in enumerate(base.steps[:-1]):
        below, other = base.steps[number + 1], "end" if step["id"] in tail(base) else "value"
        if ways[step["id"]] == [below["id"]] and sources[below["id"]] == 1 and "join" not in below:
            text = base.add(number, "next", other).spot(("steps", number + 1, "id"))
            after = reach(edges(text.data), "demand")
            if "value" in after:
                yield Plant("unreachable", text, "unreachable-step", below["id"])


def no_value(base: Text) -> Iterator[Plant]:
    """Every way to value made one to `end`."""
    text, last = base, 0
    for number, step in enumerate(base.steps):
        if edges(base.data)[step["id"]] == ["value"]:
            text, last = text.add(number, "next", "end"), number
        for route, target in links(step):
            if target == "value":
                text, last = text.put(("steps", number, *route), "end"), number
    route = next(route for route, target in reversed(links(text.steps[last])) if target == "end")
    yield Plant("no way to value", text.spot(("steps", last, *route)), "no-path-to-value", "`value`")


def loops(base: Text) -> Iterator[Plant]:
    """A step that all must pass, leading back."""
    for number, step in enumerate(base.steps):
        for to in {base.steps[0]["id"], step["id"]}:
            if "fork" in step or step["id"] in tail(base):
                continue
            text = base.add(number, "next", to)
            reached = reach(edges(text.data), "demand")
            if "value" not in reached and "end" not in reached:
                yield Plant("loop", text, "loop-without-exit", "outside")


def unlabelled(base: Text) -> Iterator[Plant]:
    for number, step in enumerate(base.steps):
        ways = step.get("next")
        if isinstance(ways, list):
            labelled = [n for n, way in enumerate(ways) if "when" in way]
            shares = [float(way["share"][:-1]) if "share" in way else 0 for way in ways]
            most = max(range(len(ways)), key=shares.__getitem__)
            text = base
            for n in labelled:
                if n != most:
                    text = text.drop(("steps", number, "next", n, "when"))
                    break
            if text is base:
                continue
            if "when" in ways[most]:
                assert not findings(text.text, str(base.path))
                text = text.drop(("steps", number, "next", most, "when"))
            yield Plant("no when", text.spot(("steps", number, "next", n, "to")), "unlabelled-branch", "`when:`")


def shares(base: Text) -> Iterator[Plant]:
    for number, step in enumerate(base.steps):
        ways = step.get("next") if isinstance(step.get("next"), list) else []
        shared = [n for n, way in enumerate(ways) if "share" in way]
        for n in shared:
            for new in ("1%", "99%", "100%"):
                if ways[n]["share"] == new:
                    continue
                text = base.put(("steps", number, "next", n, "share"), new)
                yield Plant(
                    "wrong share",
                    text.spot(("steps", number, "next", shared[-1], "share")),
                    "shares-do-not-sum",
                    "remainder",
                )


def joins(base: Text) -> Iterator[Plant]:
    ids = [step["id"] for step in base.steps]
    for number, step in enumerate(base.steps):
        if "join" not in step:
            yield Plant("stray join", base.add(number, "join", "true"), "join-without-fork", "remove `join`")
            continue
        text = base.drop(("steps", number, "join"))
        fork = [n for n in range(number) if "fork" in base.steps[n] and region(base, n)[1] == step["id"]]
        place = ("steps", fork[0], "fork")
        yield Plant("no join", replace(text, at=text.key(place)[0]), "fork-without-join", f"'{ids[number]}'")


def region(base: Text, number: int) -> tuple[list[list[str]], str]:
    """The steps of each branch of a fork, and its join."""
    ways = {node: [to for to in targets if later(base, node, to)] for node, targets in edges(base.data).items()}
    found = [reach(ways, branch) for branch in base.steps[number]["fork"]]
    met = set.intersection(*found)
    join = next(step["id"] for step in base.steps if step["id"] in met and "join" in step)
    beyond = reach(ways, join)
    return [[step["id"] for step in base.steps if step["id"] in branch - beyond] for branch in found], join


def later(base: Text, node: str, to: str) -> bool:
    ids = ["demand", *(step["id"] for step in base.steps)]
    return node not in ids or to not in ids or ids.index(node) < ids.index(to)


def crossings(base: Text) -> Iterator[Plant]:
    ids = [step["id"] for step in base.steps]
    for number, step in enumerate(base.steps):
        if "fork" not in step:
            continue
        branches, join = region(base, number)
        after = [
            each
            for each in reach(edges(base.data), join)
            if each in ids and each not in tail(base) and ids.index(each) > ids.index(join)
        ]
        before = [each for each in ids[:number] if "fork" not in base.steps[ids.index(each)]]
        for branch, other in zip(branches, [*branches[1:], branches[0]], strict=True):
            plain = [each for each in branch if "fork" not in base.steps[ids.index(each)]]
            for outside in [*before[-2:], *after[:2]]:
                if "fork" not in base.steps[ids.index(outside)]:
                    for target in {branch[0], branch[-1]}:
                        yield from _way(base, ids.index(outside), target, "into a fork")
            for source in {plain[0], plain[-1]}:
                for outside in after[:1]:
                    yield from _way(base, ids.index(source), outside, "out of a fork")
                for outside in before[-1:]:
                    yield from _way(base, ids.index(source), outside, "back out of a fork")
                for target in {other[0], other[-1]} - {source}:
                    yield from _way(base, ids.index(source), target, "across a fork")


def _way(base: Text, number: int, target: str, kind: str) -> Iterator[Plant]:
    """One more way that a step may take."""
    step = base.steps[number]
    if target in (to for _, to in links(step)):
        return
    ways = step.get("next", edges(base.data)[step["id"]][0])
    if isinstance(ways, list):
        start, end = base.span(("steps", number, "next", len(ways) - 1))
        end = start + len(base.text[start:end].rstrip())
        lead = base.text[base.text.rfind("\n", 0, start) : start] if base.text[start - 2 : start] == "- " else ", "
        text = Text(
            base.path,
            f"{base.text[:end]}{lead}{{to: {target}, when: all else fails, share: 0%}}{base.text[end:]}",
            end + len(lead),
        )
        if "share" not in ways[-1]:
            text = Text(text.path, text.text.replace("fails, share: 0%", "fails"), text.at)
    else:
        text = base.add(number, "next", f"[{ways}, {{to: {target}, when: all else fails}}]")
    yield Plant(kind, text, "edge-across-fork", "instead")


def falls(base: Text) -> Iterator[Plant]:
    """A step that loses its `next` above one way of a choice, or a branch of a fork."""
    of: dict[str, str] = {}
    for step in base.steps:
        ways = [
            to for _, to in links(step) if step["id"] not in reach(edges(base.data), to) or later(base, step["id"], to)
        ]
        of |= dict.fromkeys(ways, step["id"]) if len(links(step)) > 1 else {}
    starts = {to for step in base.steps for to in step.get("fork", ())}
    for number, step in enumerate(base.steps[:-1]):
        below = base.steps[number + 1]["id"]
        if (
            "next" in step
            and "join" not in base.steps[number + 1]
            and below != base.data["value"].get("next")
            and of.get(below, step["id"]) != step["id"]
            and step["id"] not in starts
        ):
            text = base.drop(("steps", number, "next"))
            if reach(edges(base.data), "demand") - {"end"} <= reach(edges(text.data), "demand"):
                yield Plant("fall", text, "falls-into-branch", f"`next: {below}`")


def next_beside_fork(base: Text) -> Iterator[Plant]:
    for number, step in enumerate(base.steps):
        if "fork" in step:
            yield Plant(
                "next beside fork",
                base.add(number, "next", step["fork"][0]),
                "contradictory-keys",
                "one is taken",
            )


# ITIL


def practices(base: Text) -> Iterator[Plant]:
    same = base
    for number in range(len(base.steps)):
        route: Route = ("steps", number, "practices")
        yield Plant("no practices", base.put(route, "[]"), "step-without-practice", "`vs explain practices`")
        yield Plant("practices gone", base.drop(route), "step-without-practice", "`vs explain practices`")
        for named in ("Incident management", "Service desk", "Change Enablement"):
            yield Plant(
                "practice as step",
                base.put(("steps", number, "name"), named),
                "practice-as-step",
                "what is done",
            )
        for named in ("Demand", "value"):
            yield Plant(
                "demand or value",
                base.put(("steps", number, "name"), named),
                "demand-or-value-as-step",
                f"`{named.lower()}:`",
            )
        same = same.put(route, "[service-desk]")
    yield Plant("one practice", same.spot(("id",)), "single-practice-stream", "other practices")


def top(base: Text) -> Iterator[Plant]:
    yield Plant("no state", base.drop(("state",)), "state-not-declared", "`state: as-is`")
    yield Plant("no owner", base.drop(("owner",)), "no-owner", "`owner:`")


def placeholders(base: Text) -> Iterator[Plant]:
    for word in ("<your team>", "'{{ owner }}'", "TODO", "'TBD: ask Ann'", "FIXME", "..."):
        for route in (
            ("owner",),
            ("name",),
            ("demand", "trigger"),
            ("value", "outcome"),
            ("value", "for", 0),
            ("steps", 0, "name"),
        ):
            yield Plant("placeholder", base.put(route, word), "template-placeholder-left", "leave the key out")
    for number, step in enumerate(base.steps):
        for key in ("outputs", "inputs", "tools"):
            if key in step:
                yield Plant(
                    f"placeholder in {key}",
                    base.put(("steps", number, key, 0), "<what is made>"),
                    "template-placeholder-left",
                    "leave",
                )
        ways = step.get("next") if isinstance(step.get("next"), list) else []
        for n, way in enumerate(ways):
            if "when" in way:
                yield Plant(
                    "placeholder in when",
                    base.put(("steps", number, "next", n, "when"), "TODO"),
                    "template-placeholder-left",
                    "leave",
                )


# Measures


def times(base: Text) -> Iterator[Plant]:
    timed = [n for n, step in enumerate(base.steps) if "process_time" in step]
    before = [n for n, step in enumerate(base.steps) if step["id"] not in tail(base)]
    if len(timed) == len(base.steps):
        for n in before:
            if "stream" in base.steps[n]:
                continue
            yield Plant(
                "no process time",
                base.drop(("steps", n, "process_time")),
                "process-time-missing",
                "`process_time:`",
            )
    if timed:
        yield from target(base)
    for n, step in enumerate(base.steps):
        for key in ("process_time", "wait_time"):
            if isinstance(step.get(key), dict):
                yield from _out_of_order(base, n, key)
        for key, value in (
            ("process_time", "{low: 1h, likely: 30m, high: 2h}"),
            ("wait_time", "{p50: 2d, p90: 1h}"),
        ):
            if "calendar" in base.data:
                wrong = "likely: " if "likely" in value else "p90: "
                text = base.add(n, key, value)
                yield Plant(
                    f"{key} out of order",
                    replace(text, at=text.at + value.index(wrong)),
                    "duration-out-of-order",
                    "swap",
                )
        if "waste" in step and step.get("value_class") == "waste":
            text = base.drop(("steps", n, "waste"))
            yield Plant("waste untagged", text.spot(("steps", n, "value_class")), "waste-untagged", "`waste:`")
        elif "waste" not in step:
            yield Plant("waste untagged", base.add(n, "value_class", "waste"), "waste-untagged", "`waste:`")


def _out_of_order(base: Text, number: int, key: str) -> Iterator[Plant]:
    for low, high in (("low", "likely"), ("likely", "high"), ("p50", "p90")):
        written = base.steps[number][key]
        if low in written and high in written and written[low] != written[high]:
            text = base.put(("steps", number, key, high), "1s")
            yield Plant(f"{high} below {low}", text, "duration-out-of-order", "swap")


def target(base: Text) -> Iterator[Plant]:
    if "lead_time" in base.data["value"].get("targets", {}):
        text = base.put(("value", "targets", "lead_time"), "1m")
        yield Plant("lead time too short", text, "target-implausible", "correct")


def calendar(base: Text) -> Iterator[Plant]:
    if "calendar" in base.data:
        text = base.drop(("calendar",))
        lines = text.text.splitlines()
        uses = [
            n
            for n, line in enumerate(lines, 1)
            if any(f"{key}: " in line.partition("#")[0] for key in TIMES) and has_days(line.partition("#")[0])
        ]
        if uses:
            yield Plant("no calendar", text, "calendar-not-declared", "`calendar:", uses[0])


TIMES = ("process_time", "wait_time", "lead_time")


def has_days(line: str) -> bool:
    return any(word[:-1].isdigit() and word[-1] in "dw" for word in line.replace(",", " ").replace("}", " ").split())


# Information, responsibility and nesting


def inputs(base: Text) -> Iterator[Plant]:
    made = {name for step in base.steps for name in step.get("outputs", ())}
    for number, step in enumerate(base.steps):
        for n, named in enumerate(step.get("inputs", ())):
            longest = max(named.split(), key=len)
            if (
                named in made
                and named not in step.get("outputs", ())
                and longest.isalpha()
                and len(longest) > 5
                and longest.isascii()
            ):
                wrong = named.replace(longest, longest[:2] + longest[3] + longest[2] + longest[4:])
                if wrong != named:
                    yield Plant(
                        "misspelt input",
                        base.put(("steps", number, "inputs", n), wrong),
                        "input-unproduced",
                        f"`{named}`",
                    )
                short = named.replace(longest, longest[:3] + longest[4:])
                yield Plant(
                    "input lacks a letter",
                    base.put(("steps", number, "inputs", n), short),
                    "input-unproduced",
                    f"`{named}`",
                )


def roles(base: Text) -> Iterator[Plant]:
    declared = base.data.get("roles", {})
    suppliers = {role for role, data in declared.items() if data.get("kind") == "supplier"}
    for number, step in enumerate(base.steps):
        written = step.get("roles", {})
        for letter, people in written.items():
            for n, role in enumerate(people):
                if declared:
                    place: Route = ("steps", number, "roles", letter, n)
                    yield Plant("misspelt role", base.put(place, misspelt(role)), "unknown-role", f"`{role}`")
                    if declared[role]["name"] != role:
                        yield Plant(
                            "role by name",
                            base.put(place, declared[role]["name"]),
                            "unknown-role",
                            f"`{role}`",
                        )
        if "accountable" in written:
            place = ("steps", number, "roles", "accountable", 0)
            other = next(
                (role for role in declared if role not in suppliers and role != written["accountable"][0]),
                "another",
            )
            text = base.put(place, f"{written['accountable'][0]}, {other}")
            yield Plant("two accountables", text, "accountable-not-one", "consulted")
        if "supplier" in step and suppliers.issuperset(written.get("responsible", ())) and written.get("responsible"):
            text = base.drop(("steps", number, "supplier")).spot(("steps", number, "roles", "responsible"))
            yield Plant("no supplier", text, "supplier-step-without-supplier", "`supplier:`")


def improvements(base: Text) -> Iterator[Plant]:
    for number, item in enumerate(base.data.get("improvements", ())):
        if "step" in item:
            yield Plant(
                "misspelt step",
                base.put(("improvements", number, "step"), misspelt(item["step"])),
                "unknown-improvement-step",
                f"`{item['step']}`",
            )


def nesting(base: Text) -> Iterator[Plant]:
    for number in range(len(base.steps)):
        yield Plant(
            "nested missing",
            base.add(number, "stream", "nowhere.vs.yaml"),
            "nested-stream-missing",
            "remove `stream`",
        )
        yield Plant(
            "nested in itself",
            base.add(number, "stream", base.path.name),
            "nested-stream-cycle",
            "remove one",
        )
        if base.path.parent.name == "samples" and base.path.name != "email-service.vs.yaml":
            yield Plant(
                "nested misspelt",
                base.add(number, "stream", "email-servcie.vs.yaml"),
                "nested-stream-missing",
                "`email-service.vs.yaml`",
            )


def chain(base: Text) -> Iterator[Plant]:
    """A step whose name says what no step of the stream is."""
    for activity, named, rule in (
        ("obtain-build", "Purchase the missing devices", "new-resource-outside-obtain-build"),
        ("plan", "Plan the rollout", "planning-outside-plan"),
        ("improve", "Improve the search", "improvement-outside-improve"),
    ):
        if all(step["activity"] != activity and "stream" not in step for step in base.steps):
            for number in range(len(base.steps)):
                text = base.put(("steps", number, "name"), named).spot(("steps", number, "activity"))
                yield Plant(f"{activity} elsewhere", text, rule, f"`activity: {activity}`")


PLANTS: list[Callable[[Text], Iterator[Plant]]] = [
    dangling, duplicates, unreachable, no_value, loops, unlabelled, shares, joins, crossings, falls, next_beside_fork,
    practices, top, placeholders, times, calendar, inputs, roles, improvements, nesting, chain,
]  # fmt: skip


@pytest.mark.parametrize("plant", PLANTS, ids=lambda plant: plant.__name__)
@pytest.mark.parametrize("base", BASES, ids=lambda base: name(base.path))
def test_one_mistake_is_one_finding(base: Text, plant: Callable[[Text], Iterator[Plant]]) -> None:
    for mistake in plant(base):
        found = findings(mistake.text.text, str(base.path))
        seen = [(finding.rule, finding.span.line) for finding in found]
        assert seen == [mistake.place], f"{mistake.kind}: {[finding.message for finding in found]}"
        assert mistake.remedy in found[0].hint, f"{mistake.kind}: {found[0].hint}"


def test_there_is_something_to_find() -> None:
    kinds = Counter((mistake.kind, mistake.rule) for base in BASES for plant in PLANTS for mistake in plant(base))
    assert len(kinds) >= 45
    assert sum(kinds.values()) > 8_000
    assert min(kinds.values()) > 5
