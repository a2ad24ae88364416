"""The command line: the only package that parses arguments, prints and exits. One module a command."""

from __future__ import annotations

import sys
from typing import Annotated, Any, NoReturn

import click
import typer

from valuestream_cli import __version__
from valuestream_cli.cli import explain, init, new, render, schema, show, validate
from valuestream_cli.cli.console import complain
from valuestream_cli.errors import VsError

app = typer.Typer(
    name="vs",
    help="Value streams as code: scaffold, validate and draw ITIL 4 value streams.",
    epilog="Examples:  vs new incident  |  vs validate  |  vs render incident.vs.yaml  |  vs explain unreachable-step",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)

# Command -> its function, by the moment of use; a new command is a module and a line here.
COMMANDS: dict[str, dict[str, Any]] = {
    "Write": {"new": new.new, "init": init.init},
    "Check": {"validate": validate.validate, "explain": explain.explain},
    "Show": {"render": render.render, "show": show.show},
    "For tools": {"schema": schema.schema},
}
for moment, commands in COMMANDS.items():
    for name, function in commands.items():
        app.command(name, rich_help_panel=moment, no_args_is_help=False)(function)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"vs {__version__}")
        raise typer.Exit


@app.callback()
def main(
    _: Annotated[
        bool, typer.Option("--version", "-V", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Value streams as code: scaffold, validate and draw ITIL 4 value streams."""


def run() -> NoReturn:
    """Entry point: run a command and exit with 0, 1 (findings), 2 (wrong use), 3 (a bug) or 130 (interrupted)."""
    try:
        code = app(standalone_mode=False)
    except VsError as error:
        complain(error.message, error.hint)
        code = 2
    except click.exceptions.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.exceptions.Abort):
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
