"""Any wiring of steps, sensible or not, is examined: no rule crashes, none runs for ever."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import findings

HEAD = """\
valuestream: 1
id: any
name: Any wiring
demand: {trigger: A need}
value: {outcome: The need is met, for: [user]}
steps:
"""
STEP = "  - {{id: s{0}, name: Do {0}, activity: engage, practices: [service-desk]{1}}}\n"


@st.composite
def wirings(draw: st.DrawFn) -> str:
    """A stream of up to ten steps with arbitrary ways, forks and joins."""
    count = draw(st.integers(1, 10))
    target = st.integers(0, count - 1).map("s{}".format)
    ways = st.lists(st.one_of(target, st.sampled_from(["value", "end"])), min_size=1, max_size=3)
    fork = st.lists(target, min_size=2, max_size=3, unique=True) if count > 1 else st.nothing()
    links = st.one_of(
        st.just(""),
        ways.map(lambda names: f", next: [{', '.join(names)}]"),
        fork.map(lambda names: f", fork: [{', '.join(names)}]"),
    )
    join = st.sampled_from(["", "", ", join: true"])
    return HEAD + "".join(STEP.format(number, draw(links) + draw(join)) for number in range(count))


@settings(max_examples=400, deadline=None)
@given(wirings())
def test_any_wiring_is_examined(text: str) -> None:
    lines = text.count("\n")
    assert all(1 <= finding.span.line <= lines for finding in findings(text))


def test_forks_in_each_others_branches() -> None:
    steps = (", fork: [s1, s2]", ", fork: [s0, s2]", "", ", join: true", ", join: true")
    text = HEAD + "".join(STEP.format(number, links) for number, links in enumerate(steps))
    assert findings(text)
