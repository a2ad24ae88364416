"""The command line: the only package that parses arguments, prints and exits. One module a command."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib import import_module
from typing import NoReturn

from valuestream_cli.cli import plain
from valuestream_cli.cli.console import complain, supply_streams
from valuestream_cli.errors import VsError

gc.set_threshold(50_000)  # measured: a tenth of a run over a thousand files, and of a start, went to looking for cycles

# Command -> the moment of use that it is listed under. Its module and its function bear the same name; what the
# function returns is the exit status.
COMMANDS = {
    "new": "Write",
    "init": "Write",
    "fmt": "Write",
    "validate": "Check",
    "explain": "Check",
    "render": "Show",
    "show": "Show",
    "docs": "Show",
    "serve": "Show",
    "analyze": "Measure",
    "simulate": "Measure",
    "diff": "Measure",
    "schema": "For tools",
    "lsp": "For tools",
}
ALIASES = {"analyse": "analyze"}  # other spellings, which help does not list


def run() -> NoReturn:
    """Entry point: run a command and exit with its status.

    0, 1 (findings), 2 (wrong use), 3 (a bug), 130 (interrupted), or 141 where nobody reads what it says and it has
    nothing to say otherwise: a gate does not turn green because its pipe is broken.
    """
    supply_streams()
    try:
        code = _command(sys.argv[1:])
    except VsError as error:
        complain(error.message, error.hint)
        code = error.status
    except KeyboardInterrupt:
        complain("interrupted")
        code = 130
    except BrokenPipeError:
        code = 141
    except Exception:
        code = _bug()
    gc.freeze()  # measured: a fifteenth of a run on one file would go to looking for cycles once more, on the way out
    sys.exit(code)


def _command(arguments: list[str]) -> int:
    """Run a command. Where its arguments are plain they need no parser, and two fifths of a start are saved."""
    name, *words = arguments or [""]
    name = ALIASES.get(name, name)
    values = plain.values(function(name), words) if name in COMMANDS else None
    if values is not None:
        return function(name)(**values) or 0
    from valuestream_cli.cli.application import parse_and_run

    return parse_and_run(name if name in COMMANDS else None)


def function(name: str) -> Callable[..., int | None]:
    """The function of a command."""
    return getattr(import_module(f"valuestream_cli.cli.{name}"), name)  # type: ignore[no-any-return]


def _bug() -> int:
    """Something that must not happen: keep the traceback, say what to do with it."""
    import traceback

    traceback.print_exc()
    complain("this is a bug in vs", "please report it together with the lines above and, if you can, the file")
    return 3
