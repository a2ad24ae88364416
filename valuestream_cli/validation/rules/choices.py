"""Choices: several ways of which one is taken each time."""

from __future__ import annotations

from functools import lru_cache

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.analysis.shares import contradiction, percent
from valuestream_cli.findings import Severity
from valuestream_cli.model import Link, Step
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.repairs import Add, Change
from valuestream_cli.validation.subject import Subject, is_unknown


@rule("VS206", "unlabelled-branch", Severity.WARNING)
def unlabelled_branch(subject: Subject) -> Problems:
    """A choice does not say when this way is taken.

    ## Why it matters
    A reader must know what decides. One way of a choice may stay without `when`: the usual one.

    ```yaml bad
    steps:
      - id: check
        name: Check the request
        activity: engage
        practices: [service-desk]
        next:
          - to: value
          - to: repair  # <- unlabelled-branch
      - {id: repair, name: Repair the device, activity: deliver-and-support, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - id: check
        name: Check the request
        activity: engage
        practices: [service-desk]
        next:
          - to: value
          - {to: repair, when: the device is broken}
      - {id: repair, name: Repair the device, activity: deliver-and-support, practices: [service-desk]}
    ```
    """
    for step in subject.steps:
        silent = [link for link in step.next if not link.when] if len(step.next) > 1 else []
        if len(silent) > 1:
            usual = _usual(silent, subject.flow, step)
            link = next(link for link in silent if link is not usual)
            message = f"step '{step.id}' does not say when the case goes to '{link.to}'"
            yield Problem(link, message, None, "add `when:` with the condition")


def _usual(links: list[Link], flow: Flow, step: Step) -> Link:
    """The way that needs no condition: the largest share, else the first that leads onward."""
    shares = {id(link): percent(link.share) if link.share else 0.0 for link in links}
    back = {edge.target for edge in flow.rework if edge.source == step.id}
    return max(links, key=lambda link: (shares[id(link)], link.to not in back))


@rule("VS207", "shares-do-not-sum", Severity.ERROR, profile="basic")
def shares_do_not_sum(subject: Subject) -> Problems:
    """The shares of a choice do not add up to 100%.

    ## Why it matters
    Lead time, rework and load are computed with these shares; cases must neither vanish nor multiply. One share
    may be left out: it is the remainder.

    ## When it is fine
    Shares such as 33.33% are rounded; the threshold `share-tolerance` says by how many points each may be off.

    ```yaml bad
    steps:
      - id: check
        name: Check the request
        activity: engage
        practices: [service-desk]
        next:
          - {to: value, share: 70%}
          - {to: repair, when: the device is broken, share: 20%}  # <- shares-do-not-sum
      - {id: repair, name: Repair the device, activity: deliver-and-support, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - id: check
        name: Check the request
        activity: engage
        practices: [service-desk]
        next:
          - {to: value, share: 70%}
          - {to: repair, when: the device is broken, share: 30%}
      - {id: repair, name: Repair the device, activity: deliver-and-support, practices: [service-desk]}
    ```
    """
    for step in subject.steps:
        shared = [link for link in step.next if link.share]
        if not shared or any(is_unknown(link.to) for link in step.next):
            continue
        shares = [link.share for link in step.next]
        message = contradiction(step.id, shares, subject.settings.thresholds.share_tolerance)
        if message:
            yield Problem(shared[-1], message, "share", "change the shares, or leave one out: it is the remainder")


@rule("VS208", "falls-into-branch", Severity.WARNING)
def falls_into_branch(subject: Subject) -> Problems:
    """A step without `next` is followed by one that is a branch of a fork, or one of several ways of a choice.

    ## Why it matters
    The reader cannot tell whether this step really leads to the one below, or was meant to lead past it.

    ## When it is fine
    A step that says `join: true` is where ways come together: leading into it is what the reader expects.

    ```yaml bad
    steps:
      - id: check
        name: Check the request
        activity: engage
        practices: [service-desk]
        next: [{to: repair, when: it is broken}, {to: replace, when: it is lost}]
      - {id: repair, name: Repair the device, activity: obtain-build, practices: [service-desk]}  # <- falls-into-branch
      - {id: replace, name: Replace the device, activity: deliver-and-support, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - id: check
        name: Check the request
        activity: engage
        practices: [service-desk]
        next: [{to: repair, when: it is broken}, {to: replace, when: it is lost}]
      - {id: repair, name: Repair the device, activity: obtain-build, practices: [service-desk], next: value}
      - {id: replace, name: Replace the device, activity: deliver-and-support, practices: [service-desk]}
    ```
    """
    flow = subject.flow
    choices = alternatives(subject)
    if not choices or subject.lost_ids:
        return
    broken = {edge.source for edge in flow.dangling if edge.kind == "fork"}  # this step may be the lost branch
    for edge in flow.edges:
        joinless = edge.source in choices and flow.steps[choices[edge.source]].fork
        other = choices.get(edge.target, edge.source)
        if edge.kind == "default" and not joinless and other != edge.source and other not in broken:
            step = flow.steps[edge.source]
            message = f"step '{step.id}' has no `next` and so leads to '{edge.target}', which is a branch of '{other}'"
            join = _join_of(subject, other)
            hint = f"write `next: {join}` to join, or `next: {edge.target}` if that is meant"
            hint = hint if join else f"write `next: {edge.target}`, or where it is to lead instead"
            change = Change(Add("next", join or edge.target), ((step, ()),))
            yield Problem(step, message, None, hint, change=change)


def _join_of(subject: Subject, fork: str) -> str | None:
    """The step that joins the branches of a fork."""
    forks = subject.parallel.regions if subject.parallel else []
    return next((region.join for region in forks if region.fork.id == fork), None)


@lru_cache(maxsize=1)  # two rules ask, one after the other
def alternatives(subject: Subject) -> dict[str, str]:
    """Each branch of a fork and each forward way of a choice -> the step that it branches from."""
    flow = subject.flow
    ways = [edge for edge in flow.edges if edge.kind == "fork" or (edge.link and len(flow.edges_out[edge.source]) > 1)]
    if not ways:
        return {}
    places = {step: number for number, step in enumerate(flow.steps)}
    amiss = set(flow.rework) | (subject.parallel.crossings.keys() if subject.parallel else set())
    # Where a way is broken, one that leads upward may be rework that no longer closes its loop.
    is_broken = bool(flow.dangling) or len(flow.from_demand & flow.steps.keys()) < len(flow.steps)
    return {
        edge.target: edge.source
        for edge in ways
        if edge.target in places
        and not flow.steps[edge.target].join
        and edge not in amiss
        and not (is_broken and edge.kind != "fork" and places[edge.target] < places[edge.source])
    }
