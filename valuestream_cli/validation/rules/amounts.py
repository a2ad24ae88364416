"""Amounts: numbers too small to mean anything, lists too short, and items twice in a list."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.repairs import Remove
from valuestream_cli.validation.structure import Mistake
from valuestream_cli.validation.wording import Wording, for_example, shown


@rule("VS106", "out-of-range", Severity.ERROR, profile="basic")
def out_of_range(mistake: Mistake) -> Wording:
    """A number that is too small to mean anything.

    ## Why it matters
    A capacity of zero would mean that nobody ever does the work.

    ```yaml bad
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices: [service-desk]
        capacity: 0  # <- out-of-range
    ```
    ```yaml good
    steps:
      - {id: triage, name: Assess the request, activity: engage, practices: [service-desk], capacity: 2}
    ```
    """
    limit = mistake.schema.get("minimum")
    wanted = f"at least {limit}" if limit is not None else f"more than {mistake.schema['exclusiveMinimum']}"
    return Wording(f"'{mistake.key}' must be {wanted}, not {mistake.value}", f"write a number that is {wanted}")


@rule("VS107", "too-few-items", Severity.ERROR, profile="basic")
def too_few_items(mistake: Mistake) -> Wording:
    """A list that is shorter than makes sense.

    ## Why it matters
    A stream without a step does nothing, value that is for nobody is no value, and a fork with one branch does
    not fork.

    ```yaml bad
    value:
      outcome: The user can work
      for: []  # <- too-few-items
    ```
    ```yaml good
    value:
      outcome: The user can work
      for: [user]
    ```
    """
    least, count = mistake.schema["minItems"], len(mistake.value)
    hint = {
        "fork": "name two or more steps, or use `next` for a single one",
        "for": "name at least one stakeholder who gains",
        "next": "name a target, or remove `next` to go to the step below",
    }.get(mistake.key, f"add an item, {for_example(mistake)}")
    return Wording(f"'{mistake.key}' needs at least {least} item{'s' * (least > 1)} and has {count}", hint)


@rule("VS108", "repeated-item", Severity.ERROR, profile="basic")
def repeated_item(mistake: Mistake) -> Wording:
    """The same item twice in one list.

    ## Why it matters
    Saying it twice adds nothing; most often the second was meant to be something else.

    ```yaml bad
    services:
      - email
      - email  # <- repeated-item
    ```
    ```yaml good
    services: [email, calendar]
    ```
    """
    said = f"'{shown(mistake.value)}'" if isinstance(mistake.value, str) else "the same item"
    first = (*mistake.route[:-1], mistake.first)
    hint = "remove it, or write what was meant"
    return Wording(
        f"{said} stands in '{mistake.key}' already", hint, related=(first, "first here"), fix=Remove(mistake.value)
    )
