"""The baseline: the findings that a team has agreed to leave for later. `baseline` finds what is wrong with it."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording, shown


@rule("VS931", "stale-baseline-entry", Severity.WARNING, profile="basic")
def stale_baseline_entry(name: str, path: str, recorded: int, found: int, *, is_gone: bool) -> Wording:
    """An entry of the baseline for something that is no longer found, or less often.

    ## Why it matters
    What it stood for was mended, or its file is gone. If it stayed, it would hide the next mistake of its kind at the
    same place. It is judged only for files and rules of this run, and once new errors that may hide findings are
    mended.

    `vs validate --prune-baseline` takes such entries out and adds none, so that what is new is still told.
    `--write-baseline` would record that, too.

    ```yaml bad
    {"path": "example.vs.yaml", "code": "VS501", "rule": "input-unproduced", "route": "steps[id=mend].inputs[=order]"}  # <- stale-baseline-entry
    ```
    ```yaml good
    {"path": "example.vs.yaml", "code": "VS307", "rule": "no-owner", "route": "owner"}
    ```
    """
    hint = "take what is gone out with `--prune-baseline`, or remove this line"
    if is_gone:
        return Wording(f"there is no file '{shown(path)}' any more", hint)
    if found:
        times = "once" if found == 1 else f"{found} times"
        return Wording(f"'{shown(name)}' is found {times} at this place, not {recorded} times", hint)
    return Wording(f"'{shown(name)}' is no longer found at this place of '{shown(path)}'", hint)


@rule("VS932", "broken-baseline", Severity.ERROR, profile="basic")
def broken_baseline(fault: str, hint: str) -> Wording:
    """A baseline that cannot be read: it is no JSON, no baseline, or of a newer `vs`.

    ## Why it matters
    Nothing can be compared with it, so the run fails. Old findings are not listed beside it: they would bury the one
    thing to mend. Most often it is a merge conflict: take either side, and write the baseline with `--write-baseline`,
    which does not replace a file that it cannot read.

    ```yaml bad
    {"path": "example.vs.yaml", "code": "VS307", "rule": "no-owner", "route": "owner"  # <- broken-baseline
    ```
    ```yaml good
    {"path": "example.vs.yaml", "code": "VS307", "rule": "no-owner", "route": "owner"}
    ```
    """
    return Wording(f"this baseline cannot be read: {fault}", hint)


@rule("VS933", "malformed-baseline-entry", Severity.ERROR, profile="basic")
def malformed_baseline_entry(fault: str) -> Wording:
    """An entry of the baseline that is not written as it must be, or may not be in one; it hides nothing.

    ## Why it matters
    An entry has the texts `path`, `code`, `rule` and `route`, and where it stands for several findings a `count`.
    Findings about the use of `vs` (VS9xx) cannot be recorded: they are what says what is hidden.

    ```yaml bad
    {"path": "example.vs.yaml", "rule": "no-owner"}  # <- malformed-baseline-entry
    ```
    ```yaml good
    {"path": "example.vs.yaml", "code": "VS307", "rule": "no-owner", "route": "owner"}
    ```
    """
    return Wording(f"this entry {fault}", "remove it, or write the baseline with `--write-baseline`, which drops it")
