"""The rules of Acme: each is a function whose docstring is its manual page."""

from __future__ import annotations

from valuestream_cli.extend import Problem, Problems, Severity, Subject, rule


@rule("ACME101", "supplier-step-without-team", Severity.WARNING)
def supplier_step_without_team(subject: Subject) -> Problems:
    """A step is done by a supplier, and no team of ours looks after it.

    ## Why it matters
    At Acme each supplier has a team that answers for its work.

    ```yaml bad
    steps:
      - id: repair
        name: Repair the line
        activity: deliver-and-support
        supplier: Telco  # <- supplier-step-without-team
    ```
    ```yaml good
    steps:
      - id: repair
        name: Repair the line
        activity: deliver-and-support
        supplier: Telco
        team: Networks
    ```
    """
    for step in subject.steps:
        if step.supplier and not step.team:
            hint = "write `team:`, the team that answers for the supplier"
            yield Problem(step, f"nobody at Acme looks after '{step.supplier}'", field="supplier", hint=hint)
