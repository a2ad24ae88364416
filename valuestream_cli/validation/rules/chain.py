"""The common rules of the service value chain, as advice: each asks only where a whole stream lacks an activity."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.findings import Severity
from valuestream_cli.itil import Wording
from valuestream_cli.model import Step
from valuestream_cli.validation.naming import called
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.subject import Subject, is_unknown
from valuestream_cli.validation.wording import shown

PLAN, IMPROVE, ENGAGE, OBTAIN_BUILD = "plan", "improve", "engage", "obtain-build"


@rule("VS321", "external-party-without-engage", Severity.ADVICE)
def external_party_without_engage(subject: Subject) -> Problems:
    """A customer or supplier answers for a step, but no step of the stream is engage.

    ## Why it matters
    ITIL leads all dealings with people outside through engage, so that what was asked, promised and answered
    is known in one place.

    ## When it is fine
    Where another stream holds the dealings with them. Streams in which they are only consulted or informed are
    not asked, nor are streams with a step that is a stream of its own, which may hold the dealings.

    ```yaml bad
    roles:
      customer: {name: Customer, kind: customer}
      engineer: {name: Engineer}
    steps:
      - id: try  # <- external-party-without-engage
        name: Try the new service out
        activity: deliver-and-support
        practices: [service-validation-and-testing]
        roles: {responsible: [customer], consulted: [engineer]}
    ```
    ```yaml good
    roles:
      customer: {name: Customer, kind: customer}
      engineer: {name: Engineer}
    steps:
      - id: try
        name: Try the new service out
        activity: engage
        practices: [service-validation-and-testing]
        roles: {responsible: [customer], consulted: [engineer]}
    ```
    """
    outside = {name for name, role in subject.stream.roles.items() if role.kind in ("customer", "supplier")}
    if not outside or not _lacks(subject, ENGAGE):
        return
    for step in subject.steps:
        for name in (*step.roles.responsible, *step.roles.accountable) if step.roles else ():
            if name in outside:
                message = f"'{shown(name)}' is from outside, but no step of the stream is {ENGAGE}"
                hint = f"show where you talk with them, as a step of activity `{ENGAGE}`"
                yield Problem(step, message, hint=hint)
                return


@rule("VS322", "new-resource-outside-obtain-build", Severity.ADVICE)
def new_resource_outside_obtain_build(subject: Subject) -> Problems:
    """A step gets or makes something new, but no step of the stream is obtain/build.

    ## Why it matters
    ITIL leads all new resources through obtain/build, so that one place knows what is being bought and made.

    ## When it is fine
    Where the verb means something else. Only English names are read, and only those that leave little doubt.

    ```yaml bad
    steps:
      - id: purchase
        name: Purchase the missing devices
        activity: deliver-and-support  # <- new-resource-outside-obtain-build
        practices: [it-asset-management]
    ```
    ```yaml good
    steps:
      - id: purchase
        name: Purchase the missing devices
        activity: obtain-build
        practices: [it-asset-management]
    ```
    """
    yield from _outside(subject, OBTAIN_BUILD, "gets or makes something new")


@rule("VS323", "planning-outside-plan", Severity.ADVICE)
def planning_outside_plan(subject: Subject) -> Problems:
    """A step plans, but no step of the stream is plan.

    ## Why it matters
    ITIL leads planning at all levels through plan, so that the plans of all streams fit together.

    ## When it is fine
    Where the plan is a detail of the work. Only English names are read, and only those that leave little doubt.

    ```yaml bad
    steps:
      - id: plan-rollout
        name: Plan the rollout
        activity: design-and-transition  # <- planning-outside-plan
        practices: [release-management]
    ```
    ```yaml good
    steps:
      - id: plan-rollout
        name: Plan the rollout
        activity: plan
        practices: [release-management]
    ```
    """
    yield from _outside(subject, PLAN, "plans")


@rule("VS324", "improvement-outside-improve", Severity.ADVICE)
def improvement_outside_improve(subject: Subject) -> Problems:
    """A step improves something, but no step of the stream is improve.

    ## Why it matters
    ITIL starts and manages improvements at all levels through improve, so that the most useful come first and
    somebody sees whether they helped.

    ## When it is fine
    Where the verb means something else. Only English names are read.

    ```yaml bad
    steps:
      - id: tune
        name: Improve the search of the portal
        activity: deliver-and-support  # <- improvement-outside-improve
        practices: [continual-improvement]
    ```
    ```yaml good
    steps:
      - id: tune
        name: Improve the search of the portal
        activity: improve
        practices: [continual-improvement]
    ```
    """
    yield from _outside(subject, IMPROVE, "improves something")


def _lacks(subject: Subject, activity: str) -> bool:
    """Whether surely no step has the activity: one that cannot be read, or is a stream of its own, might."""
    return not any(step.activity == activity or step.stream or is_unknown(step.activity) for step in subject.steps)


def _outside(subject: Subject, activity: str, what: str) -> Problems:
    if not _lacks(subject, activity):
        return
    step = next(_commanding(subject, activity), None)
    if step:
        message = f"{called(step)} {what}, but no step of the stream is {activity}"
        hint = f"if this step is mainly that, write `activity: {activity}`; else name it by what it mainly does"
        yield Problem(step, message, "activity", hint)


def _commanding(subject: Subject, activity: str) -> Iterator[Step]:
    """The steps whose names begin with a verb that means the activity."""
    cues, about = subject.facts.activities[activity].cues, subject.facts.wording
    for step in subject.steps:
        verb, *words = step.name.lower().split()
        is_meant = verb in cues and _is_command(verb, words, about)
        if is_meant and (activity != OBTAIN_BUILD or about.intangible.isdisjoint(map(_bare, words))):
            yield step


def _bare(word: str) -> str:
    return word.strip(".,;:()")


def _is_command(verb: str, words: list[str], about: Wording) -> bool:
    """Whether a name surely begins with an English verb: `Order confirmation` and `Code prüfen` do not."""
    return verb not in about.also_nouns or bool(words and words[0] in about.after_verbs)
