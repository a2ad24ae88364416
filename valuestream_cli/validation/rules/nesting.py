"""Steps that are described by streams of their own."""

from __future__ import annotations

from pathlib import PurePath

from valuestream_cli.findings import Severity
from valuestream_cli.suggest import closest
from valuestream_cli.validation.naming import called
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.subject import Subject
from valuestream_cli.validation.wording import shown


@rule("VS331", "nested-stream-missing", Severity.ERROR, profile="basic")
def nested_stream_missing(subject: Subject) -> Problems:
    """A step refers to a stream file that is not there.

    ## Why it matters
    The reader who wants to look inside the step finds nothing. Paths count from the folder of this file, with
    forward slashes, and stay inside the project.

    ```yaml bad
    steps:
      - id: migrate
        name: Move the mailboxes
        activity: design-and-transition
        practices: [deployment-management]
        stream: not-written-yet.vs.yaml  # <- nested-stream-missing
    ```
    ```yaml good
    steps:
      - {id: migrate, name: Move the mailboxes, activity: design-and-transition, practices: [deployment-management]}
    ```
    """
    for step in subject.steps:
        if step.stream and subject.nested.is_possible and subject.nested.find(step.stream) is None:
            message = f"there is no stream file '{shown(step.stream)}' inside the project"
            yield Problem(step, message, "stream", _nearest(step.stream, subject.nested))


def _nearest(reference: str, nested: Nested) -> str:
    """A hint at the stream file that was most likely meant; nothing outside the project is looked at."""
    names = nested.neighbours(reference)
    if names is None:
        return "a stream can refer to files of its own project only"
    named = PurePath(reference)
    known = {name.partition(".vs.")[0]: name for name in names}
    near = closest(named.name.partition(".vs.")[0], known)
    if near:
        return f"write `{named.with_name(known[near]).as_posix()}`"
    return "write the file, correct the path, or remove `stream`"


@rule("VS332", "nested-stream-cycle", Severity.ERROR, profile="basic")
def nested_stream_cycle(subject: Subject) -> Problems:
    """A stream contains itself, straight away or by way of others.

    ## Why it matters
    A step is a part of its stream, so its own stream cannot have that stream as a part. Sums and pictures would
    never end.

    ```yaml bad
    steps:
      - id: migrate
        name: Move the mailboxes
        activity: design-and-transition
        practices: [deployment-management]
        stream: example.vs.yaml  # <- nested-stream-cycle
    ```
    ```yaml good
    steps:
      - {id: migrate, name: Move the mailboxes, activity: design-and-transition, practices: [deployment-management]}
    ```
    """
    for step in subject.steps:
        way = subject.nested.cycle(step.stream) if step.stream else []
        if way:
            stops = " > ".join(file.name for file in (way[-1], *way))
            message = f"the stream of {called(step)} leads back to this file: {stops}"
            yield Problem(step, message, "stream", "remove one of the references on this way")
