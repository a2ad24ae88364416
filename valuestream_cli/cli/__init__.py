"""The command line: the only package that parses arguments, prints and exits. One module a command."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, NoReturn

import typer

from valuestream_cli import __version__
from valuestream_cli.cli.console import complain
from valuestream_cli.errors import VsError

# What Typer raises for wrong arguments. Newer versions carry a copy of click, and importing the real one as well
# would cost a tenth of a start.
WrongUse = typer.BadParameter.__mro__[2]

# Command -> its module and the moment of use that it is listed under; the function bears the module's name.
COMMANDS = {
    "new": "Write",
    "init": "Write",
    "validate": "Check",
    "explain": "Check",
    "render": "Show",
    "show": "Show",
    "schema": "For tools",
}


def application(only: str | None = None) -> typer.Typer:
    """The command line; where one command is asked for, only its module is imported."""
    app = typer.Typer(
        name="vs",
        epilog="Examples:  vs new incident  |  vs validate  |  vs render incident.vs.yaml  |  vs explain VS203",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    app.callback()(main)
    for name, moment in COMMANDS.items():
        if only in (None, name):
            function = getattr(import_module(f"valuestream_cli.cli.{name}"), name)
            app.command(name, rich_help_panel=moment)(function)
    return app


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vs {__version__}")
        raise typer.Exit


def main(
    _: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Value streams as code: scaffold, validate and draw ITIL 4 value streams."""


def run() -> NoReturn:
    """Entry point: run a command and exit with 0, 1 (findings), 2 (wrong use), 3 (a bug) or 130 (interrupted)."""
    asked = sys.argv[1] if len(sys.argv) > 1 else ""
    try:
        code = application(asked if asked in COMMANDS else None)(standalone_mode=False)
    except VsError as error:
        complain(error.message, error.hint)
        code = 2
    except WrongUse as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, typer.Abort):
        complain("interrupted")
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except Exception:
        code = _bug()
    sys.exit(code if isinstance(code, int) else 0)


def _bug() -> int:
    """Something that must not happen: keep the traceback, say what to do with it."""
    import traceback

    traceback.print_exc()
    complain("this is a bug in vs", "please report it together with the lines above and, if you can, the file")
    return 3
