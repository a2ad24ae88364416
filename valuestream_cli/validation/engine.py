"""Runs the checks on one document: the format first, then the rules on what is sound."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from valuestream_cli.config import DEFAULTS, Settings
from valuestream_cli.findings import Finding
from valuestream_cli.model import ValueStream
from valuestream_cli.source import Document
from valuestream_cli.validation import rulebook, rules, structure
from valuestream_cli.validation.bind import Origins, bind
from valuestream_cli.validation.collecting import Chosen, Collector
from valuestream_cli.validation.collecting import RuleCrashed as RuleCrashed
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.subject import Subject


class Outcome:
    """All that is known of a document after validation; `stream` is null where nothing could be bound.

    crashes: rules that failed; the findings are those of all others.
    """

    def __init__(self, document: Document, findings: list[Finding], crashes: list[RuleCrashed]) -> None:
        self.document = document
        self.findings = findings
        self.crashes = crashes
        self.stream: ValueStream | None = None
        self.is_sound = False


def _usual(rule: Rule[Any]) -> bool:
    return rule.is_in("recommended")


def examine(document: Document, chosen: Chosen = _usual, settings: Settings = DEFAULTS) -> Outcome:
    """Validate one document with the chosen rules; the settings add the rules of plugins, and thresholds."""
    collector = Collector(document, chosen, settings)
    outcome = Outcome(document, collector.findings, collector.crashes)
    for fault in document.faults:
        collector.fault(fault)
    if document.data is None:
        return outcome
    data = _sound(document, collector)
    outcome.is_sound = not document.faults and not collector.broken
    if isinstance(data, dict):
        outcome.stream, origins = bind(data)
        collector.data = data
        subject = Subject(outcome.stream, None if document.path == "-" else document.path, document.text, settings)
        subject.is_sound = outcome.is_sound
        _apply(_model_rules(chosen, settings), subject, collector, origins)
    return outcome


@lru_cache(maxsize=8)
def _model_rules(chosen: Chosen, settings: Settings) -> tuple[Rule[Any], ...]:
    """The chosen rules about the stream: chosen once, not anew for each of a thousand files."""
    return tuple(rule for rule in (*rules.RULES, *rulebook.of_plugins(settings)) if chosen(rule))


def _sound(document: Document, collector: Collector) -> Any:
    """The data, with its mistakes noted and settled."""
    if structure.engine().is_valid(document.data):
        return document.data
    from valuestream_cli.validation.draft import Draft, rounds  # for what is amiss

    draft = Draft(document.data, document.marks)
    collector.data = draft.data
    for mistakes in rounds(draft):
        for mistake in mistakes:
            if draft.has(mistake):
                draft.settle(mistake, collector.mistake(mistake))
    return draft.data


def _apply(chosen: tuple[Rule[Any], ...], subject: Subject, collector: Collector, origins: Origins) -> None:
    """Note what rules find; a bug in one hides nothing that the others find."""
    for rule in chosen:
        try:
            for problem in rule.check(subject):
                collector.problem(rule, problem, origins)
        except Exception as error:
            collector.crash(rule, error)
