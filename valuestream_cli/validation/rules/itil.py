"""What ITIL says of value streams: practices, demand and value, ownership, the dimensions."""

from __future__ import annotations

from functools import lru_cache

from valuestream_cli.findings import Severity
from valuestream_cli.itil import slug
from valuestream_cli.model import DEMAND, VALUE, ValueStream
from valuestream_cli.suggest import closest
from valuestream_cli.validation.naming import called
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.rules.practices import own_practice_names
from valuestream_cli.validation.structure import stream_schema
from valuestream_cli.validation.subject import Subject, is_unknown
from valuestream_cli.validation.wording import shown

_FEWEST_STEPS = 3


@rule("VS301", "step-without-practice", Severity.WARNING)
def step_without_practice(subject: Subject) -> Problems:
    """A step names no practice.

    ## Why it matters
    A step draws on practices for its people, skills and tools. Without one, nobody can tell which practice to
    strengthen when the step is slow, or which streams suffer when a practice is short of people.

    ```yaml bad
    steps:
      - id: triage
        name: Assess the request
        activity: engage
        practices: []  # <- step-without-practice
    ```
    ```yaml good
    steps:
      - {id: triage, name: Assess the request, activity: engage, practices: [service-desk]}
    ```
    """
    for step in subject.steps:
        if not step.practices and not is_unknown(step.id):
            hint = "name at least one, such as those that `vs explain practices` lists, or one of your own: `x-...`"
            yield Problem(step, f"{called(step)} names no practice", "practices", hint)


@rule("VS302", "practice-as-step", Severity.ADVICE)
def practice_as_step(subject: Subject) -> Problems:
    """A step has the name of a practice.

    ## Why it matters
    A practice is a set of resources that many steps draw on; a step is something that is done. A step called
    *Incident management* does not say what happens there, and hides how many steps the work really takes.

    ```yaml bad
    steps:
      - id: triage
        name: Incident management  # <- practice-as-step
        activity: deliver-and-support
        practices: [incident-management]
    ```
    ```yaml good
    steps:
      - id: triage
        name: Find out what is broken and mend it
        activity: deliver-and-support
        practices: [incident-management]
    ```
    """
    names, endings = _practice_names()
    for step in subject.steps:
        if step.name.lower().endswith(endings) and slug(step.name) in names:
            message = f"'{shown(step.name)}' is a practice, not a step"
            yield Problem(step, message, "name", "say what is done here, and name the practice in `practices`")


@lru_cache
def _practice_names() -> tuple[frozenset[str], tuple[str, ...]]:
    """The practices' ids, and the words that one of their names ends with: a cheap first sieve."""
    ids = stream_schema()["$defs"]["Practice"]["else"]["enum"]
    return frozenset(ids), tuple({name.rpartition("-")[2] for name in ids})


@rule("VS303", "single-practice-stream", Severity.WARNING)
def single_practice_stream(subject: Subject) -> Problems:
    """All steps draw on one and the same practice.

    ## Why it matters
    A value stream runs across practices, from demand to value. What stays inside one practice is a process of
    that practice; the stream around it is still to be drawn, and its waits are most likely at the edges.

    ```yaml bad
    id: restore  # <- single-practice-stream
    steps:
      - {id: triage, name: Assess the call, activity: engage, practices: [incident-management]}
      - {id: mend, name: Mend the service, activity: deliver-and-support, practices: [incident-management]}
    ```
    ```yaml good
    id: restore
    steps:
      - {id: triage, name: Assess the call, activity: engage, practices: [service-desk]}
      - {id: mend, name: Mend the service, activity: deliver-and-support, practices: [incident-management]}
    ```
    """
    steps = subject.steps
    first = steps[0].practices if len(steps) > 1 else ()
    if len(first) == 1 and not is_unknown(first[0]) and all(step.practices == first for step in steps):
        message = f"all {len(steps)} steps draw on one practice, '{first[0]}'"
        hint = "name the other practices that take part, or draw the whole stream around this process"
        yield Problem(subject.stream, message, "id", hint)


@rule("VS304", "demand-or-value-as-step", Severity.ERROR, profile="basic")
def demand_or_value_as_step(subject: Subject) -> Problems:
    """Demand or value is written as a step.

    ## Why it matters
    Demand starts the stream and value ends it; both lie outside the work. As steps they would be counted,
    timed and drawn twice.

    ```yaml bad
    steps:
      - id: request
        name: Demand  # <- demand-or-value-as-step
        activity: engage
        practices: [service-desk]
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-request-management]}
    ```
    ```yaml good
    demand: {trigger: A user asks for access}
    steps:
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-request-management]}
    ```
    """
    for step in subject.steps:
        name = step.name.strip().lower()
        if name in (DEMAND, VALUE) and not is_unknown(step.id):
            hint = f"say it in `{name}:` at the top of the file, and remove the step"
            yield Problem(step, f"{name} is not a step: the stream {_ENDS[name]} it", "name", hint)


_ENDS = {DEMAND: "starts with", VALUE: "ends with"}


@rule("VS306", "state-not-declared", Severity.ADVICE)
def state_not_declared(subject: Subject) -> Problems:
    """The stream does not say whether it shows what happens or what should happen.

    ## Why it matters
    Readers take a wish for a fact, or a fact for a wish. Measured times belong to what is; targets and plans to
    what should be; mixed in one picture, neither can be trusted.

    ```yaml bad
    valuestream: 1  # <- state-not-declared
    ```
    ```yaml good
    state: as-is
    ```
    """
    if subject.stream.state is None:
        message = "the stream does not say whether it is as-is or to-be"
        yield Problem(subject.stream, message, "state", "add `state: as-is` or `state: to-be`")


