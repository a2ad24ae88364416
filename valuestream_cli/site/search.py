"""What the search of a site looks through: a script that holds it, since a page on a disk may fetch nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from valuestream_cli.itil.words import Words
from valuestream_cli.model import Step
from valuestream_cli.site.portfolio import Entry

Address = Callable[[str, str], str]


def index(entries: Iterable[Entry], words: Words, address: Address) -> str:
    """A script that sets `vsIndex`: for each stream its page, its name, what else may be looked for, and its steps.

    address: of a page, or of a place on it, from the root of the site.
    """
    found = [_told(entry, words, address) for entry in entries]
    # A script may stand in a page: nothing in it must look like the end of one.
    return f"window.vsIndex={json.dumps(found, separators=(',', ':')).replace('<', chr(92) + 'u003c')};\n"


def _told(entry: Entry, words: Words, address: Address) -> list[Any]:
    steps = [
        [address(entry.id, step.id), f"{number} {step.name}", " ".join(_step(entry, step, words))]
        for number, step in entry.steps
    ]
    return [address(entry.id, ""), entry.title, " ".join(_stream(entry)), steps]


def _stream(entry: Entry) -> Iterator[str]:
    yield entry.name.path
    stream = entry.stream
    if stream:
        yield from filter(None, (stream.id, stream.description, stream.owner, stream.demand.trigger))
        yield from (stream.value.outcome, *stream.services, *stream.demand.from_, *stream.value.for_)


def _step(entry: Entry, step: Step, words: Words) -> Iterator[str]:
    yield words.activity(step.activity)
    yield from (entry.practice(id) or words.practice(id) for id in step.practices)
    yield from (entry.role(id) for id in (step.roles.everybody if step.roles else ()))
    yield from filter(None, (step.description, step.team, step.supplier and entry.role(step.supplier)))
    yield from (*step.inputs, *step.outputs, *step.tools)
