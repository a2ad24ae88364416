"""What the shell offers while a command is typed: words, each with its meaning where there is one.

What plugins and own schemas add is offered as the configuration of the current folder says.
"""

from __future__ import annotations

Offer = list[tuple[str, str]]


def _matching(offers: Offer, incomplete: str) -> Offer:
    return [(word, meaning) for word, meaning in offers if word.startswith(incomplete)]


def templates(incomplete: str) -> Offer:
    """Names of the templates, with those of the configuration's folders as far as they can be read."""
    from valuestream_cli.config import settings_for
    from valuestream_cli.errors import VsError
    from valuestream_cli.scaffolding import templates

    try:
        known = templates(settings_for(".").templates)
    except VsError:
        known = templates()
    return _matching([(template.name, template.summary) for template in known], incomplete)


def views(incomplete: str) -> Offer:
    """Names of views."""
    from valuestream_cli.config import settings_for
    from valuestream_cli.rendering.registry import views

    known = views(settings_for(".").plugins)
    offers = [(name, entry.summary) for name, entry in known.items()]
    return _matching([*offers, ("all", "each of them")], incomplete)


def formats(incomplete: str) -> Offer:
    """Names of picture formats."""
    from valuestream_cli.config import settings_for
    from valuestream_cli.rendering.registry import formats

    known = formats(settings_for(".").plugins)
    return _matching([(name, entry.summary) for name, entry in known.items()], incomplete)


def themes(incomplete: str) -> Offer:
    """Names of themes."""
    from valuestream_cli.rendering.theme import THEMES

    return _matching([(name, "") for name in THEMES], incomplete)


def languages(incomplete: str) -> Offer:
    """Codes of languages."""
    from valuestream_cli.itil.words import languages

    return _matching([(name, "") for name in languages()], incomplete)


def reports(incomplete: str) -> Offer:
    """Names of report formats."""
    from valuestream_cli.config import settings_for
    from valuestream_cli.reporting import FORMATS, of_plugins

    added = [(name, "of a plugin") for name in of_plugins(settings_for(".").plugins)]
    return _matching([*FORMATS.items(), *added], incomplete)


def numbers(incomplete: str) -> Offer:
    """Names of formats of numbers."""
    from valuestream_cli.reporting.numbers import FORMATS

    return _matching(list(FORMATS.items()), incomplete)


def simulations(incomplete: str) -> Offer:
    """Names of formats of simulations."""
    from valuestream_cli.simulation.formats import FORMATS

    return _matching(list(FORMATS.items()), incomplete)


def comparisons(incomplete: str) -> Offer:
    """Names of formats of comparisons."""
    from valuestream_cli.comparison.formats import FORMATS

    return _matching([(name, summary) for name, (_, summary) in FORMATS.items()], incomplete)


def rules(incomplete: str) -> Offer:
    """Names and codes of rules."""
    from valuestream_cli.config import settings_for
    from valuestream_cli.validation import rulebook

    known = rulebook.rules(settings_for("."))
    offers = [(word, rule.summary) for rule in known for word in (rule.name, rule.code)]
    return _matching(offers, incomplete)


def words(incomplete: str) -> Offer:
    """What can be explained: lists, topics, rules, practices, activities and fields."""
    from valuestream_cli.config import settings_for
    from valuestream_cli.explaining import LISTS, fields, topics
    from valuestream_cli.itil import catalogue, slug

    facts = catalogue()
    offers = [(name, "a list") for name in LISTS]
    offers += [(slug(topic.name), topic.summary) for topic in topics()]
    offers += [(activity.id, activity.name) for activity in facts.activities.values()]
    offers += [(practice.id, practice.name) for practice in facts.practices.values()]
    offers += [(practice.id, practice.name) for practice in settings_for(".").practices.values()]
    offers += [(name, places[0][1]["description"]) for name, places in fields().items()]
    return _matching(offers, incomplete) + rules(incomplete)


def states(incomplete: str) -> Offer:
    """The two states of a stream."""
    return _matching([("as-is", "what happens"), ("to-be", "what should happen")], incomplete)
