"""Who does what: roles, accountability, suppliers, and the register of improvements."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.itil import slug
from valuestream_cli.model import Role
from valuestream_cli.validation.naming import Guesses, called
from valuestream_cli.validation.registry import Place, Problem, Problems, rule
from valuestream_cli.validation.repairs import Change, Write
from valuestream_cli.validation.subject import Subject, is_unknown
from valuestream_cli.validation.wording import shown

_LETTERS = ("responsible", "accountable", "consulted", "informed")


@rule("VS503", "unknown-role", Severity.ERROR, profile="basic")
def unknown_role(subject: Subject) -> Problems:
    """A step refers to a role that the stream does not declare.

    ## Why it matters
    Once roles are declared, steps refer to them by id. An id that is not declared has no name, kind or team, so
    handoffs are counted wrongly and the person cannot be found.

    ```yaml bad
    roles:
      service-desk-agent: {name: Service desk agent}
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices: [service-desk]
        roles: {responsible: [service-desk-agnet]}  # <- unknown-role
    ```
    ```yaml good
    roles:
      service-desk-agent: {name: Service desk agent}
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices: [service-desk]
        roles: {responsible: [service-desk-agent]}
    ```
    """
    declared = subject.stream.roles
    if not declared:
        return
    places: dict[str, list[Place]] = {}
    for step in subject.steps:
        if step.roles and not declared.keys() >= set(step.roles.everybody):
            for letter in _LETTERS:
                for number, name in enumerate(getattr(step.roles, letter)):
                    if name not in declared and not is_unknown(name) and name[:2] != "x-":
                        places.setdefault(name, []).append(
                            Place(at=step, field=("roles", letter, number), message="and here")
                        )
    ids = _ids_by_name(declared)
    guesses = Guesses(ids)
    for name, (first, *others) in places.items():
        meant = ids.get(guesses.of(name) or "")
        message = f"role '{shown(name)}' is not declared" + (f"; did you mean '{meant}'?" if meant else "")
        hint = f"write `{meant}`" if meant else "declare it in `roles`, or use one of the roles there"
        change = _written(meant, name, ids, (first, *others)) if meant else None
        yield Problem(first.at, message, first.field, hint, tuple(others), change)


def _written(meant: str, name: str, ids: dict[str, str], places: tuple[Place, ...]) -> Change:
    """The id in all places: without doubt where the name of this one role stands there."""
    is_sure = {ids[known] for known in ids if slug(known) == slug(name)} == {meant}
    return Change(Write(meant, is_sure), tuple((place.at, place.field) for place in places))


def _ids_by_name(declared: dict[str, Role]) -> dict[str, str]:
    """Each id and each name of a role -> its id."""
    return {role.name: key for key, role in declared.items() if role.name} | {key: key for key in declared}


@rule("VS504", "accountable-not-one", Severity.WARNING)
def accountable_not_one(subject: Subject) -> Problems:
    """More than one role is accountable for a step.

    ## Why it matters
    Where two answer for the result, each may rely on the other. Others who decide along with it are consulted.

    ## When it is fine
    No accountable role at all is fine: ITIL makes no role mandatory.

    ```yaml bad
    steps:
      - id: approve
        name: Approve the change
        activity: plan
        practices: [change-enablement]
        roles:
          accountable:
            - change manager
            - head of operations  # <- accountable-not-one
    ```
    ```yaml good
    steps:
      - id: approve
        name: Approve the change
        activity: plan
        practices: [change-enablement]
        roles: {accountable: [change manager], consulted: [head of operations]}
    ```
    """
    for step in subject.steps:
        if step.roles and len(step.roles.accountable) > 1:
            message = f"{len(step.roles.accountable)} roles are accountable for {called(step)}"
            yield Problem(step, message, ("roles", "accountable", 1), "keep one, and list the others as `consulted`")


@rule("VS505", "supplier-step-without-supplier", Severity.WARNING)
def supplier_step_without_supplier(subject: Subject) -> Problems:
    """A supplier is responsible for a step, but the step does not say `supplier`.

    ## Why it matters
    The handoff to another organisation is the one that most often waits, and it is drawn and counted by
    `supplier`. A role alone does not say which company it is.

    ## When it is fine
    Where somebody of your own is responsible, too, the step counts as yours.

    ```yaml bad
    roles:
      mail-provider: {name: Operator of the mail platform, kind: supplier}
    steps:
      - id: mend
        name: Mend the mail platform
        activity: deliver-and-support
        practices: [incident-management]
        roles:
          responsible: [mail-provider]  # <- supplier-step-without-supplier
      - {id: tell, name: Tell the users, activity: engage, practices: [service-desk]}
    ```
    ```yaml good
    roles:
      mail-provider: {name: Operator of the mail platform, kind: supplier}
    steps:
      - id: mend
        name: Mend the mail platform
        activity: deliver-and-support
        practices: [incident-management]
        roles: {responsible: [mail-provider]}
        supplier: Northwind Mail
    ```
    """
    suppliers = {name for name, role in subject.stream.roles.items() if role.kind == "supplier"}
    for step in subject.steps if suppliers else ():
        if step.roles and step.roles.responsible and not step.supplier and suppliers.issuperset(step.roles.responsible):
            message = f"'{shown(step.roles.responsible[0])}' is a supplier, but {called(step)} names no supplier"
            yield Problem(step, message, ("roles", "responsible", 0), "add `supplier:` with the supplier's name")


@rule("VS506", "unknown-improvement-step", Severity.ERROR, profile="basic")
def unknown_improvement_step(subject: Subject) -> Problems:
    """An improvement refers to a step that does not exist.

    ## Why it matters
    The improvement cannot be shown where it belongs, and nobody sees what it was about once the step is renamed.

    ```yaml bad
    improvements:
      - id: self-service
        title: Let users reset passwords themselves
        step: registre  # <- unknown-improvement-step
    steps:
      - {id: register, name: Register the call, activity: engage, practices: [service-desk]}
    ```
    ```yaml good
    improvements:
      - {id: self-service, title: Let users reset passwords themselves, step: register}
    steps:
      - {id: register, name: Register the call, activity: engage, practices: [service-desk]}
    ```
    """
    if not subject.stream.improvements or not subject.steps or subject.lost_ids:
        return
    known, guesses = subject.flow.steps, Guesses(subject.flow.steps)
    for improvement in subject.stream.improvements:
        if improvement.step and improvement.step not in known:
            meant = guesses.of(improvement.step)
            message = f"there is no step '{shown(improvement.step)}'" + (f"; did you mean '{meant}'?" if meant else "")
            hint = f"write `{meant}`" if meant else "name a step of this stream, or leave `step` out"
            yield Problem(improvement, message, "step", hint, change=Change(Write(meant)) if meant else None)
