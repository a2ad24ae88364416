"""Flow: ids, references, reachability and loops. Choices are in `choices`, parallel work in `parallel`."""

from __future__ import annotations

from valuestream_cli.analysis import graph
from valuestream_cli.analysis.flow import Edge, Flow
from valuestream_cli.findings import Severity
from valuestream_cli.model import DEMAND, END, VALUE, Step
from valuestream_cli.validation.naming import Guesses
from valuestream_cli.validation.registry import Place, Problem, Problems, rule
from valuestream_cli.validation.repairs import Change, Write
from valuestream_cli.validation.subject import Subject, is_unknown


@rule("VS201", "duplicate-step-id", Severity.ERROR, profile="basic")
def duplicate_step_id(subject: Subject) -> Problems:
    """Two steps have the same id.

    ## Why it matters
    A `next` that names this id could mean either; pictures and numbers would mix the two up.

    ```yaml bad
    steps:
      - {id: check, name: Check the request, activity: engage, practices: [service-desk]}
      - {id: check, name: Check the result, activity: improve, practices: [service-desk]}  # <- duplicate-step-id
    ```
    ```yaml good
    steps:
      - {id: check-request, name: Check the request, activity: engage, practices: [service-desk]}
      - {id: check-result, name: Check the result, activity: improve, practices: [service-desk]}
    ```
    """
    first: dict[str, Step] = {}
    for step in subject.steps:
        if first.setdefault(step.id, step) is not step:
            related = (Place(at=first[step.id], message="first used here"),)
            yield Problem(step, f"two steps have the id '{step.id}'", "id", "give each step an id of its own", related)


@rule("VS202", "dangling-reference", Severity.ERROR, profile="basic")
def dangling_reference(subject: Subject) -> Problems:
    """A `next`, a `fork` or `value.next` names a step that does not exist.

    ## Why it matters
    The case would go nowhere. Most often the id is misspelt, or the step was renamed.

    ```yaml bad
    steps:
      - id: register
        name: Register the request
        activity: engage
        practices: [service-desk]
        next: fullfil  # <- dangling-reference
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk], next: fulfil}
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-desk]}
    ```
    """
    flow = subject.flow
    lost = [edge for edge in flow.dangling if not is_unknown(edge.target)]
    if len({edge.target for edge in lost}) <= subject.lost_ids:
        return
    guesses = Guesses(flow.steps, cutoff=0.6)
    for edge in lost:
        meant = guesses.of(edge.target)
        guess = f"; did you mean '{meant}'?" if meant else ""
        at, field = where(subject, edge)
        hint = f"write `{meant}`" if meant else f"steps here: {', '.join(list(flow.steps)[:12])}"
        change = Change(Write(meant)) if meant else None
        yield Problem(at, f"there is no step '{edge.target}'{guess}", field, hint, change=change)


def where(subject: Subject, edge: Edge) -> tuple[object, str | tuple[str | int, ...] | None]:
    """The place in the model where an edge is written."""
    if edge.link:
        return edge.link, None
    if edge.kind == "after-value":
        return subject.stream.value, "next"
    if edge.kind == "demand":
        return subject.flow.steps[edge.target], None
    step = subject.flow.steps[edge.source]
    return step, ("fork", step.fork.index(edge.target)) if edge.kind == "fork" else None


@rule("VS203", "unreachable-step", Severity.ERROR, profile="basic")
def unreachable_step(subject: Subject) -> Problems:
    """No way leads from demand to a step.

    ## Why it matters
    It never happens, so it answers nobody's demand: either a way to it is missing, or it can go.

    ```yaml bad
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk], next: fulfil}
      - {id: approve, name: Approve the request, activity: plan, practices: [service-desk]}  # <- unreachable-step
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-desk]}
    ```
    ```yaml good
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk]}
      - {id: approve, name: Approve the request, activity: plan, practices: [service-desk]}
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-desk]}
    ```
    """
    flow = subject.flow
    if len(flow.from_demand & flow.steps.keys()) == len(flow.steps) or not subject.is_certain:
        return
    for step, others in _islands(flow, _answered_for(flow)):
        more = f", nor the {others} step{'s' * (others > 1)} after it" if others else ""
        hint = _branch_before(flow, step) or f"let a step lead here with `next: {step.id}`, or remove it"
        yield Problem(step, f"nothing leads from demand to step '{step.id}'{more}", None, hint)


