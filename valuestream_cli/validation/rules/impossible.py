"""What no numbers follow from: work beyond capacity, ways that nobody takes, calendars and times that cannot be."""

from __future__ import annotations

from math import inf, isfinite, prod

from valuestream_cli.analysis import graph, zones
from valuestream_cli.analysis.duration import at_most, is_empty
from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.analysis.rates import per_second
from valuestream_cli.analysis.shares import chances, contradiction, percent
from valuestream_cli.findings import Severity
from valuestream_cli.model import DEMAND, END, VALUE, Duration, Step
from valuestream_cli.suggest import closest
from valuestream_cli.validation.registry import Problem, Problems, rule
from valuestream_cli.validation.repairs import Change, Write
from valuestream_cli.validation.rules.choices import falls_into_branch
from valuestream_cli.validation.rules.contradictions import duration_out_of_order
from valuestream_cli.validation.rules.flow import stuck_steps
from valuestream_cli.validation.rules.measures import calendar_not_declared
from valuestream_cli.validation.subject import Subject, is_unknown
from valuestream_cli.validation.wording import shown


@rule("VS212", "way-out-never-taken", Severity.ERROR, profile="basic")
def way_out_never_taken(subject: Subject) -> Problems:
    """A loop could be left, or value be reached, but only on ways that no case ever takes: their share is 0%.

    ## Why it matters
    Cases go round for ever, or all of them end without value. There is no lead time, and most likely a share is wrong.

    ```yaml bad
    steps:
      - {id: build, name: Build the fix, activity: obtain-build, practices: [service-desk]}
      - id: test
        name: Test the fix
        activity: design-and-transition
        practices: [service-desk]
        next:
          - {to: build, when: defects are found, share: 100%}
          - {to: value, share: 0%}  # <- way-out-never-taken
    ```
    ```yaml good
    steps:
      - {id: build, name: Build the fix, activity: obtain-build, practices: [service-desk]}
      - id: test
        name: Test the fix
        activity: design-and-transition
        practices: [service-desk]
        next:
          - {to: build, when: defects are found, share: 10%}
          - {to: value, share: 90%}
    ```
    """
    flow, unused = subject.flow, [edge for edge in subject.flow.edges if _is_unused(edge)]
    if not unused or not subject.is_certain or stuck_steps(flow) or VALUE not in flow.from_demand:
        return
    if any(_contradiction(subject, step) for step in subject.steps):
        return
    taken = _taken(flow)
    reached = graph.reachable(taken, [DEMAND])
    backward = {node: to for node, to in graph.reverse(taken).items() if node != DEMAND}
    stuck = reached - graph.reachable(backward, [VALUE, END]) - {DEMAND}
    lost = stuck or (reached if VALUE not in reached else set())
    way = next((edge for edge in unused if edge.source in lost and edge.target not in lost), None)
    if way:
        comes = f"a case that comes to '{way.source}' goes round for ever" if stuck else "no case ever comes to value"
        message = f"{comes}: the way to '{way.target}' has a share of {way.share}"
        yield Problem(way.link, message, "share", "correct the shares: nobody takes a way of 0%")


def _is_unused(edge: Edge) -> bool:
    return bool(edge.share) and not percent(edge.share or "")


def _contradiction(subject: Subject, step: Step) -> str | None:
    tolerance = subject.settings.thresholds.share_tolerance
    return contradiction(step.id, [link.share for link in step.next], tolerance) if step.next else None


def _taken(flow: Flow) -> dict[str, list[str]]:
    """`successors` on the ways that cases take."""
    taken: dict[str, list[str]] = {node: [] for node in flow.successors}
    for edge in flow.edges:
        if not _is_unused(edge):
            taken[edge.source].append(edge.target)
    return taken


