"""What passes between steps: inputs and outputs."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.findings import Severity
from valuestream_cli.model import END, VALUE, Step
from valuestream_cli.validation.naming import called
from valuestream_cli.validation.registry import Field, Place, Problem, Problems, rule
from valuestream_cli.validation.repairs import Change, Write
from valuestream_cli.validation.rules.placeholders import may_hold, placeholder
from valuestream_cli.validation.subject import Subject, is_unknown
from valuestream_cli.validation.wording import shown

Words = tuple[str, ...]
Key = tuple[int, Words, str]
Index = dict[Key, list[tuple[Words, str, Step]]]

_SHORTEST = 5  # letters: in shorter words one letter makes another word (form, farm)
_MOST_LIKE = 100  # outputs to compare an input with, so that vast streams stay quick
_STEM = 4  # letters that a word keeps in most of its forms
_LAST_ALPHABET = "\u052f"  # end of the Latin, Greek and Cyrillic scripts; beyond, one sign says more


@rule("VS501", "input-unproduced", Severity.WARNING)
def input_unproduced(subject: Subject) -> Problems:
    """An input that no step outputs, though one outputs almost the same.

    ## Why it matters
    The receiver waits for something that nobody makes under that name. Most likely it is the same thing, spelt
    in two ways, and no tool can see that the steps belong together.

    ## When it is fine
    An input that resembles no output comes from outside the stream; that is never a finding.

    ```yaml bad
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], outputs: [incident record]}
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        inputs: [incident recrod]  # <- input-unproduced
    ```
    ```yaml good
    steps:
      - {id: log, name: Log the call, activity: engage, practices: [service-desk], outputs: [incident record]}
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        inputs: [incident record, monitoring data]
    ```
    """
    told: dict[str, list[tuple[object, Field]]] = {}
    for step, number, _, _ in (slips := list(_slips(subject))):
        told.setdefault(step.inputs[number], []).append((step, ("inputs", number)))
    for step, number, output, source in slips:
        name = step.inputs[number]
        if name not in told:
            continue
        field = ("outputs", source.outputs.index(output))
        place = Place(at=source, field=field, message="the output is here")
        message = f"no step outputs '{shown(name)}'; did you mean '{shown(output)}'?"
        change = Change(Write(output), tuple(told.pop(name)))
        yield Problem(step, message, ("inputs", number), f"write `{output}` in both places", (place,), change)


@rule("VS502", "output-unused", Severity.ADVICE)
def output_unused(subject: Subject) -> Problems:
    """A step's outputs go nowhere, in a stream that otherwise says what goes where.

    ## Why it matters
    What nobody takes over is made for nothing, or the step that needs it does not say so.

    ## When it is fine
    Before value, before the end and after value the outputs leave the stream. A by-product beside an output that
    is used, or used as `information`, is never a finding; nor is anything where the next step names no inputs.

    ```yaml bad
    steps:
      - id: log
        name: Log the call
        activity: engage
        practices: [service-desk]
        outputs: [call statistics]  # <- output-unused
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        inputs: [monitoring data]
    ```
    ```yaml good
    steps:
      - id: log
        name: Log the call
        activity: engage
        practices: [service-desk]
        outputs: [incident record, call statistics]
      - id: mend
        name: Mend the service
        activity: deliver-and-support
        practices: [incident-management]
        inputs: [incident record]
    ```
    """
    named = {name for step in subject.steps for name in (*step.inputs, *step.information)}
    idle = [step for step in subject.steps if step.outputs and named.isdisjoint(step.outputs)]
    if not idle or subject.flow.dangling:
        return
    idle = [step for step in idle if _passes_on(subject, step)]
    if not idle or not _inputs_are_declared(subject):
        return
    taken = {_words(name) for name in named}
    idle = [step for step in idle if taken.isdisjoint(map(_words, step.outputs))]
    told: set[tuple[str, ...]] = set()  # branches whose join names other inputs are one mistake
    slips = {output for _, _, output, _ in _slips(subject)}
    for step in idle:
        followers = tuple(subject.flow.successors[step.id])
        if followers not in told and not slips.intersection(step.outputs):
            told.add(followers)
            message = f"no step takes what {called(step)} outputs: '{shown(step.outputs[0])}'"
            hint = "name it as an input where it is needed, or leave it out"
            next_one = subject.flow.steps[followers[0]]
            place = Place(at=next_one, field="inputs", message="the next step names other inputs")
            yield Problem(step, message, ("outputs", 0), hint, (place,))


def _inputs_are_declared(subject: Subject) -> bool:
    """Whether what passes can all be read and is meant, and at least half of the steps after the first name some."""
    later = subject.steps[1:]
    if any(is_unknown(name) for step in subject.steps for name in (step.id, *step.inputs, *step.outputs)):
        return False
    names = [name for step in subject.steps for name in (*step.inputs, *step.outputs, *step.information)]
    if may_hold("\n".join(names)) and any(map(placeholder, names)):
        return False
    return bool(later) and sum(bool(step.inputs) for step in later) * 2 >= len(later)


def _passes_on(subject: Subject, step: Step) -> bool:
    """Whether all that follows a step at once, before value, are steps that name inputs of another kind."""
    flow = subject.flow
    targets = flow.successors[step.id]
    if not targets or VALUE in targets or END in targets or step.id in flow.tail or step.id not in flow.from_demand:
        return False
    followers = [flow.steps[target] for target in targets]
    named = [name for follower in followers for name in (*follower.inputs, *follower.information)]
    return all(follower.inputs for follower in followers) and not any(_resembles(name, named) for name in step.outputs)


def _resembles(name: str, names: list[str]) -> bool:
    """Whether names may speak of the same thing in other words: they share the beginning of a word, or two signs."""
    text = " ".join(names).lower()
    if max(name) > _LAST_ALPHABET:
        return any(name[start : start + 2].lower() in text for start in range(len(name) - 1))
    stems = [word[:_STEM] for word in _words(name) if len(word) >= _STEM]
    others = [word[:_STEM] for word in _words(text) if len(word) >= _STEM]  # `Meldung` is in `Störungsmeldung`
    return any(stem in text for stem in stems) or any(stem in name.lower() for stem in others)


def _slips(subject: Subject) -> Iterator[tuple[Step, int, str, Step]]:
    """Inputs that nobody outputs, each with the output that it most likely means and the step of that."""
    made = {name for step in subject.steps for name in step.outputs}
    taken = {name for step in subject.steps for name in step.inputs}
    if taken <= made or not made:
        return
    index: Index = {}
    for step in subject.steps:
        for output in step.outputs:
            words = _words(output)
            for key in _keys(words):
                index.setdefault(key, []).append((words, output, step))
    for step in subject.steps:
        for number, name in enumerate(step.inputs):
            meant = None if name in made or is_unknown(name) else _meant(_words(name), index, step, taken)
            if meant:
                yield step, number, *meant


def _meant(words: Words, index: Index, taker: Step, taken: set[str]) -> tuple[str, Step] | None:
    """The output of another step that differs only by a slip; a plural only where nobody takes the singular."""
    for key in _keys(words):
        for others, output, step in index.get(key, [])[:_MOST_LIKE]:
            one, other = words[key[0]], others[key[0]]
            is_meant = one == other or _is_slip(one, other) or (_is_plural(one, other) and output not in taken)
            if is_meant and step is not taker:
                return output, step
    return None


def _words(name: str) -> Words:
    """A name without regard to capitals and hyphens."""
    return tuple(name.lower().replace("-", " ").replace("_", " ").split())


def _keys(words: Words) -> Iterator[Key]:
    """What a name shares with all that differ from it in one word alone, of which the first letter stays."""
    for number, word in enumerate(words):
        yield number, (*words[:number], *words[number + 1 :]), word[0]


def _is_plural(one: str, other: str) -> bool:
    """Whether one word is the other's plural, as English and its neighbours form it."""
    short, long = sorted((one, other), key=len)
    return long in (f"{short}s", f"{short}es", f"{short[:-1]}ies")


def _is_slip(one: str, other: str) -> bool:
    """Whether two words are one but for a slip of the finger: never in numbers, short words or word endings."""
    if min(len(one), len(other)) < _SHORTEST or one[-1] != other[-1] or _is_plural(one, other):
        return False
    if not (one + other).isalpha() or max(one + other) > _LAST_ALPHABET:
        return False
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])
