"""Values: of the wrong type, not among the known words, or not in the form of their field."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.itil import catalogue, slug
from valuestream_cli.model import DEMAND, END, VALUE
from valuestream_cli.suggest import closest
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.structure import Mistake, Repair
from valuestream_cli.validation.wording import (
    FORMS,
    TYPE_NAMES,
    Wording,
    as_id,
    for_example,
    kind_of,
    number,
    shown,
)

ENDS = (DEMAND, VALUE, END)


@rule("VS103", "wrong-type", Severity.ERROR)
def wrong_type(mistake: Mistake) -> Wording:
    """A value of another kind than the field takes: text for a list, a number for text, nothing at all.

    ## Why it matters
    Tools that read the file later rely on its shape. Most often a list lost its brackets, a percentage its `%`,
    or a duration its unit.

    ```yaml bad
    services: email  # <- wrong-type
    ```
    ```yaml good
    services: [email]
    ```
    """
    wanted, value = mistake.schema["type"], mistake.value
    wanted = wanted if isinstance(wanted, list) else [wanted]
    if value is None:
        return no_value(mistake)
    message = f"{_owner(mistake)} must be {_due(mistake, wanted)}, not {kind_of(value)}"
    if wanted == ["array"] and isinstance(value, str | dict):
        return Wording(message, _bracketed(mistake), Repair(value=[value]))
    if isinstance(value, int | float) and "string" in wanted:
        return Wording(message, _as_text(mistake))
    return Wording(message, _rewritten(mistake, wanted))


def no_value(mistake: Mistake) -> Wording:
    """A key, or a dash, with nothing after it."""
    if isinstance(mistake.route[-1], int):
        return Wording(f"an item of '{mistake.key}' has no value", "write a value, or remove the item")
    return Wording(f"'{mistake.key}' has no value", f"write a value after `{mistake.key}:`, or remove the line")


def _owner(mistake: Mistake) -> str:
    if not mistake.route:
        return "the file"
    return f"an item of '{mistake.key}'" if isinstance(mistake.route[-1], int) else f"'{mistake.key}'"


def _due(mistake: Mistake, wanted: list[str]) -> str:
    title = mistake.schema.get("title")
    if title and mistake.route:
        return str(title) if title.startswith("working") else f"a {title}"
    return " or ".join(TYPE_NAMES[kind] for kind in wanted)


def _bracketed(mistake: Mistake) -> str:
    if isinstance(mistake.value, str):
        return f"put it in brackets: `[{shown(mistake.value)}]`"
    return f"write a list, {for_example(mistake)}"


def _as_text(mistake: Mistake) -> str:
    """How to write a number where text is due."""
    value, form = mistake.value, mistake.schema.get("title")
    if isinstance(value, bool):
        return f'put it in quotes: "{str(value).lower()}"'
    if form in ("percentage", "percentage above zero", "duration", "rate"):
        return FORMS[form](number(value))
    return f'put it in quotes: "{value}"'


def _rewritten(mistake: Mistake, wanted: list[str]) -> str:
    if not mistake.route:
        return "begin with `valuestream: 1`, or let `vs new` write a stream to start from"
    if wanted == ["boolean"]:
        return "write true or false, without quotes"
    if wanted == ["integer"] or wanted == ["number"]:
        return "write a plain number, without quotes or unit"
    if isinstance(mistake.value, list) and len(mistake.value) == 1:
        return "remove the brackets: one value is expected here"
    return f"write it like this, {for_example(mistake)}"


@rule("VS104", "unknown-word", Severity.ERROR)
def unknown_word(mistake: Mistake) -> Wording:
    """A word that is none of those a field takes.

    ## Why it matters
    Activities, states and wastes are fixed words, so that pictures, numbers and comparisons between streams
    mean the same everywhere.

    ```yaml bad
    steps:
      - id: triage
        name: Assess the request
        activity: Engagement  # <- unknown-word
        practices: [service-desk]
    ```
    ```yaml good
    steps:
      - {id: triage, name: Assess the request, activity: engage, practices: [service-desk]}
    ```
    """
    words = [str(word) for word in mistake.schema["enum"]]
    if mistake.value is None:
        return no_value(mistake)
    if not isinstance(mistake.value, str):
        return Wording(f"'{mistake.key}' must be a word, not {kind_of(mistake.value)}", f"one of: {', '.join(words)}")
    meant = likely_word(mistake.key, mistake.value, words)
    if meant:
        hint = f"write `{meant}`; one of: {', '.join(words)}"
        return Wording(
            f"unknown {_noun(mistake)} '{shown(mistake.value)}'; did you mean '{meant}'?",
            hint,
            Repair(value=meant),
        )
    return Wording(f"unknown {_noun(mistake)} '{shown(mistake.value)}'", f"one of: {', '.join(words)}")


def _noun(mistake: Mistake) -> str:
    return {"principles": "principle", "value_class": "value class"}.get(mistake.key, mistake.key)


def likely_word(key: str, value: str, words: list[str]) -> str | None:
    """The word that a value stands for, by the catalogue's aliases or by likeness."""
    if key == "activity":
        by_name = catalogue().activity_names.get(slug(value))
        if by_name:
            return by_name
    if key == "waste":
        wastes = catalogue().terms("wastes").values()
        by_name = next((term.id for term in wastes if slug(value) in map(slug, (term.name, *term.aliases))), None)
        if by_name:
            return by_name
    return closest(value, words)


@rule("VS105", "malformed-text", Severity.ERROR)
def malformed_text(mistake: Mistake) -> Wording:
    """Text that does not have the form of its field: an id, a duration, a percentage, a rate, a date, an address.

    ## Why it matters
    A figure that cannot be read cannot be computed with, and an id with blanks or capitals breaks links.

    ```yaml bad
    demand:
      trigger: A user asks for access
      rate: 40/m  # <- malformed-text
    ```
    ```yaml good
    demand:
      trigger: A user asks for access
      rate: 40/min
    ```
    """
    value = mistake.value
    if not value.strip():
        return Wording(f"'{mistake.key}' is empty", f"say something, or remove `{mistake.key}`")
    form = mistake.schema["title"]
    if form == "kebab-case id":
        return _malformed_id(mistake)
    verb = "are" if form.startswith("working") else "is"
    return Wording(f"'{shown(value)}' {verb} no {form}", FORMS[form](value))


def _malformed_id(mistake: Mistake) -> Wording:
    """A reference in another spelling still says what is meant; of a step's id nobody knows who refers to it."""
    key, value = mistake.key, mistake.value
    if value in ENDS:
        what = "a step to go to" if key != "id" else "the id of a step"
        return Wording(
            f"'{value}' cannot be {what}",
            "demand, value and end are the ends of the stream: choose another id",
        )
    repair = Repair(value=as_id(value) or value) if key != "id" else None
    return Wording(f"'{shown(value)}' is no kebab-case id", FORMS["kebab-case id"](value), repair)
