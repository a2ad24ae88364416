"""`vs validate --fix` and `--diff`: repairs written to the files, or shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from valuestream_cli import fixing, source
from valuestream_cli.cli import gating
from valuestream_cli.cli.console import replace_file, show_diff, talk, tell_bytes
from valuestream_cli.errors import VsError
from valuestream_cli.reporting.plain import count


class Repair(NamedTuple):
    """What was read under a path, and what becomes of it."""

    path: str
    before: bytes
    fixed: fixing.Fixed


def repair(asked: gating.Asked, *, unsafe: bool, only_show: bool) -> int:
    """Repair the files with findings that can be repaired, or show what that would change.

    Files whose findings are all in the baseline are left alone. What comes from stdin goes to stdout, and the report
    to stderr. The exit status is that of what remains, at least 2 where a file could not be replaced; of what is
    shown, 1 where there is anything to repair.
    """
    if asked.stdin and len(asked.paths) > 1:
        raise VsError("stdin cannot be repaired together with files", "run vs once for each")
    found = gating.report(asked)
    paths = dict.fromkeys(each.path for each in found.findings if each.fix and (each.fix.safe or unsafe))
    tried = [_repair(path, asked, unsafe=unsafe) for path in paths]
    repairs = [each for each in tried if each.fixed.applied]
    if only_show:
        for each in repairs:
            show_diff(each.path, each.before.decode(), each.fixed.text)
        _say("would repair", repairs)
        return gating.status(found) if found.crashes else int(bool(repairs))
    if asked.stdin:
        content = repairs[0].fixed.text.encode() if repairs else asked.stdin.content
        tell_bytes(content)
        return gating.once(asked._replace(stdin=asked.stdin._replace(content=content)), aside=True)
    return _write(repairs, asked)


def _repair(path: str, asked: gating.Asked, *, unsafe: bool) -> Repair:
    before = asked.stdin.content if asked.stdin else source.bytes_of(path) or b""
    examine = asked.check.document
    return Repair(path, before, fixing.fix(path, before, lambda document: examine(document).findings, unsafe=unsafe))


def _write(repairs: list[Repair], asked: gating.Asked) -> int:
    written: list[Repair] = []
    try:
        for each in repairs:
            if replace_file(each.path, each.before, each.fixed.text.encode()):
                written.append(each)  # noqa: PERF401 (what is written by then counts where Ctrl-C ends it)
    except KeyboardInterrupt:
        if written:
            _say("repaired", written)
        raise
    _say("repaired", written)
    status = gating.once(asked)
    return status if len(written) == len(repairs) else max(status, 2)


def _say(verb: str, repairs: Sequence[Repair]) -> None:
    findings = count(sum(len(each.fixed.applied) for each in repairs), "finding")
    talk(f"{verb} {findings} in {count(len(repairs), 'file')}" if repairs else "nothing to repair")
