"""Options that cannot be used together, because one of them would do nothing: said, not passed over in silence."""

from __future__ import annotations

from collections.abc import Mapping

from valuestream_cli.errors import VsError

_REPORT = ("--format", "--output", "--statistics", "--fail-on")
_REPAIR = ("--fix", "--unsafe-fixes", "--diff")
_OF_VALIDATE = {
    "--show-settings": ("--format", "--output", "--statistics", *_REPAIR, "--write-baseline", "--watch"),
    "--prune-baseline": ("--show-settings", "--write-baseline", "--diff", "--watch"),
    "--write-baseline": (*_REPORT, "--baseline", "--diff", "--watch"),
    "--watch": _REPAIR,
    "--diff": _REPORT,
    "--statistics": ("--format",),
}


def refuse(given: Mapping[str, object]) -> None:
    """Raise VsError for options of `vs validate` of which one would do nothing.

    given: option, or `-` for stdin -> whether it was used, or what it says.
    """
    for option, others in _OF_VALIDATE.items():
        for other in others:
            if given[option] and given[other]:
                raise VsError(f"{option} and {other} do not go together", "leave one of them out")
    if given["--stdin-filename"] and not given["-"]:
        raise VsError("--stdin-filename names a stdin that is not checked", "give `-` as a path, too")
    if given["--write-baseline"] and given["-"] and not given["--stdin-filename"]:
        raise VsError("stdin has no file name to record its findings under", "give it one with --stdin-filename")