@rule("VS213", "fork-in-a-circle", Severity.ERROR, profile="basic")
def fork_in_a_circle(subject: Subject) -> Problems:
    """A branch of a fork leads back to that fork, and no join is passed on the way.

    ## Why it matters
    Each time round, the branches start anew while the others are still under way: one case becomes more and more, and
    nobody can tell when it is done.

    ```yaml bad
    steps:
      - {id: plan, name: Plan the change, activity: plan, practices: [service-desk]}
      - id: start  # <- fork-in-a-circle
        name: Start both
        activity: engage
        practices: [service-desk]
        fork: [build, tell]
      - {id: build, name: Build it, activity: obtain-build, practices: [service-desk], next: value}
      - {id: tell, name: Tell the users, activity: engage, practices: [service-desk], next: start}
    ```
    ```yaml good
    steps:
      - {id: plan, name: Plan the change, activity: plan, practices: [service-desk]}
      - {id: start, name: Start both, activity: engage, practices: [service-desk], fork: [build, tell]}
      - {id: build, name: Build it, activity: obtain-build, practices: [service-desk], next: value}
      - {id: tell, name: Tell the users, activity: engage, practices: [service-desk], next: value}
    ```
    """
    for region in subject.parallel.regions if subject.parallel else ():
        fork = region.fork
        is_open = region.join in (None, fork.id) and not region.meeting
        ways = {**subject.flow.successors, fork.id: []}
        if is_open and fork.id in subject.flow.from_demand and fork.id in graph.reachable(ways, fork.fork):
            message = f"a branch of '{fork.id}' leads back to it, so that the branches start again and again"
            hint = "let the branches come to a step with `join: true`, and lead back from there"
            yield Problem(fork, message, None, hint)


@rule("VS407", "overloaded-step", Severity.WARNING)
def overloaded_step(subject: Subject) -> Problems:
    """More work comes to a step than its capacity can do: rate times visits times process time, over capacity.

    ## Why it matters
    Its queue grows for ever, so the stream has no lead time, and no number of hours of waiting is right. At 100% it
    does so as well: what a quiet hour leaves undone is never caught up.

    ## When it is fine
    A stream that is as-is may well be overloaded for a while: then it says why the backlog grows, and this is the
    first thing to mend. Without a `rate`, a `capacity` and a `process_time` nothing is said.

    ```yaml bad
    demand:
      trigger: A user reports that a service does not work
      rate: 5/h
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: 30m
        capacity: 2  # <- overloaded-step
    ```
    ```yaml good
    demand:
      trigger: A user reports that a service does not work
      rate: 5/h
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: 30m
        capacity: 3
    ```
    """
    if not _may_be_overloaded(subject) or not is_certain(subject):
        return
    from valuestream_cli.analysis.gaps import overload  # the numbers are not needed where all is well
    from valuestream_cli.analysis.queues import enough

    for step in subject.numbers.steps:
        if step.load is not None and step.load >= 1 and step.capacity:
            needed = enough(step.capacity, step.load)
            hint = f"with a capacity of {needed} its load would be {step.load * step.capacity / needed:.0%}"
            yield Problem(subject.flow.steps[step.id], overload(step.id, step.load), "capacity", hint)


def _may_be_overloaded(subject: Subject) -> bool:
    """Whether some step could have too much to do, by the most that a case may come to it and the longest it takes."""
    rate, calendar = subject.stream.demand.rate, subject.stream.calendar
    limited = [(step.capacity, step.process_time) for step in subject.steps if step.capacity and step.process_time]
    if not rate or not limited or is_unknown(rate) or (calendar and is_empty(calendar.hours)):
        return False
    busiest = max(at_most(time, calendar) / capacity for capacity, time in limited)
    return per_second(rate, calendar) * busiest * _most_visits(subject) >= 1


def _most_visits(subject: Subject) -> float:
    """What the visits of a case to any step do not exceed in the mean: each way back may be taken again and again."""
    back: dict[str, set[str]] = {}
    for edge in subject.flow.rework:
        back.setdefault(edge.source, set()).add(edge.target)
    return prod(_times_again(subject, source, targets) for source, targets in back.items())


def _times_again(subject: Subject, source: str, back: set[str]) -> float:
    if _contradiction(subject, subject.flow.steps[source]):
        return inf
    shares = chances(subject.flow.edges_out[source], subject.settings.thresholds.share_tolerance) or {}
    onward = sum(share for target, share in shares.items() if target not in back)
    return 1 / onward if onward > 0 else inf


