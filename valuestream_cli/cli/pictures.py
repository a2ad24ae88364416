"""Draws the pictures of files and puts them where they belong, one file at a time, here or in another process."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from valuestream_cli import api
from valuestream_cli.cli.console import complain, show_unsound, talk, write_file
from valuestream_cli.cli.progress import bar
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Report
from valuestream_cli.rendering.options import Options
from valuestream_cli.rendering.picture import Artifact, is_ours

_A_PICTURE = 20  # times the work of checking a file, about
_FOREIGN = "not made by vs"
_REMEDY = "remove it, or choose another place with --out"
_REDRAW = "draw it again with `vs render` and the same options"
_FEW = 20  # pictures: that many unchanged ones are told one by one


class Plan(NamedTuple):
    """What to draw of each file, and where to: file -> options, file -> a folder (ends in a slash), a file, or stdout
    (null). check: compare only, write nothing.
    """

    options: dict[str, tuple[Options, ...]]
    targets: dict[str, str | None]
    stdin: bytes | None = None
    check: bool = False


class Outcome(NamedTuple):
    """What came of one file. written: new pictures; same: those that were so already; stale: path, and why."""

    written: tuple[str, ...] = ()
    same: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    stale: tuple[tuple[str, str], ...] = ()
    report: Report | None = None
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> int:
        """The exit status that this file asks for."""
        return 2 if self.errors else int(bool(self.stale or self.report))


def draw(plan: Plan, jobs: int) -> tuple[int, list[str]]:
    """Draw all pictures and tell what came of it; the exit status, and the pictures that stand there now.

    jobs: processes; 0 for as many as pay.
    """
    from valuestream_cli import running

    files = list(plan.targets)
    with bar("drawing") as progress:
        done = (lambda number: progress(number, len(files))) if progress else int
        jobs = 1 if None in plan.targets.values() else jobs
        weight = _A_PICTURE * max(map(len, plan.options.values()), default=1)
        outcomes = running.each(files, partial(_outcome, plan=plan), jobs, done, weight=weight)
    return _tell(outcomes), [picture for each in outcomes for picture in (*each.written, *each.same)]


def _tell(outcomes: Iterable[Outcome]) -> int:
    """Say what came of all files, in order; the worst status."""
    status = 0
    same: list[str] = []
    errors: dict[tuple[str, str], None] = {}
    for each in outcomes:
        for line in each.warnings:
            talk(f"warning: {line}")
        if each.report:
            show_unsound(each.report)
        for path in each.written:
            talk(f"wrote {path}")
        for path, state in each.stale:
            complain(f"{path} is {state}", _REMEDY if state == _FOREIGN else _REDRAW)
        same += each.same
        errors |= dict.fromkeys(each.errors)
        status = max(status, each.status)
    for line in [f"unchanged {path}" for path in same] if len(same) <= _FEW else [f"unchanged: {len(same)} pictures"]:
        talk(line)
    for message, hint in errors:
        complain(message, hint)
    return status


def _outcome(file: str, plan: Plan) -> Outcome:
    """Draw what is asked of one file. What is wrong with it, or with one picture, does not keep others from it."""
    found = Outcome()
    try:
        pictures = api.render_each(file, plan.options[file], stdin=plan.stdin)
    except api.UnsoundStream as error:
        return found._replace(report=error.report._replace(fail_on={}, pruned={}))  # their defaults cannot be sent
    except VsError as error:
        return found._replace(errors=((error.message, error.hint),))
    for _ in plan.options[file]:
        try:
            picture = next(pictures)
            found = _delivered(found, picture, plan.targets[file], check=plan.check)
        except VsError as error:
            found = found._replace(errors=(*found.errors, (error.message, error.hint)))
        else:
            told = (f"{file}: {warning}" for warning in picture.warnings)
            found = found._replace(warnings=tuple(dict.fromkeys((*found.warnings, *told))))
    return found


def _delivered(found: Outcome, picture: Artifact, target: str | None, *, check: bool) -> Outcome:
    """Write a picture, or compare it with what is there. Raises VsError where another file stands in its place."""
    if target is None:
        sys.stdout.buffer.write(picture.content)
        return found
    path = Path(target) / picture.name if target.endswith("/") else Path(target)
    before = _content(path)
    if before == picture.content:
        return found if check else found._replace(same=(*found.same, str(path)))
    if check:
        state = "missing" if before is None else "stale" if is_ours(before) else _FOREIGN
        return found._replace(stale=(*found.stale, (str(path), state)))
    if before and not is_ours(before):
        raise VsError(f"'{path}' was not made by vs and is left alone", _REMEDY)
    if before is None and path.is_symlink():
        raise VsError(f"'{path}' is a link that leads nowhere", _REMEDY)
    write_file(path, picture.content)
    return found._replace(written=(*found.written, str(path)))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise VsError(f"cannot write '{path}': {error.strerror}", "choose another place with --out") from None
