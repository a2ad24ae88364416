"""Templates: folders with `template.yaml` (what for, what to ask) and `stream.vs.yaml` (a valid stream)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from valuestream_cli import source
from valuestream_cli.errors import VsError
from valuestream_cli.findings import KEBAB
from valuestream_cli.itil import slug
from valuestream_cli.resources import folder

if TYPE_CHECKING:
    from valuestream_cli.source import Document

ABOUT, STREAM = "template.yaml", "stream.vs.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something worth asking before a stream is written; `route` is the place in the stream that it sets."""

    id: str
    ask: str
    route: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A stream to start from; `path` is its stream file, `text` what stands in it."""

    name: str
    title: str
    summary: str
    version: int
    aliases: tuple[str, ...] = ()
    source: str = ""
    questions: tuple[Question, ...] = ()
    path: str
    text: str
    is_own: bool = False


Folders = str | Sequence[str] | None


def templates(own: Folders = None) -> list[Template]:
    """All templates by name: those of the package and of own folders; where names are equal, the first folder wins.

    Raises VsError where an own folder holds none, or a broken one.
    """
    found = {path.parent.name: _load(path) for path in folder("templates").glob(f"*/{ABOUT}")}
    for each in reversed(_folders(own)):
        found.update((path.parent.name, _load(path, is_own=True)) for path in _own(Path(each)))
    return [found[name] for name in sorted(found)]


def _folders(own: Folders) -> tuple[str, ...]:
    return (own,) if isinstance(own, str) else tuple(own or ())


def _own(place: Path) -> list[Path]:
    try:
        found = sorted(path for path in place.iterdir() if not path.name.startswith(".") and (path / ABOUT).is_file())
    except OSError as error:
        hint = "a folder of own templates holds one folder for each template"
        raise VsError(f"cannot read the templates in '{place}': {_reason(error)}", hint) from None
    if not found:
        hint = f"a template is a folder in it that holds {ABOUT} and {STREAM}"
        raise VsError(f"there are no templates in '{place}'", hint)
    return [path / ABOUT for path in found]


def find(word: str, own: Folders = None) -> Template:
    """The template that a word means: its name, title or alias, however spelt (`New service`).

    Raises VsError, with a suggestion, where there is none.
    """
    return lookup(word, own) or find_among(word, templates(own))


def lookup(word: str, own: Folders = None) -> Template | None:
    """The template that a word means, or null."""
    wanted = slug(word)
    exact = folder("templates") / (wanted or "-") / ABOUT
    if not _folders(own) and len(wanted) < 60 and exact.is_file():
        return _load(exact)
    return _by_word(templates(own)).get(wanted)


def find_among(word: str, known: list[Template]) -> Template:
    """The one of these templates that a word means; raises VsError where there is none."""
    named = _by_word(known)
    if slug(word) in named:
        return named[slug(word)]
    raise VsError(f"there is no template '{_short(word)}'", _suggestion(word, named, known))


def _by_word(known: list[Template]) -> dict[str, Template]:
    """Every word that means a template; names win over aliases, own templates over those of the package."""
    named = {}
    for template in sorted(known, key=lambda template: template.is_own):
        named.update(dict.fromkeys(map(slug, (template.title, *template.aliases)), template))
    named.update((template.name, template) for template in known)
    return named


def _suggestion(word: str, named: dict[str, Template], known: list[Template]) -> str:
    from valuestream_cli.suggest import closest

    meant = closest(word, named)
    names = ", ".join(template.name for template in known)
    return f"did you mean '{named[meant].name}'?" if meant else f"choose one of: {names}"


def _load(about: Path, *, is_own: bool = False) -> Template:
    """The template of a folder, from the path of its `template.yaml`."""
    name = about.parent.name
    if not re.fullmatch(KEBAB, name):
        raise VsError(
            f"'{name}' is no name for a template",
            f"rename '{about.parent}' to kebab-case, such as my-incident",
        )
    fields = _Fields(_read(about))
    stream = _read(about.with_name(STREAM))
    return Template(
        name=name,
        title=fields.text("title"),
        summary=fields.text("summary"),
        version=fields.version(),
        aliases=fields.aliases(),
        source=fields.text("source", needed=False),
        questions=fields.questions(),
        path=stream.path,
        text=stream.text,
        is_own=is_own,
    )


def _read(path: Path) -> Document:
    """One file of a template; raises VsError where it is no file, or not YAML."""
    document = source.load(str(path))
    if not document.faults:
        return document
    fault = document.faults[0]
    if fault.kind == "unreadable-file":
        hint = f"a template needs {ABOUT} and {STREAM}"
        raise VsError(f"cannot read '{path}' of template '{path.parent.name}': {fault.detail}", hint)
    why = fault.kind.replace("-", " ") + (f": {fault.detail}" if fault.detail else "")
    raise broken(document, document.span(fault.start, fault.end).line, why)


def broken(document: Document, line: int, why: str) -> VsError:
    """The error for a template file that cannot be used."""
    name = Path(document.path).parent.name
    return VsError(f"template '{name}' is broken: {why}", f"mend {document.path}, line {line}")


def _reason(error: OSError) -> str:
    return error.strerror or str(error)


def _short(word: str) -> str:
    return word if len(word) <= 60 else f"{word[:59]}…"


class _Fields:
    """The fields of a `template.yaml`, checked one by one."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._data: dict[str, Any] = document.data if isinstance(document.data, dict) else {}

    def text(self, key: str, *, needed: bool = True) -> str:
        value = self._data.get(key, None if needed else "")
        if isinstance(value, str) and (value.strip() or not needed):
            return " ".join(value.split())
        raise self._wrong((key,), f"it needs a text as '{key}'")

    def version(self) -> int:
        value = self._data.get("version")
        if type(value) is int and value > 0:
            return value
        raise self._wrong(("version",), "it needs a whole number from 1 as 'version'")

    def aliases(self) -> tuple[str, ...]:
        value = self._data.get("aliases", [])
        if isinstance(value, list) and all(isinstance(alias, str) for alias in value):
            return tuple(value)
        raise self._wrong(("aliases",), "'aliases' must be a list of words")

    def questions(self) -> tuple[Question, ...]:
        value = self._data.get("questions", [])
        if not isinstance(value, list):
            raise self._wrong(("questions",), "'questions' must be a list")
        return tuple(self._question(number, item) for number, item in enumerate(value))

    def _question(self, number: int, item: Any) -> Question:
        values = [item.get(key) if isinstance(item, dict) else None for key in ("id", "ask", "set")]
        texts = [value for value in values if isinstance(value, str) and value]
        if len(texts) < 3:
            raise self._wrong(("questions", number), "each question needs the texts 'id', 'ask' and 'set'")
        return Question(id=texts[0], ask=texts[1], route=texts[2])

    def _wrong(self, route: tuple[str | int, ...], why: str) -> VsError:
        start, end = self._document.value_at(route)
        return broken(self._document, self._document.span(start, end).line, why)
