"""Parallel work: forks, joins, and edges that ignore them."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import Place, Problem, Problems, rule
from valuestream_cli.validation.repairs import Add, Change
from valuestream_cli.validation.rules.choices import alternatives
from valuestream_cli.validation.rules.flow import where
from valuestream_cli.validation.subject import Subject


@rule("VS209", "join-without-fork", Severity.ERROR, profile="basic")
def join_without_fork(subject: Subject) -> Problems:
    """A step joins, but no fork's branches lead to it.

    ## Why it matters
    A join waits for every branch of a fork. Without one there is nothing to wait for; a step that several ways
    of a choice lead to needs no join.

    ```yaml bad
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk]}
      - id: fulfil
        name: Fulfil the request
        activity: deliver-and-support
        practices: [service-desk]
        join: true  # <- join-without-fork
    ```
    ```yaml good
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk], fork: [a, b]}
      - {id: a, name: Set up the account, activity: obtain-build, practices: [service-desk]}
      - {id: b, name: Prepare the device, activity: obtain-build, practices: [service-desk]}
      - {id: hand-over, name: Hand over, activity: deliver-and-support, practices: [service-desk], join: true}
    ```
    """
    forks = subject.parallel
    if not subject.is_certain or (forks and any(region.meeting for region in forks.regions)):
        return  # a fork that lacks its join may miss the very one that stands elsewhere
    starts = {branch: step.id for step in subject.steps for branch in step.fork}
    for step in subject.steps:
        if step.join and (forks is None or step.id not in forks.joins):
            start = starts.get(step.id)
            why = f"is itself a branch of '{start}'" if start else "no fork leads to it"
            hint = f"remove `join`, or take it out of the fork of '{start}'" if start else _NO_FORK
            yield Problem(step, f"step '{step.id}' joins, but {why}", "join", hint)


_NO_FORK = "remove `join`, or let an earlier step `fork`"


@rule("VS210", "edge-across-fork", Severity.ERROR, profile="basic")
def edge_across_fork(subject: Subject) -> Problems:
    """A way enters or leaves the middle of a fork, or leads from one branch into another.

    ## Why it matters
    The join waits for the branches that the fork started. A case that enters from the side, or leaves, would make
    it wait for ever or go on twice. A branch may lead to the join, to `value` or to `end`.

    ```yaml bad
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk], fork: [a, b]}
      - {id: a, name: Set up the account, activity: obtain-build, practices: [service-desk]}
      - {id: b, name: Prepare the device, activity: obtain-build, practices: [service-desk]}
      - {id: hand-over, name: Hand over, activity: deliver-and-support, practices: [service-desk], join: true}
      - id: check
        name: Check with the user
        activity: engage
        practices: [service-desk]
        next:
          - to: value
          - {to: b, when: the device is faulty}  # <- edge-across-fork
    ```
    ```yaml good
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk], fork: [a, b]}
      - {id: a, name: Set up the account, activity: obtain-build, practices: [service-desk]}
      - {id: b, name: Prepare the device, activity: obtain-build, practices: [service-desk]}
      - {id: hand-over, name: Hand over, activity: deliver-and-support, practices: [service-desk], join: true}
      - id: check
        name: Check with the user
        activity: engage
        practices: [service-desk]
        next:
          - to: value
          - {to: register, when: something is missing}
    ```
    """
    branches = alternatives(subject)
    for edge, (fork, join, is_into) in subject.parallel.crossings.items() if subject.parallel else ():
        if edge.kind == "default" and edge.target in branches:
            continue  # see falls-into-branch
        way = "leads into" if is_into else "leads out of"
        message = f"'{edge.source}' to '{edge.target}' {way} the middle of the fork of '{fork.id}'"
        related = (Place(at=fork, field="fork", message="the fork"),)
        hint = f"lead to the fork '{fork.id}' or to the join '{join}' instead"
        at, field = where(subject, edge)
        yield Problem(at, message, field, hint, related)


@rule("VS211", "fork-without-join", Severity.ERROR, profile="basic")
def fork_without_join(subject: Subject) -> Problems:
    """The branches of a fork run on side by side, and no join brings them together.

    ## Why it matters
    Everything after the fork would happen once for each branch. Branches may each lead to `value` or `end`; where
    they meet, the step says `join: true`.

    ```yaml bad
    steps:
      - id: register
        name: Register the request
        activity: engage
        practices: [service-desk]
        fork: [a, b]  # <- fork-without-join
      - {id: a, name: Set up the account, activity: obtain-build, practices: [service-desk]}
      - {id: b, name: Prepare the device, activity: obtain-build, practices: [service-desk]}
      - {id: hand-over, name: Hand over, activity: deliver-and-support, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk], fork: [a, b]}
      - {id: a, name: Set up the account, activity: obtain-build, practices: [service-desk]}
      - {id: b, name: Prepare the device, activity: obtain-build, practices: [service-desk]}
      - {id: hand-over, name: Hand over, activity: deliver-and-support, practices: [service-desk], join: true}
    ```
    """
    for fork, _, meeting in subject.parallel.regions if subject.parallel else ():
        if meeting:
            message = f"the branches of '{fork.id}' meet at '{meeting}', which does not join them"
            join = subject.flow.steps[meeting]
            related = (Place(at=join, message="they meet here"),)
            change = Change(Add("join", True), ((join, ()),))
            yield Problem(fork, message, "fork", f"add `join: true` to step '{meeting}'", related, change)
