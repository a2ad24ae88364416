"""Runs the checks on one document and turns what they say into findings with places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from valuestream_cli.findings import Finding, Related, Route, Severity, Span
from valuestream_cli.model import UNKNOWN, Link, ValueStream
from valuestream_cli.source import Document, Fault
from valuestream_cli.validation import rules, structure
from valuestream_cli.validation.bind import Origins, bind
from valuestream_cli.validation.draft import Draft, rounds
from valuestream_cli.validation.registry import Problem, Rule
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.subject import Subject

Chosen = Callable[[Rule[Any]], bool]


class RuleCrashed(Exception):
    """A rule failed on a stream: a bug in the rule, named together with the file."""


@dataclass
class Outcome:
    """All that is known of a document after validation; `stream` is null where nothing could be bound."""

    document: Document
    findings: list[Finding] = field(default_factory=list)
    stream: ValueStream | None = None
    is_sound: bool = False


def _every(_: Rule[Any]) -> bool:
    return True


def examine(document: Document, chosen: Chosen = _every) -> Outcome:
    """Validate one document with the chosen rules.

    Raises RuleCrashed where a rule has a bug.
    """
    outcome = Outcome(document)
    notes = _Notes(document, outcome.findings, chosen)
    for fault in document.faults:
        notes.fault(fault)
    if document.data is None:
        return outcome
    data = _sound(document, notes)
    outcome.is_sound = not document.faults and not notes.broken
    if isinstance(data, dict):
        outcome.stream, origins = bind(data)
        notes.data = data
        for rule, problem in _problems(outcome.stream, document, _model_rules(chosen)):
            notes.problem(rule, problem, origins)
    return outcome


@lru_cache(maxsize=8)
def _model_rules(chosen: Chosen) -> tuple[Rule[Any], ...]:
    """The chosen rules about the stream: chosen once, not anew for each of a thousand files."""
    return tuple(rule for rule in rules.RULES if chosen(rule))


def _sound(document: Document, notes: _Notes) -> Any:
    """The data, with its mistakes noted and settled."""
    if structure.engine().is_valid(document.data):
        return document.data
    draft = Draft(document.data, document.marks)
    notes.data = draft.data
    for mistakes in rounds(draft):
        for mistake in mistakes:
            if draft.has(mistake):
                draft.settle(mistake, notes.mistake(mistake))
    return draft.data


def _problems(
    stream: ValueStream, document: Document, wanted: tuple[Rule[Any], ...]
) -> list[tuple[Rule[Any], Problem]]:
    path = document.path
    subject = Subject(stream, None if path == "-" else path, document.text)
    found = []
    for rule in wanted:
        try:
            for problem in rule.check(subject):
                found.append((rule, problem))  # noqa: PERF401 (nothing is found by most rules in most files)
        except Exception as error:
            raise RuleCrashed(f"{rule.name} on {path}") from error
    return found


class _Notes:
    """Collects findings, each at its place, and mutes those that follow from a breach of structure."""

    def __init__(self, document: Document, findings: list[Finding], chosen: Chosen) -> None:
        self.document = document
        self.data: Any = document.data
        self.broken: list[Route] = []
        self._findings = findings
        self._chosen = chosen

    def fault(self, fault: Fault) -> None:
        """Note what is wrong with the file itself."""
        rule = rules.BY_FAULT[fault.kind]
        wording = rule.check(fault)
        related: tuple[Related, ...] = ()
        if fault.related:
            related = (self._related(fault.related, self._relation(fault, fault.related[0])),)
        self._add(rule, wording.message, wording.hint, (fault.start, fault.end), (), related)

    def _relation(self, fault: Fault, other: int) -> str:
        if fault.kind == "duplicate-key":
            return "first here"
        if other > fault.start:
            return "noticed here"
        return "opened here" if self.document.text[other] in "[{'\"" else "the block begins here"

    def mistake(self, mistake: Mistake) -> structure.Repair | None:
        """Note a breach of the schema; the result is what it most likely meant."""
        rule = rules.for_mistake(mistake)
        wording = rule.check(mistake)
        related: tuple[Related, ...] = ()
        if wording.related:
            route, message = wording.related
            related = (self._related(self.document.value_at(route), message),)
        place = self._place(mistake)
        if not any(fault.start == place[0] for fault in self.document.faults):
            self._add(rule, wording.message, wording.hint, place, mistake.route, related)
        self.broken.append(mistake.route)
        if wording.repair and wording.repair.key:
            self.broken.append((*mistake.route[:-1], wording.repair.key))
        return wording.repair  # type: ignore[no-any-return]

    def _place(self, mistake: Mistake) -> tuple[int, int]:
        if mistake.keyword in ("additionalProperties", "not"):
            return self.document.name_of(mistake.route)
        if mistake.keyword in ("required", "dependentRequired"):
            return self.document.name_of(mistake.route[:-1])
        return self.document.value_at(mistake.route)

    def problem(self, rule: Rule[Any], problem: Problem, origins: Origins) -> None:
        """Note what a rule says, unless the same place is broken in structure."""
        route = _route(problem.at, problem.field, origins)
        if any(_overlap(route, broken) for broken in self.broken):
            return
        related = tuple(
            self._related(self.document.value_at(_route(place.at, place.field, origins)), place.message)
            for place in problem.related
        )
        self._add(rule, problem.message, problem.hint, self.document.value_at(route), route, related)

    def _related(self, place: tuple[int, int], message: str) -> Related:
        return Related(path=self.document.path, span=self._span(place), message=message)

    def _span(self, place: tuple[int, int]) -> Span:
        return self.document.span(*place)

    def _add(
        self,
        rule: Rule[Any],
        message: str,
        hint: str,
        place: tuple[int, int],
        route: Route,
        related: tuple[Related, ...],
    ) -> None:
        if not self._chosen(rule):
            return
        self._findings.append(
            Finding(
                code=rule.code,
                rule=rule.name,
                severity=Severity(rule.severity),
                message=message,
                hint=hint,
                path=self.document.path,
                span=self._span(place),
                route=route_text(route, self.data),
                related=related,
            )
        )


def _route(at: object, field: Any, origins: Origins) -> Route:
    """The route of a model object, or of one of its fields; without a field, of what identifies it."""
    route = origins.route(at) or ()
    if isinstance(field, tuple):
        return (*route, *field)
    if field is not None:
        return (*route, field.rstrip("_"))
    return (*route, "to") if isinstance(at, Link) else (*route, "id") if hasattr(at, "id") else route


def _overlap(one: Route, other: Route) -> bool:
    shorter = min(len(one), len(other))
    return one[:shorter] == other[:shorter]


def route_text(route: Route, data: Any) -> str:
    """A stable address: list items by what identifies them, such as `steps[id=verify].next[to=value]`."""
    text = ""
    for part in route:
        inside = data[part] if _has(data, part) else None
        text += f".{part}" if isinstance(part, str) else f"[{_identity(inside, part)}]"
        data = inside
    return text.lstrip(".")


def _has(data: Any, part: str | int) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _identity(item: Any, number: int) -> str:
    if isinstance(item, dict):
        key = next((key for key in ("id", "to", "name") if isinstance(item.get(key), str)), None)
        return f"{key}={item[key]}" if key and not item[key].startswith(UNKNOWN) else str(number)
    return f"={item}" if isinstance(item, str) and not item.startswith(UNKNOWN) else str(number)