def _branch_before(flow: Flow, step: Step) -> str:
    """What to do where the step above begins a branch and, without a `next` of its own, leads to the join at once."""
    steps = list(flow.steps)
    above = steps[steps.index(step.id) - 1]
    edge = next((edge for edge in flow.edges if edge.source == above and edge.kind == "branch-end"), None)
    if edge is None:
        return ""
    return f"'{above}' begins a branch and leads to the join '{edge.target}' at once: give it `next: {step.id}`"


def _answered_for(flow: Flow) -> set[str]:
    """Steps that cannot be reached because of a loop without exit, or because every case leaves without value."""
    stuck = stuck_steps(flow)
    if not stuck and VALUE in flow.from_demand:
        return set()
    return graph.reachable(flow.predecessors, [VALUE, END, *stuck]) | graph.reachable(flow.successors, [VALUE])


def _islands(flow: Flow, besides: set[str]) -> list[tuple[Step, int]]:
    """The first step of each part that cannot be reached, and how many steps hang on it."""
    seen = flow.from_demand | besides | {VALUE, END}
    lost = dict.fromkeys(step for step in flow.steps if step not in seen)
    entries = [step for step in lost if not any(source in lost for source in flow.predecessors.get(step, ()))]
    found = []
    for step in [*entries, *lost]:
        if step not in seen:
            part, _ = graph.part(flow.successors, step, seen)
            found.append((flow.steps[step], len(part) - 1))
            seen |= part
    return found


@rule("VS204", "no-path-to-value", Severity.ERROR, profile="basic")
def no_path_to_value(subject: Subject) -> Problems:
    """No case can ever reach value.

    ## Why it matters
    A value stream ends with value for at least one stakeholder (ITIL 4, Create, Deliver and Support, 4.1.3.2).
    Here every way ends before.

    ```yaml bad
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk]}
      - id: fulfil
        name: Fulfil the request
        activity: deliver-and-support
        practices: [service-desk]
        next: end  # <- no-path-to-value
    ```
    ```yaml good
    steps:
      - {id: register, name: Register the request, activity: engage, practices: [service-desk]}
      - {id: fulfil, name: Fulfil the request, activity: deliver-and-support, practices: [service-desk]}
    ```
    """
    flow = subject.flow
    if VALUE in flow.from_demand or not flow.steps or not subject.is_certain or stuck_steps(flow):
        return
    ending = [edge for edge in flow.edges if edge.target == END and edge.source in flow.from_demand]
    hint = "let the step that creates the value lead to `value`"
    at, field = where(subject, ending[-1]) if ending else (subject.stream, None)
    yield Problem(at, "no way leads to value: every case leaves without it", field, hint)


def stuck_steps(flow: Flow) -> set[str]:
    """Steps that a case comes to, and from which it can neither reach value nor leave."""
    if len(flow.edges) == len(flow.steps) + 1 and not flow.rework:
        return set()
    leaving = [VALUE, END, *(edge.source for edge in flow.dangling)]
    free = graph.reachable({node: to for node, to in flow.predecessors.items() if node != DEMAND}, leaving)
    return {step for step in flow.steps if step in flow.from_demand and step not in free}


@rule("VS205", "loop-without-exit", Severity.ERROR, profile="basic")
def loop_without_exit(subject: Subject) -> Problems:
    """A case that enters this loop never leaves it.

    ## Why it matters
    Rework is real and belongs in the picture, but at some point the work is done: one of the ways must lead on.

    ```yaml bad
    steps:
      - {id: build, name: Build the fix, activity: obtain-build, practices: [service-desk]}
      - id: test
        name: Test the fix
        activity: design-and-transition
        practices: [service-desk]
        next: build  # <- loop-without-exit
    ```
    ```yaml good
    steps:
      - {id: build, name: Build the fix, activity: obtain-build, practices: [service-desk]}
      - id: test
        name: Test the fix
        activity: design-and-transition
        practices: [service-desk]
        next: [{to: value, share: 90%}, {to: build, when: defects found, share: 10%}]
    ```
    """
    flow = subject.flow
    stuck, seen = stuck_steps(flow), set[str]()
    inside = {step: [to for to in flow.successors[step] if to in stuck] for step in stuck}
    ways_back = [edge for edge in flow.rework if edge.source in stuck] if stuck else []
    for edge in sorted(ways_back, key=lambda edge: flow.rank[edge.source], reverse=True):
        loop, leads_to_told = graph.part(inside, edge.target, seen) if edge.target not in seen else (set[str](), True)
        seen |= loop
        if not leads_to_told:
            at, field = where(subject, edge)
            steps = " -> ".join(sorted(loop, key=flow.rank.__getitem__))
            message = f"a case that comes here never leaves: {steps} -> {edge.target}"
            yield Problem(at, message, field, "give one of these steps a way to `value`, to `end` or to a step outside")
