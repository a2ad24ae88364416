"""The parser: Typer, told of the commands."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, cast

import typer

from valuestream_cli import __version__
from valuestream_cli.cli import ALIASES, COMMANDS, function

# What Typer raises for wrong arguments. Newer versions carry a copy of click, and importing the real one as well
# would cost a tenth of a start.
WrongUse = cast("type[typer.BadParameter]", typer.BadParameter.__mro__[2])


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
            command = function(name)
            command.__globals__["typer"] = typer  # its annotations name it; only here are they read
            app.command(name, rich_help_panel=moment)(_interruptible(command))
            for alias in (other for other, meant in ALIASES.items() if meant == name):
                app.command(alias, hidden=True)(_interruptible(command))
    return app


def parse_and_run(only: str | None) -> int:
    """Parse the arguments of the process and run the command that they name; the result is the exit status.

    Raises KeyboardInterrupt for Ctrl-C, as a command does that is called without it.
    """
    try:
        return application(only)(standalone_mode=False) or 0
    except WrongUse as error:
        error.show()
        return 2
    except (typer.Abort, _Interrupted):
        raise KeyboardInterrupt from None


class _Interrupted(Exception):
    """Ctrl-C, by a name that Typer does not know: it would end without a word."""


def _interruptible(command: Callable[..., int | None]) -> Callable[..., int | None]:
    """The command with its signature, made to bring Ctrl-C past Typer."""

    @wraps(command)
    def call(*args: Any, **options: Any) -> int | None:
        try:
            return command(*args, **options)
        except KeyboardInterrupt:
            raise _Interrupted from None

    return call


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vs {__version__}")
        raise typer.Exit


def main(
    _: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Value streams as code: write, check, draw and measure ITIL 4 value streams."""