def is_certain(subject: Subject) -> bool:
    """Whether nothing was guessed: with another mistake in the file, that one is told before any number."""
    flow = subject.flow
    if not subject.is_sound or not subject.is_certain or len(flow.from_demand & flow.steps.keys()) < len(flow.steps):
        return False
    return not any(calendar_not_declared.check(subject)) and not any(falls_into_branch.check(subject))


@rule("VS408", "unknown-time-zone", Severity.ERROR, profile="basic")
def unknown_time_zone(subject: Subject) -> Problems:
    """A calendar names a time zone that there is not.

    ## Why it matters
    When a day begins, and when the clocks change, cannot be told, so `vs simulate` cannot run.

    ```yaml bad
    calendar:
      days: mon-fri
      hours: "09:00-17:00"
      timezone: Europe/Berln  # <- unknown-time-zone
    ```
    ```yaml good
    calendar: {days: mon-fri, hours: "09:00-17:00", timezone: Europe/Berlin}
    ```
    """
    calendar = subject.stream.calendar
    name = calendar.timezone if calendar else None
    if not name or is_unknown(name) or subject.nested.is_zone(name):
        return
    known = zones.names()
    if known:
        cities = {zone.rpartition("/")[2]: zone for zone in sorted(known)}
        meant = closest(name, sorted(known)) or cities.get(closest(name, cities) or "")
        guess = f"; did you mean '{meant}'?" if meant else ""
        hint = f"write `{meant}`" if meant else "write a name of the tz database, such as Europe/Berlin or UTC"
        change = Change(Write(meant)) if meant else None
        yield Problem(calendar, f"there is no time zone '{shown(name)}'{guess}", "timezone", hint, change=change)


@rule("VS409", "empty-working-hours", Severity.ERROR, profile="basic")
def empty_working_hours(subject: Subject) -> Problems:
    """The working hours of a day end when they begin.

    ## Why it matters
    Nobody ever works, so a day has no length, and no time in days can be counted.

    ## When it is fine
    Hours that end before they begin, such as `22:00-06:00`, are a shift that runs past midnight.

    ```yaml bad
    calendar:
      days: mon-fri
      hours: "09:00-09:00"  # <- empty-working-hours
    ```
    ```yaml good
    calendar: {days: mon-fri, hours: "09:00-17:00"}
    ```
    """
    calendar = subject.stream.calendar
    if calendar and calendar.hours and not is_unknown(calendar.hours) and is_empty(calendar.hours):
        message = f"the working hours {calendar.hours} leave no time to work"
        yield Problem(calendar, message, "hours", 'correct the end; who never rests writes "00:00-24:00"')


@rule("VS410", "impossible-time", Severity.ERROR, profile="basic")
def impossible_time(subject: Subject) -> Problems:
    """A time that no distribution has, or that is too long to be counted.

    ## Why it matters
    No number follows from it. Where half of the cases take no time at all, `{p50, p90}` cannot say how long the others
    take; most often the unit of a figure is wrong.

    ```yaml bad
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: {p50: 0s, p90: 20m}  # <- impossible-time
    ```
    ```yaml good
    steps:
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        process_time: {p50: 5m, p90: 20m}
    ```
    """
    found = list(_impossible_times(subject))
    if found and not any(duration_out_of_order.check(subject)):
        yield from found


def _impossible_times(subject: Subject) -> Problems:
    for step in subject.steps:
        for kind, duration in (("process", step.process_time), ("wait", step.wait_time)):
            reason = _reason(subject, duration) if duration else None
            if reason:
                message = f"the {kind} time of '{step.id}' {reason}"
                yield Problem(duration, message, None, "correct the figures or their units")


def _reason(subject: Subject, duration: Duration) -> str | None:
    """Why a time cannot be; null for any that can be told to be possible at a glance."""
    calendar = subject.stream.calendar
    if isfinite(at_most(duration, calendar)) and (duration.cv or 0.0) < _WIDE:
        return None
    from valuestream_cli.analysis.times import Impossible, time_of

    try:
        time_of(duration, calendar)
    except Impossible as reason:
        return str(reason)
    return None


_WIDE = 1e6  # a coefficient of variation up to which there is nothing that cannot be counted
