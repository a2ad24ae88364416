"""Parallel work: forks, joins, and edges that ignore them."""

from __future__ import annotations

from valuestream_cli.analysis import forks
from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import Place, Problem, Problems, rule
from valuestream_cli.validation.rules.flow import alternatives
from valuestream_cli.validation.subject import Subject


def _regions(subject: Subject) -> list[forks.Region]:
    """The forks of a stream whose references are all known; with others nothing can be said."""
    if not any(step.fork for step in subject.steps) or subject.flow.dangling or not subject.ids_are_known:
        return []
    return forks.regions(subject.flow) if len(subject.flow.steps) == len(subject.steps) else []


@rule("VS209", "join-without-fork", Severity.ERROR)
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
    joins = [step for step in subject.steps if step.join]
    if not joins or subject.flow.dangling or not subject.ids_are_known:
        return
    closed = set(subject.flow.joins.values())
    closed.update(meeting for region in _regions(subject) for meeting in region.meetings)
    for step in joins:
        if step.id not in closed:
            hint = "remove `join`, or let an earlier step `fork`"
            yield Problem(step, f"step '{step.id}' joins, but no fork leads to it", "join", hint)


@rule("VS210", "edge-across-fork", Severity.ERROR)
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
    flow, told = subject.flow, set()
    branches = alternatives(flow)
    for region in _regions(subject):
        for edge in forks.crossings(flow, region):
            falls = edge.kind == "default" and edge.target in branches
            if falls or edge in told:
                continue
            told.add(edge)
            way = "leads into" if edge.target in region.inside else "leads out of"
            message = f"'{edge.source}' to '{edge.target}' {way} the middle of the fork of '{region.fork.id}'"
            at = edge.link or flow.steps[edge.source]
            related = (Place(at=region.fork, field="fork", message="the fork"),)
            hint = f"lead to the fork '{region.fork.id}' or to the join '{region.join}' instead"
            yield Problem(at, message, None, hint, related)


@rule("VS211", "fork-without-join", Severity.ERROR)
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
    for region in _regions(subject):
        meeting = next((step for step in region.meetings if step not in region.fork.fork), None)
        if meeting is None or subject.flow.steps[meeting].join:
            continue
        message = f"the branches of '{region.fork.id}' meet at '{meeting}', which does not join them"
        related = (Place(at=subject.flow.steps[meeting], message="they meet here"),)
        yield Problem(region.fork, message, "fork", f"add `join: true` to step '{meeting}'", related)
