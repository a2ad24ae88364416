"""Finds streams of one run that have the same id.

Which files these are is known from what each check tells; only they are read once more, to know the places.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from valuestream_cli import source
from valuestream_cli.findings import KEBAB, Finding, Related, Span
from valuestream_cli.validation import rulebook, suppressions
from valuestream_cli.validation.rules import many

if TYPE_CHECKING:
    from valuestream_cli.validation.checking import Check, Checked

RULE = many.duplicate_stream_id


def identity(data: Any) -> str:
    """What two streams must not share: the id and the state, as one text; empty where there is no sound id."""
    stream_id, state = (data.get("id"), data.get("state")) if isinstance(data, dict) else (None, None)
    if not _is_word(stream_id):
        return ""
    return f"{stream_id} {state}" if _is_word(state) else str(stream_id)


def _is_word(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(KEBAB, value) is not None


class Repeated(NamedTuple):
    """What is told of ids that several streams have, and how often a comment silences it."""

    findings: list[Finding]
    suppressed: int


def repeated(checked: Iterable[Checked], check: Check) -> Repeated:
    """A finding for each file whose id another one has that comes before it by its path.

    A file that changed since it was checked is left out, and one that was checked under two names counts once.
    """
    found: dict[str, list[str]] = {}
    for each in checked:
        if each.identity:
            found.setdefault(each.identity, []).append(each.path)
    told: list[Finding] = []
    silenced = 0
    for shared, paths in found.items():
        for finding in _findings(shared.partition(" ")[0], paths, check) if len(paths) > 1 else ():
            is_silenced = check.suppressions and _is_silenced(finding, check)
            silenced += is_silenced
            told += [] if is_silenced else [finding]
    return Repeated(told, silenced)


def _findings(stream_id: str, paths: list[str], check: Check) -> Iterator[Finding]:
    places: dict[str, str] = {}
    for path in sorted(paths):
        places.setdefault(os.path.realpath(path), path)
    first, *others = places.values()
    chosen = [path for path in others if check.choice(path).chosen(RULE)]
    origin = _span(first, stream_id) if chosen else None
    if origin is None:
        return
    wording = RULE.check(stream_id)
    related = (Related(first, origin, "first here"),)
    for path in chosen:
        severity, span = check.choice(path).severity(RULE), _span(path, stream_id)
        if span:
            yield Finding(RULE.code, RULE.name, severity, wording.message, path, span, wording.hint, "id", related)


def _span(path: str, stream_id: str) -> Span | None:
    """Where a file has an id; null where it has it no more.

    Copies may be many, so no more of one is read than its beginning, down to the id, if that will do.
    """
    text = source.text_of(path)
    line = re.search(r"(?m)^id[ \t]*:.*\n", text)
    for part in (text[: line.end()] if line else "", text):
        document = source.read(path, part.encode())
        if isinstance(document.data, dict) and document.data.get("id") == stream_id:
            return document.span(*document.value_at(("id",)))
    return None


def _is_silenced(finding: Finding, check: Check) -> bool:
    """Whether a comment in the file accepts the finding."""
    if not suppressions.may_speak(source.text_of(finding.path)):
        return False
    known = rulebook.rules(check.settings(finding.path))
    return suppressions.apply(source.load(finding.path), [finding], lambda _: False, known).suppressed > 0
