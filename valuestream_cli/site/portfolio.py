"""What a site is about: every stream with all that is known of it, and how they refer to each other."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from valuestream_cli import api, discovery, source
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.result import StreamAnalysis
from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding, Report, Severity
from valuestream_cli.model import Step, ValueStream
from valuestream_cli.site.history import Commit, History, history
from valuestream_cli.site.names import Name, names
from valuestream_cli.validation.checking import Check
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.sound import sound_stream
from valuestream_cli.validation.suppressions import Suppressed

OWN = "x-"  # what the keys begin with that an organisation adds to the format


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One stream file. stream: null where it has errors of YAML or structure; then there is no analysis either.

    own: the data under keys of the organisation's own. nested: `stream:` of a step -> id of the page of that stream.
    used_by: ids of the pages of streams that refer to this one.
    """

    file: str
    name: Name
    title: str
    text: str
    stream: ValueStream | None
    own: Mapping[str, Any]
    own_of_steps: Mapping[str, Mapping[str, Any]]
    analysis: StreamAnalysis | None
    findings: tuple[Finding, ...]
    silenced: tuple[Suppressed, ...]
    commits: tuple[Commit, ...] = ()
    nested: Mapping[str, str]
    used_by: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The id of its page."""
        return self.name.id

    @cached_property
    def flow(self) -> Flow | None:
        """Its flow, from which the numbers of its steps follow."""
        return Flow(self.stream) if self.stream else None

    @property
    def steps(self) -> list[tuple[int, Step]]:
        """Its steps with their numbers, along the flow."""
        flow = self.flow
        return [(number, flow.steps[id]) for number, id in enumerate(flow.order, start=1)] if flow else []

    def count(self, severity: Severity) -> int:
        """How many findings have exactly this severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def role(self, id: str) -> str:
        """What a role is called."""
        known = self.stream.roles.get(id) if self.stream else None
        return known.name if known and known.name else id

    def practice(self, id: str) -> str | None:
        """What a practice of the organisation's own is called, if its settings say so."""
        known = settings_for(self.file).practices.get(id)
        return known.name if known else None


@dataclass(frozen=True, kw_only=True)
class Portfolio:
    """All streams of a site by the id of their page, in the order of their names. gaps: why some have no history."""

    entries: Mapping[str, Entry]
    report: Report
    gaps: tuple[str, ...] = ()


def gather(paths: Sequence[str], *, with_history: bool = True, jobs: int = 0) -> Portfolio:
    """Read, check and measure all streams below some paths.

    Raises VsError where a path does not exist, or there is no stream.
    """
    if discovery.STDIN in paths:
        raise VsError("a site is made of files, not of stdin", "name the files or folders of its streams")
    report = api.validate(paths, jobs=jobs)
    past = history(report.paths) if with_history else History({})
    analyses = {analysis.path: analysis for analysis in _analyses(report.paths, jobs)}
    called = names(report.paths, paths)
    pages = {os.path.realpath(file): called[file].id for file in report.paths}
    entries = [_entry(file, called[file], report, analyses.get(file), past, pages) for file in report.paths]
    return Portfolio(entries=_linked(entries), report=report, gaps=past.gaps)


def _analyses(files: Sequence[str], jobs: int) -> Iterable[StreamAnalysis]:
    try:
        return api.analyze(files, jobs=jobs)
    except api.UnsoundStream as error:
        return error.analyses


def _entry(
    file: str,
    name: Name,
    report: Report,
    analysis: StreamAnalysis | None,
    past: History,
    pages: Mapping[str, str],
) -> Entry:
    document = source.load(file)
    stream = sound_stream(document)
    data = document.data if isinstance(document.data, dict) else {}
    said = data.get("name")
    return Entry(
        file=file,
        name=name,
        title=said if isinstance(said, str) and said.strip() else name.path,
        text=document.text,
        stream=stream,
        own=_own(data),
        own_of_steps={step["id"]: _own(step) for step in data["steps"]} if stream else {},
        analysis=analysis,
        findings=tuple(finding for finding in report.findings if finding.path == file),
        silenced=Check().silenced(document),
        commits=past.commits.get(file, ()),
        nested=_nested(file, stream, pages),
    )


def _own(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key.startswith(OWN)}


def _nested(file: str, stream: ValueStream | None, pages: Mapping[str, str]) -> dict[str, str]:
    """The pages of the streams that steps refer to, as far as they are in the site."""
    files = Nested(file)
    references = {step.stream for step in stream.steps if step.stream} if stream else set()
    found = {reference: files.find(reference) for reference in sorted(references)}
    return {reference: pages[str(path)] for reference, path in found.items() if str(path) in pages}


def _linked(entries: Sequence[Entry]) -> dict[str, Entry]:
    users: dict[str, list[str]] = {}
    for entry in sorted(entries, key=_order):
        for id in dict.fromkeys(entry.nested.values()):
            users.setdefault(id, []).append(entry.id)
    return {entry.id: replace(entry, used_by=tuple(users.get(entry.id, ()))) for entry in sorted(entries, key=_order)}


def _order(entry: Entry) -> tuple[str, str]:
    return entry.title.casefold(), entry.id
