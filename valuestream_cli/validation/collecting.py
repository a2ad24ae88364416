"""Turns what checks say into findings: each at its place, with its fix, and once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from valuestream_cli.config import Settings
from valuestream_cli.findings import Finding, Fix, Related, Route, Severity
from valuestream_cli.model import Link
from valuestream_cli.source import Document, Fault, Place
from valuestream_cli.validation import rules, structure
from valuestream_cli.validation.bind import Origins
from valuestream_cli.validation.registry import Problem, Rule
from valuestream_cli.validation.repairs import Meaning, Quote, Remove, Rename, Repair, Wrap, Write
from valuestream_cli.validation.routes import route_text
from valuestream_cli.validation.rules.practices import own_practice_names
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.wording import Wording

Chosen = Callable[[Rule[Any]], bool]

_MOST_COMPARED = 1000  # items of a list: longer ones are made to keep us busy


class RuleCrashed(Exception):
    """A rule failed on a stream: a bug in the rule, named together with the file; `__cause__` is what happened."""


class Collector:
    """Collects findings, each at its place, and mutes those that follow from a breach of structure."""

    def __init__(self, document: Document, chosen: Chosen, settings: Settings) -> None:
        self.document = document
        self.data: Any = document.data
        self.broken: list[Route] = []
        self.findings: list[Finding] = []
        self.crashes: list[RuleCrashed] = []
        self._chosen = chosen
        self._practices = own_practice_names(settings.practices.values())

    def crash(self, rule: Rule[Any], error: Exception) -> None:
        """Note that a rule failed; the others go on."""
        crashed = RuleCrashed(f"{rule.name} on {self.document.path}")
        crashed.__cause__ = error
        self.crashes.append(crashed)

    def fault(self, fault: Fault) -> None:
        """Note what is wrong with the file itself."""
        rule = rules.BY_FAULT[fault.kind]
        wording = self._worded(rule, fault)
        related: tuple[Related, ...] = ()
        if fault.related:
            related = (self._related(fault.related, self._relation(fault, fault.related[0])),)
        if wording and self._chosen(rule):
            self._add(rule, wording.message, wording.hint, (fault.start, fault.end), (), related)

    def _worded(self, rule: Rule[Any], amiss: Fault | Mistake) -> Wording | None:
        try:
            return rule.check(amiss)  # type: ignore[no-any-return]
        except Exception as error:
            self.crash(rule, error)
            return None

    def _relation(self, fault: Fault, other: int) -> str:
        if fault.kind == "duplicate-key":
            return "first here"
        if other > fault.start:
            return "noticed here"
        return "opened here" if self.document.text[other] in "[{'\"" else "the block begins here"

    def mistake(self, mistake: Mistake) -> Meaning | None:
        """Note a breach of the schema; the result is what it most likely meant."""
        mistake = mistake._replace(own_practices=self._practices) if self._practices else mistake
        rule = rules.for_mistake(mistake)
        self.broken.append(mistake.route)
        wording = self._worded(rule, mistake)
        if wording is None:
            return None
        place = self._place(mistake)
        if self._chosen(rule) and not any(fault.start == place[0] for fault in self.document.faults):
            related: tuple[Related, ...] = ()
            if wording.related:
                route, said = wording.related
                related = (self._related(self.document.value_at(route), said),)
            fix = self._mended(mistake, wording.fix or wording.repair)
            self._add(rule, wording.message, wording.hint, place, mistake.route, related, fix)
        if isinstance(wording.repair, Rename):
            self.broken.append((*mistake.route[:-1], wording.repair.key))
        return wording.repair

    def _place(self, mistake: Mistake) -> Place:
        if mistake.keyword in ("additionalProperties", "not"):
            return self.document.name_of(mistake.route)
        if mistake.keyword in ("required", "dependentRequired"):
            return self.document.name_of(mistake.route[:-1])
        return self.document.value_at(mistake.route)

    def _mended(self, mistake: Mistake, repair: Repair | None) -> Fix | None:
        """The fix of a breach; an item that would say what one before it says is removed instead."""
        if isinstance(repair, Write | Wrap | Quote) and not _is_sound(repair.of(mistake.value), mistake):
            return None
        if isinstance(repair, Write) and self._stands_before(mistake.route, repair.value):
            repair = Remove(repair.value, repair.safe)
        return self._fix(repair, (mistake.route,)) if repair else None

    def _stands_before(self, route: Route, value: Any) -> bool:
        """Whether a list holds a value before the item at a route."""
        if not isinstance(route[-1], int):
            return False
        items = self.data
        for part in route[:-1]:
            items = items[part]
        return value in items[: min(route[-1], _MOST_COMPARED)]

    def _fix(self, repair: Repair, routes: tuple[Route, ...]) -> Fix | None:
        from valuestream_cli.validation.repairs import edits  # only what is wrong needs it

        return edits.fix(self.document, repair, routes)

    def problem(self, rule: Rule[Any], problem: Problem, origins: Origins) -> None:
        """Note what a rule says, unless the same place is broken in structure."""
        route, change = _route(problem.at, problem.field, origins), problem.change
        if any(_overlap(route, broken) for broken in self.broken):
            return
        related = tuple(
            self._related(self.document.value_at(_route(place.at, place.field, origins)), place.message)
            for place in problem.related
        )
        routes = tuple(_route(at, field, origins) for at, field in change.places) if change else ()
        fix = self._fix(change.repair, routes or (route,)) if change else None
        self._add(rule, problem.message, problem.hint, self.document.value_at(route), route, related, fix)

    def _related(self, place: Place, message: str) -> Related:
        return Related(path=self.document.path, span=self.document.span(*place), message=message)

    def _add(
        self,
        rule: Rule[Any],
        message: str,
        hint: str,
        place: Place,
        route: Route,
        related: tuple[Related, ...],
        fix: Fix | None = None,
    ) -> None:
        self.findings.append(
            Finding(
                code=rule.code,
                rule=rule.name,
                severity=Severity(rule.severity),
                message=message,
                hint=hint,
                path=self.document.path,
                span=self.document.span(*place),
                route=route_text(route, self.data),
                related=related,
                fix=fix,
            )
        )


def _is_sound(value: Any, mistake: Mistake) -> bool:
    """Whether a value would be no mistake in its turn; a word for a word not known is one of those that are."""
    return mistake.keyword == "enum" or structure.fits(value, mistake.schema)


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
