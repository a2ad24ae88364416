"""`vs validate --fix` and `--diff`: repairs written to the files, or shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from valuestream_cli import fixing, source
from valuestream_cli.cli import gating
from valuestream_cli.cli.console import show_diff, talk, tell_bytes, write_file
from valuestream_cli.discovery import STDIN
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Finding
from valuestream_cli.reporting.plain import count
from valuestream_cli.validation.checking import Check

if TYPE_CHECKING:
    from valuestream_cli.cli.gating import Asked


def repair(asked: Asked, *, unsafe: bool, only_show: bool) -> int:
    """Repair the files with findings that can be repaired, or show what that would change.

    Files whose findings are all in the baseline are left alone. The exit status is that of what remains; of what is
    shown, 1 where there is anything to repair.
    """
    if STDIN in asked.paths:
        return _repair_stdin(asked, unsafe=unsafe, only_show=only_show)
    found = gating.findings(asked)
    paths = dict.fromkeys(each.path for each in found if each.fix and (each.fix.safe or unsafe))
    changed = [_repair(path, asked, unsafe=unsafe, only_show=only_show) for path in paths]
    _say([applied for applied in changed if applied], only_show=only_show)
    return int(any(changed)) if only_show else gating.once(asked)


def _say(changed: list[list[Finding]], *, only_show: bool) -> None:
    findings = count(sum(map(len, changed)), "finding")
    verb = "would repair" if only_show else "repaired"
    talk(f"{verb} {findings} in {count(len(changed), 'file')}" if changed else "nothing to repair")


def _repair(path: str, asked: Asked, *, unsafe: bool, only_show: bool) -> list[Finding]:
    """Repair one file; the result is what was repaired."""
    raw = source.bytes_of(path)
    fixed = fixing.fix(path, raw or b"", _examine(asked), unsafe=unsafe)
    if not fixed.applied or raw is None:
        return []
    if only_show:
        show_diff(path, raw.decode(), fixed.text)
    elif source.bytes_of(path) != raw:
        raise VsError(f"'{path}' has changed meanwhile", "it is left as it is; run the command again")
    else:
        write_file(path, fixed.text.encode())
    return fixed.applied


def _repair_stdin(asked: Asked, *, unsafe: bool, only_show: bool) -> int:
    """Print stdin with its repairs, or what they would change; what remains is only counted."""
    if len(asked.paths) > 1:
        raise VsError("stdin cannot be repaired together with files", "run vs once for each")
    raw = asked.stdin or b""
    fixed = fixing.fix(asked.stdin_filename, raw, _examine(asked), unsafe=unsafe)
    if only_show:
        show_diff(asked.stdin_filename, raw.decode("utf-8", "replace"), fixed.text if fixed.applied else None)
        return int(bool(fixed.applied))
    tell_bytes(fixed.text.encode() if fixed.applied else raw)
    return gating.rest(asked, fixed.remaining)


def _examine(asked: Asked) -> fixing.Examine:
    check = Check(asked.config, asked.select, asked.ignore, asked.suppressions)
    return lambda document: check.document(document).findings
