"""Values: of the wrong type, not among the known words, or not in the form of their field."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.itil import catalogue, slug
from valuestream_cli.model import DEMAND, END, VALUE
from valuestream_cli.suggest import closest, is_sure
from valuestream_cli.validation.notations import as_id, number, reading
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.repairs import Meaning, Quote, Wrap, Write
from valuestream_cli.validation.rules.practices import meant_practice
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.wording import (
    FORMS,
    TYPE_NAMES,
    Wording,
    for_example,
    kind_of,
    shown,
)

ENDS = (DEMAND, VALUE, END)


@rule("VS103", "wrong-type", Severity.ERROR, profile="basic")
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
        return Wording(message, _bracketed(mistake), _listed(mistake))
    if isinstance(value, int | float) and "string" in wanted:
        return _number_for_text(mistake, message)
    return Wording(message, _rewritten(mistake, wanted), fix=_converted(value, wanted))


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


def _listed(mistake: Mistake) -> Meaning:
    """A lone item as a list; text with commas is several, which only names of practices leave no doubt about."""
    if not isinstance(mistake.value, str):
        return Wrap(mistake.value)
    parts = [part.strip() for part in mistake.value.split(",")]
    if mistake.key == "practices":
        found = [meant for part in parts if (meant := meant_practice(part, mistake.own_practices))]
        if len(found) == len(parts):
            return Write(list(dict.fromkeys(each.value for each in found)), all(each.safe for each in found))
    return Wrap(mistake.value) if len(parts) == 1 else Write([part for part in parts if part], safe=False)


_FIGURES = ("percentage", "percentage above zero", "duration", "rate")


def _number_for_text(mistake: Mistake, message: str) -> Wording:
    """A number, or true or false, where text is due."""
    value, form = mistake.value, mistake.schema.get("title", "")
    if isinstance(value, bool):
        return Wording(message, f'put it in quotes: "{str(value).lower()}"', fix=Quote())
    if form not in _FIGURES:
        return Wording(message, f'put it in quotes: "{value}"', fix=Quote())
    return _figure(message, form, number(value))


def _figure(message: str, form: str, text: str) -> Wording:
    """A figure, or other text of a form, in another notation: rules do not reckon with it before it is mended."""
    meant = reading(form, text)
    return Wording(message, FORMS[form](text), fix=Write(meant.text, meant.is_plain) if meant else None)


_TRUTH = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _converted(value: object, wanted: list[str]) -> Write | None:
    """The value as the kind that is due, where it says the same."""
    if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str) and "string" in wanted:
        return Write(value[0], safe=True)
    if isinstance(value, str) and wanted == ["boolean"] and value.lower() in _TRUTH:
        return Write(_TRUTH[value.lower()], safe=True)
    if isinstance(value, str) and wanted in (["integer"], ["number"]) and value.isascii() and len(value) < _LONGEST:
        is_whole, is_number = value.isdecimal(), value.replace(".", "", 1).isdecimal()
        return Write(int(value), safe=True) if is_whole else Write(float(value), safe=True) if is_number else None
    return None


_LONGEST = 16  # digits: a longer number would not be written as it was


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


@rule("VS104", "unknown-word", Severity.ERROR, profile="basic")
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
            Write(meant, _is_named(mistake, meant)),
        )
    return Wording(f"unknown {_noun(mistake)} '{shown(mistake.value)}'", f"one of: {', '.join(words)}")


def _noun(mistake: Mistake) -> str:
    return {"principles": "principle", "value_class": "value class"}.get(mistake.key, mistake.key)


def _is_named(mistake: Mistake, meant: str) -> bool:
    """Whether a word is a name of what is meant, or but for a slip of the finger its id."""
    words = {slug(word): word for word in map(str, mistake.schema["enum"])}
    return closest(mistake.value, words.values()) != meant or is_sure(mistake.value, meant, words)


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


@rule("VS105", "malformed-text", Severity.ERROR, profile="basic")
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
    return _figure(f"'{shown(value)}' {verb} no {form}", form, value)


def _malformed_id(mistake: Mistake) -> Wording:
    """A reference in another spelling still says what is meant; of a step's id nobody knows who refers to it."""
    key, value = mistake.key, mistake.value
    if value in ENDS:
        what = "a step to go to" if key != "id" else "the id of a step"
        return Wording(
            f"'{value}' cannot be {what}",
            "demand, value and end are the ends of the stream: choose another id",
        )
    meant = Write(as_id(value) or value, safe=True)
    repair = meant if key != "id" else None
    return Wording(f"'{shown(value)}' is no kebab-case id", FORMS["kebab-case id"](value), repair, fix=meant)
