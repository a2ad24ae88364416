"""Practices by other names than their ids in the catalogue."""

from __future__ import annotations

from typing import Any

from valuestream_cli.findings import Severity
from valuestream_cli.itil import catalogue, slug
from valuestream_cli.suggest import closest
from valuestream_cli.validation.registry import Rule, rule
from valuestream_cli.validation.structure import Mistake, Repair
from valuestream_cli.validation.wording import Wording, shown


@rule("VS110", "unknown-practice", Severity.ERROR)
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
    value, facts = str(mistake.value), catalogue()
    own = f"x-{slug(value).removeprefix('x-') or 'name'}"
    if slug(value).startswith("x-") and own.isascii():
        return Wording(f"'{shown(value)}' is no kebab-case id", f"write `{own}`", Repair(value=own))
    near = closest(value, [*facts.practice_names, *facts.legacy_names])
    meant = facts.practice_names.get(near or "") or facts.legacy_names.get(near or "")
    if meant:
        message = f"unknown practice '{shown(value)}'; did you mean '{meant}'?"
        return Wording(message, f"write `{meant}`", Repair(value=meant))
    return Wording(
        f"unknown practice '{shown(value)}'", f"see `vs explain practices`; a practice of your own is `{own}`"
    )


@rule("VS111", "legacy-practice-name", Severity.ERROR)
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
    return Wording(message, f"write `{meant}`", Repair(value=meant))


@rule("VS112", "ambiguous-practice", Severity.ERROR)
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


def practice_fault(mistake: Mistake) -> Rule[Any]:
    """Which of the three faults a name that is no practice's id is."""
    name, facts = slug(str(mistake.value)), catalogue()
    if name in facts.ambiguous_names:
        return ambiguous_practice
    return legacy_practice_name if name in facts.legacy_names else unknown_practice