@rule("VS307", "no-owner", Severity.WARNING)
def no_owner(subject: Subject) -> Problems:
    """Nobody answers for the stream as a whole.

    ## Why it matters
    Each step has its manager; the waits between the steps have none. Without an owner of the whole, nobody is
    in a position to shorten them.

    ```yaml bad
    valuestream: 1  # <- no-owner
    ```
    ```yaml good
    owner: Service desk manager
    ```
    """
    if subject.stream.owner is None:
        hint = "add `owner:` with a person or role that answers for it from demand to value"
        yield Problem(subject.stream, "the stream has no owner", "owner", hint)


@rule("VS308", "dimension-uncovered", Severity.ADVICE)
def dimension_uncovered(subject: Subject) -> Problems:
    """The stream looks at its work from all sides but one: at partners, and either at people or at means.

    ## Why it matters
    People, information and technology, and partners each can hold a stream up. A side that nobody looked at is
    where surprises come from.

    ## When it is fine
    A stream without partners is never asked for them, one that declares no `roles` is not asked for people, and
    short streams are not asked at all.

    ```yaml bad
    id: restore  # <- dimension-uncovered
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], team: Desk}
      - {id: mend, name: Mend it, activity: obtain-build, practices: [incident-management], supplier: Northwind}
      - {id: close, name: Close the call, activity: engage, practices: [service-desk], team: Desk}
    ```
    ```yaml good
    id: restore
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], team: Desk, tools: [ticket tool]}
      - {id: mend, name: Mend it, activity: obtain-build, practices: [incident-management], supplier: Northwind}
      - {id: close, name: Close the call, activity: engage, practices: [service-desk], team: Desk}
    ```
    """
    stream, steps = subject.stream, subject.steps
    if len(steps) < _FEWEST_STEPS or not subject.ids_are_known:
        return
    people = any(step.roles or step.team for step in steps)
    means = any(step.inputs or step.outputs or step.information or step.tools for step in steps)
    if people == means or not (people or stream.roles) or not _has_partner(stream):
        return
    missing, hint = ("information or tools", _MEANS) if people else ("roles or teams", _PEOPLE)
    yield Problem(stream, f"no step of the stream names {missing}", "id", hint)


_PEOPLE = "say who does the steps in `roles` or `team`"
_MEANS = "say what the steps work with in `inputs`, `outputs`, `information` or `tools`"


def _has_partner(stream: ValueStream) -> bool:
    """Whether a partner or supplier takes part in any way."""
    return (
        any(step.supplier for step in stream.steps)
        or any(role.kind == "supplier" for role in stream.roles.values())
        or any("supplier" in practice for step in stream.steps for practice in step.practices)
    )


@rule("VS309", "too-many-steps", Severity.ADVICE, profile="strict")
def too_many_steps(subject: Subject) -> Problems:
    """The stream has more steps than a reader can take in.

    ## Why it matters
    A map of fifteen steps is read in a minute and fits a page; one of forty is read by nobody. What is too long is
    most often a process drawn in full: group what one team does in one go, or give a step a `stream` of its own.

    ## When it is fine
    Some streams are long. The threshold `most-steps` says from where on this is told.

    ```toml given
    thresholds = {most-steps = 2}
    ```
    ```yaml bad
    id: restore  # <- too-many-steps
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk]}
      - {id: mend, name: Mend the service, activity: deliver-and-support, practices: [incident-management]}
      - {id: close, name: Close the call, activity: engage, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - {id: mend, name: Log the call and mend it, activity: deliver-and-support, practices: [incident-management]}
      - {id: close, name: Close the call, activity: engage, practices: [service-desk]}
    ```
    """
    most = subject.settings.thresholds.most_steps
    if len(subject.steps) > most:
        message = f"the stream has {len(subject.steps)} steps; more than {most} are hard to take in"
        yield Problem(subject.stream, message, "id", "group steps, or give one a `stream` of its own")


@rule("VS310", "unknown-own-practice", Severity.ERROR, profile="basic")
def unknown_own_practice(subject: Subject) -> Problems:
    """A practice of your own is not among those that the configuration declares.

    ## Why it matters
    Where own practices are declared, all streams mean the same by them. One that is not declared is most likely
    misspelt, and a matrix of streams and practices would show it as another.

    ## When it is fine
    Without `[practices]` in the configuration, every practice that begins with `x-` is accepted.

    ```toml given
    practices = {x-finops = {name = "FinOps", aliases = ["cloud cost"]}}
    ```
    ```yaml bad
    steps:
      - id: review
        name: Review the cost of the cloud
        activity: improve
        practices:
          - x-finop  # <- unknown-own-practice
          - service-financial-management
    ```
    ```yaml good
    steps:
      - {id: review, name: Review the cost of the cloud, activity: improve, practices: [x-finops]}
    ```
    """
    declared = subject.settings.practices
    if not declared:
        return
    ids, told = own_practice_names(declared.values()), set[str]()
    for step in subject.steps:
        for number, id in enumerate(step.practices):
            if id.startswith("x-") and id not in declared and id not in told:
                told.add(id)
                meant = ids.get(closest(id.removeprefix("x-"), ids) or "")
                message = f"practice '{shown(id)}' is not declared" + (f"; did you mean '{meant}'?" if meant else "")
                hint = f"write `{meant}`" if meant else f"declare it in `[practices]` of {subject.settings.source}"
                yield Problem(step, message, ("practices", number), hint)
