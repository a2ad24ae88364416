"""Practices by other names than their ids in the catalogue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from valuestream_cli.config import OwnPractice
from valuestream_cli.findings import Severity
from valuestream_cli.itil import catalogue, slug
from valuestream_cli.suggest import closest, is_sure
from valuestream_cli.validation.registry import Rule, rule
from valuestream_cli.validation.repairs import Write
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.wording import Wording, shown


@rule("VS110", "unknown-practice", Severity.ERROR, profile="basic")
def unknown_practice(mistake: Mistake) -> Wording:
    """A practice that is none of the 34 of ITIL 4.

    ## Why it matters
    Practices are what connects streams: which streams need change enablement, what breaks if it slows down.
    That works only if all use the same ids. A practice of your own gets the prefix `x-`.

    ```yaml bad
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices:
          - incident-mgmt  # <- unknown-practice
    ```
    ```yaml good
    steps:
      - {id: triage, name: Assess the request, activity: engage, practices: [incident-management, x-radio-planning]}
    ```
    """
    value = str(mistake.value)
    own = f"x-{slug(value).removeprefix('x-') or 'name'}"
    meant = meant_practice(value, mistake.own_practices)
    if meant and meant.value == slug(value) and slug(value).startswith("x-"):
        return Wording(f"'{shown(value)}' is no kebab-case id", f"write `{own}`", meant)
    if meant:
        message = f"unknown practice '{shown(value)}'; did you mean '{meant.value}'?"
        return Wording(message, f"write `{meant.value}`", meant)
    return Wording(
        f"unknown practice '{shown(value)}'", f"see `vs explain practices`; a practice of your own is `{own}`"
    )


@rule("VS111", "legacy-practice-name", Severity.ERROR, profile="basic")
def legacy_practice_name(mistake: Mistake) -> Wording:
    """A practice by a name that it had before ITIL 4, or in its first texts.

    ## Why it matters
    Old and new names side by side split one practice in two wherever streams are compared.

    ```yaml bad
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices:
          - request fulfilment  # <- legacy-practice-name
    ```
    ```yaml good
    steps:
      - {id: triage, name: Assess the request, activity: engage, practices: [service-request-management]}
    ```
    """
    meant = catalogue().legacy_names[slug(mistake.value)]
    message = f"'{shown(mistake.value)}' is called '{meant}' in ITIL 4"
    return Wording(message, f"write `{meant}`", Write(meant, safe=True))


@rule("VS112", "ambiguous-practice", Severity.ERROR, profile="basic")
def ambiguous_practice(mistake: Mistake) -> Wording:
    """A name that may mean more than one practice.

    ## Why it matters
    *Change management* is change enablement to one reader and organizational change management to another.

    ```yaml bad
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices:
          - change management  # <- ambiguous-practice
    ```
    ```yaml good
    steps:
      - {id: triage, name: Assess the request, activity: engage, practices: [change-enablement]}
    ```
    """
    options = catalogue().ambiguous_names[slug(mistake.value)]
    listed = " or ".join(f"'{option}'" for option in options)
    return Wording(f"'{shown(mistake.value)}' may mean {listed}", f"write {' or '.join(f'`{o}`' for o in options)}")


def own_practice_names(practices: Iterable[OwnPractice]) -> dict[str, str]:
    """Slug of every name and alias of the practices that settings declare -> its id."""
    return {
        slug(name): practice.id
        for practice in practices
        for name in (practice.id.removeprefix("x-"), practice.id, practice.name, *practice.aliases)
    }


def meant_practice(name: str, own: Mapping[str, str]) -> Write | None:
    """The id that a name most likely means, and whether there is a doubt; null where it may mean several, or none.

    own: names of the practices that settings declare -> their ids.
    """
    facts, written = catalogue(), slug(name)
    if written in facts.ambiguous_names:
        return None
    if written.startswith("x-") and written.isascii():
        return Write(written, safe=True)
    names = {**facts.legacy_names, **facts.practice_names, **own}
    meant = names.get(closest(name, names) or "")
    return Write(meant, is_sure(name, meant, names)) if meant else None


def practice_fault(mistake: Mistake) -> Rule[Any]:
    """Which of the three faults a name that is no practice's id is."""
    name, facts = slug(str(mistake.value)), catalogue()
    if name in facts.ambiguous_names:
        return ambiguous_practice
    return legacy_practice_name if name in facts.legacy_names else unknown_practice
