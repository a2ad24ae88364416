"""What a word means: a rule, a practice, an activity, a field of the format, a term, a topic; as Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, NamedTuple

from valuestream_cli.config import DEFAULTS, OwnPractice, Settings
from valuestream_cli.errors import VsError
from valuestream_cli.itil import Activity, Practice, Term, catalogue, slug
from valuestream_cli.resources import PACKAGE
from valuestream_cli.suggest import closest
from valuestream_cli.validation import rulebook
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.selection import likely_rule, looks_like_a_code
from valuestream_cli.validation.structure import stream_schema
from valuestream_cli.validation.wording import as_yaml

TERM_KINDS = {
    "principles": "guiding principle",
    "dimensions": "dimension of service management",
    "wastes": "waste",
    "value_classes": "value class",
    "terms": "term",
}


def explain(word: str, settings: Settings = DEFAULTS) -> str:
    """Everything that is known of a word, as Markdown; the settings know rules and practices of your own.

    Raises VsError for a word that means nothing here, with the closest one that does.
    """
    wanted = slug(word)
    entries = list(_entries(settings))
    pages = [make() for names, make in entries if wanted in names]
    if not pages and "." in word:
        return explain(word.rpartition(".")[2], settings)
    if pages:
        return "\n\n".join(pages) + "\n"
    known = sorted({name for names, _ in entries for name in names})
    meant = likely_rule(word, rulebook.rules(settings)) if looks_like_a_code(word) else closest(word, known, cutoff=0.6)
    hint = f"did you mean '{meant}'?" if meant else f"lists: {', '.join(f'`vs explain {name}`' for name in LISTS)}"
    raise VsError(f"nothing here is called '{word}'", hint)


def _entries(settings: Settings) -> Iterator[tuple[set[str], Callable[[], str]]]:
    """The names of everything that can be explained, with what writes its page."""
    facts = catalogue()
    for name, write in LISTS.items():
        yield {name}, partial(write, settings)
    for own in settings.practices.values():
        names = (own.id, own.id.removeprefix("x-"), own.name, *own.aliases)
        yield {slug(name) for name in names}, partial(own_practice_page, own)
    for rule in rulebook.rules(settings):
        yield {slug(rule.code), rule.name}, partial(rule_page, rule)
    for activity in facts.activities.values():
        yield {slug(name) for name in (activity.id, activity.name)}, partial(activity_page, activity)
    for practice in facts.practices.values():
        names = (practice.id, practice.name, *practice.aliases, *practice.legacy)
        yield {slug(name) for name in names}, partial(practice_page, practice)
    for name, options in facts.ambiguous_names.items():
        yield {name}, partial(_ambiguous, name, options)
    for kind, noun in TERM_KINDS.items():
        for term in facts.terms(kind).values():
            yield {slug(name) for name in (term.id, term.name, *term.aliases)}, partial(term_page, term, noun)
    for field, places in fields().items():
        yield {slug(field)}, partial(field_page, field, places)
    for name, form in _forms().items():
        yield {slug(name), slug(form.get("title", name))}, partial(form_page, name, form)
    for topic in topics():
        yield {slug(name) for name in (topic.name, *topic.aliases)}, partial(topic_page, topic)


def rule_page(rule: Rule[Any]) -> str:
    """The manual page of a rule."""
    return f"# {rule.name} ({rule.code}, {rule.severity.label}, profile {rule.profile})\n\n{rule.page}"


def activity_page(activity: Activity) -> str:
    """What an activity is for, and what usually goes in and comes out."""
    lists = f"Typical inputs: {', '.join(activity.inputs)}.\n\nTypical outputs: {', '.join(activity.outputs)}."
    return f"# {activity.name} (activity `{activity.id}`)\n\n{activity.purpose.strip()}\n\n{lists}"


def practice_page(practice: Practice) -> str:
    """What a practice brings to a stream, and by which other names it goes."""
    page = f"# {practice.name} (practice `{practice.id}`, {practice.group})\n\n{practice.purpose.strip()}"
    other = [*practice.aliases, *practice.legacy]
    page += f"\n\nAlso called: {', '.join(other)}." if other else ""
    strong = [catalogue().activities[key].name for key, level in practice.contribution.items() if level > 1]
    return page + (f"\n\nContributes most to: {', '.join(strong)} (a hint from texts, never a rule)." if strong else "")


def own_practice_page(practice: OwnPractice) -> str:
    """What the configuration says of a practice of your own."""
    page = f"# {practice.name} (practice `{practice.id}`, of your own)"
    page += f"\n\n{practice.description.strip()}" if practice.description else ""
    return page + (f"\n\nAlso called: {', '.join(practice.aliases)}." if practice.aliases else "")


def term_page(term: Term, noun: str) -> str:
    """What a term means."""
    page = f"# {term.name} ({noun}{f' `{term.id}`' if noun != 'term' else ''})\n\n{term.meaning.strip()}"
    return page + (f"\n\nFor example: {term.example.strip()}" if term.example else "")


def _ambiguous(name: str, options: list[str]) -> str:
    listed = "\n".join(f"- `{option}`: {catalogue().practices[option].purpose.strip()}" for option in options)
    return f"# {name.replace('-', ' ')} (may mean several practices)\n\n{listed}"


def fields() -> dict[str, list[tuple[str, dict[str, Any]]]]:
    """Every field of the format -> the objects that have it, with its schema there."""
    schema = stream_schema()
    found: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for owner, part in {"ValueStream": schema, **schema["$defs"]}.items():
        for field, body in part.get("properties", {}).items():
            found.setdefault(field, []).append((owner, body))
    return found


def field_page(field: str, places: list[tuple[str, dict[str, Any]]]) -> str:
    """What a field says, wherever it occurs, with the words it takes and examples."""
    parts = [f"# {field} (field)"]
    for owner, body in places:
        where = "the stream" if owner == "ValueStream" else owner
        words = allowed(body)
        listed = f" One of: {', '.join(f'`{word}`' for word in words)}." if words else ""
        examples = "\n".join(f"{field}: {as_yaml(example)}" for example in body.get("examples", ()))
        parts.append(f"In {where}: {body['description']}{listed}\n\n```yaml\n{examples}\n```")
    return "\n\n".join(parts)


def allowed(body: dict[str, Any]) -> list[str]:
    """The words that a field takes, where they are fixed; practices have a page of their own."""
    schema = stream_schema()
    body = body.get("items", body)
    body = schema["$defs"][body["$ref"].rpartition("/")[2]] if "$ref" in body else body
    return list(body.get("enum", ()))


def _forms() -> dict[str, dict[str, Any]]:
    """The forms of values: durations, percentages, ids, dates."""
    return {name: body for name, body in stream_schema()["$defs"].items() if "title" in body}


def form_page(name: str, form: dict[str, Any]) -> str:
    """How values of a form are written."""
    examples = "\n".join(as_yaml(example) for example in form["examples"])
    return f"# {name} (form of a value)\n\n{form['description']}\n\n```yaml\n{examples}\n```"


class Topic(NamedTuple):
    """Something about `vs` itself; the first sentence of its text is its summary."""

    name: str
    aliases: tuple[str, ...]
    text: str

    @property
    def summary(self) -> str:
        """What it is, in one sentence."""
        return " ".join(re.split(r"(?<=[.:;])\s", self.text, maxsplit=1)[0].rstrip(".:;").split())


@lru_cache
def topics() -> tuple[Topic, ...]:
    """The topics of `topics.md`: a heading is a name, with other names in brackets."""
    text = (PACKAGE / "topics.md").read_text(encoding="utf-8")
    parts = re.findall(r"(?ms)^# (\w+) \(([^\n]*)\)\n(.*?)(?=^# \w+ \(|\Z)", text)
    return tuple(Topic(name, tuple(aliases.split(", ")), body.strip()) for name, aliases, body in parts)


def topic_page(topic: Topic) -> str:
    """How a part of `vs` is used."""
    return f"# {topic.name} (topic)\n\n{topic.text}"


def _table(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"- `{name}`: {meaning}" for name, meaning in rows)


def _rules(settings: Settings) -> str:
    rows = [(f"{rule.code} {rule.name}", rule.summary) for rule in rulebook.rules(settings)]
    return "# Rules\n\n" + _table(rows)


def _practices(settings: Settings) -> str:
    page = "# The 34 practices\n\n" + _table([(p.id, p.purpose.strip()) for p in catalogue().practices.values()])
    own = [(practice.id, practice.description or practice.name) for practice in settings.practices.values()]
    return page + (f"\n\n# Practices of your own\n\n{_table(own)}" if own else "")


def _activities(_: Settings) -> str:
    rows = [(a.id, a.purpose.strip()) for a in catalogue().activities.values()]
    return "# The six activities of the service value chain\n\n" + _table(rows)


def _words(kind: str) -> Callable[[Settings], str]:
    def write(_: Settings) -> str:
        rows = [(term.id, term.meaning.strip()) for term in catalogue().terms(kind).values()]
        return f"# {kind.replace('_', ' ').capitalize()}\n\n" + _table(rows)

    return write


def _fields(_: Settings) -> str:
    owners: dict[str, list[tuple[str, str]]] = {}
    for field, places in fields().items():
        for owner, body in places:
            owners.setdefault(owner, []).append((field, body["description"]))
    sections = (f"## {owner}\n\n{_table(rows)}" for owner, rows in owners.items())
    return "# Fields of a stream file\n\n" + "\n\n".join(sections)


def _topics(_: Settings) -> str:
    return "# Topics: how `vs` itself is used\n\n" + _table([(slug(each.name), each.summary) for each in topics()])


LISTS: dict[str, Callable[[Settings], str]] = {
    "rules": _rules,
    "practices": _practices,
    "activities": _activities,
    "fields": _fields,
    "terms": _words("terms"),
    "wastes": _words("wastes"),
    "principles": _words("principles"),
    "dimensions": _words("dimensions"),
    "topics": _topics,
}
