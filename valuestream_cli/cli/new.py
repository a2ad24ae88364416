"""`vs new`: write a stream from a template."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from typing import TYPE_CHECKING, Annotated

from valuestream_cli import plugins
from valuestream_cli.cli import completion
from valuestream_cli.cli.console import is_interactive, print_pieces, talk, tell, write_file
from valuestream_cli.errors import VsError

if TYPE_CHECKING:
    import typer

    from valuestream_cli.scaffolding import NewStream, Template


STDOUT = "-"


def new(
    template: Annotated[
        str | None,
        typer.Argument(
            help="Template: incident, change, 'new service' ...; see --list.", autocompletion=completion.templates
        ),
    ] = None,
    dest: Annotated[str | None, typer.Argument(help="A folder or a file; default: <id>.vs.yaml here.")] = None,
    name: Annotated[str | None, typer.Option(help="Name of the stream; its id and file follow from it.")] = None,
    owner: Annotated[str | None, typer.Option(help="Who answers for the whole stream.")] = None,
    state: Annotated[
        str | None,
        typer.Option(help="as-is: what happens; to-be: what should happen.", autocompletion=completion.states),
    ] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Set any value: demand.rate=40/d.")
    ] = None,
    templates: Annotated[
        str | None, typer.Option(metavar="FOLDER", help="Own templates; they go first, also before those of vs.toml.")
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the templates.")] = False,
    stdout: Annotated[bool, typer.Option("--stdout", help="Print the stream instead of writing a file.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that exists.")] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask.")] = False,
) -> None:
    """Write a stream from a template: valid, drawable and commented.

    On a terminal and without TEMPLATE it shows the choice and asks.

    Examples:  vs new incident  |  vs new change --name "Network change" streams/  |  vs new --list
    """
    from valuestream_cli import scaffolding

    stdout, dest = stdout or dest == STDOUT, None if dest == STDOUT else dest
    folders = _folders(templates, dest)
    if list_:
        print_pieces(_table(scaffolding.templates(folders)))
        return
    answers = _answers({"name": name, "owner": owner, "state": state}, set_ or [])
    if template:
        chosen = _find(template, dest, folders)
    elif no_input or not is_interactive():
        raise _which(scaffolding.templates(folders))
    else:
        chosen, answers = _ask(scaffolding.templates(folders), dest, answers, force=force or stdout)
    made = scaffolding.new(chosen, dest, answers=answers, force=force or stdout)
    tell(made.text) if stdout else _write(made)


def _folders(asked: str | None, dest: str | None) -> tuple[str, ...]:
    """The folders of own templates: the one asked for goes before those that the configuration and its plugins name."""
    from valuestream_cli.config import settings_for

    settings = settings_for(dest or ".")
    added = (str(folder) for folder in plugins.parts(settings.plugins, "templates"))
    return (*((asked,) if asked is not None else ()), *settings.templates, *added)


def _ask(
    known: list[Template], dest: str | None, answers: dict[str, str], *, force: bool
) -> tuple[Template, dict[str, str]]:
    """Let the user choose a template and answer its questions."""
    from valuestream_cli.cli.asking import ask

    with redirect_stdout(sys.stderr):  # typer writes a part of each prompt to stdout, whatever it is told
        return ask(known, dest, answers, force=force)


def _answers(options: dict[str, str | None], pairs: list[str]) -> dict[str, str]:
    """All that was answered on the command line, the options first."""
    answers = {key: value for key, value in options.items() if value is not None}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise VsError(f"--set '{pair[:60]}' is not KEY=VALUE", "write for example --set demand.rate=40/d")
        answers[key.strip()] = value
    return answers


def _find(word: str, dest: str | None, own: tuple[str, ...]) -> Template:
    """The template of a word; where a name came as two words (`vs new new service`), the error says so."""
    from valuestream_cli.scaffolding import find, lookup

    split = lookup(f"{word} {dest}", own) if dest and not lookup(word, own) else None
    if split:
        raise VsError(f"there is no template '{word}'", f"did you mean `vs new {split.name}`?")
    return find(word, own)


def _write(made: NewStream) -> None:
    """Write the file and say what it is and what to do next."""
    from shlex import quote

    from valuestream_cli.reporting.plain import count, safe

    write_file(made.path, made.text.encode())
    path = safe(made.path)
    talk(f"wrote {path}: {count(len(made.activities), 'step')}, {' > '.join(made.activities)}")
    talk(f"next: vs validate {quote(path)}  |  vs render {quote(path)}")
    if made.schema is None:
        talk("tip: `vs init` lets your editor check and complete such files as you type")


def _table(templates: list[Template]) -> list[tuple[str, str]]:
    """Name and summary of each template, aligned."""
    from valuestream_cli.reporting.plain import safe

    width = max(len(template.name) for template in templates)
    rows = ((f"{template.name:{width}}", f"  {safe(template.summary)}\n") for template in templates)
    return [piece for name, summary in rows for piece in ((name, "bold"), (summary, ""))]


def _which(templates: list[Template]) -> VsError:
    table = "".join(text for text, _ in _table(templates)).rstrip().replace("\n", "\n    ")
    return VsError("no template named", f"choose one of these, for example `vs new incident`:\n    {table}")
