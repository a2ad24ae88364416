"""The graph that views of the flow share."""

from __future__ import annotations

from tests.rendering.test_swimlane import step, stream
from valuestream_cli.analysis.flow import Flow
from valuestream_cli.model import Demand, Link, Value
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.views.graph import stream_graph


def graph(*steps, **more):
    subject = stream(*steps, **more)
    return stream_graph(Brief(stream=subject), Flow(subject), "right")


def links(drawn):
    return [(link.source, link.target, link.label, link.kind) for link in drawn.links]


def test_lanes_from_plan_to_improve():
    assert "".join(lane.letter for lane in graph(step("one")).lanes) == "PEDOSI"


def test_an_unknown_activity_has_a_lane_of_its_own():
    drawn = graph(step("one", "?"))
    assert drawn.lanes[-1].tone == drawn.nodes[1].lane == "?"


def test_conditions_shares_and_rework():
    drawn = graph(step("one"), step("two", next=(Link(to="one", when="not yet", share="10%"), Link(to="value"))))
    assert links(drawn)[1:] == [
        ("one", "two", "", "flow"),
        ("two", "one", "not yet 10%", "rework"),
        ("two", "value", "", "flow"),
    ]


def test_forks_and_joins_are_bars():
    drawn = graph(step("one", fork=("two", "three")), step("two"), step("three"), step("four", join=True))
    assert [node.id for node in drawn.nodes if node.kind == "bar"] == ["fork:one", "join:four"]
    assert ("one", "fork:one", "", "flow") in links(drawn)
    assert ("three", "join:four", "", "flow") in links(drawn)


def test_two_ways_between_the_same_steps_are_one_link():
    drawn = graph(step("one", next=(Link(to="two", when="a"), Link(to="two", when="b"))), step("two"))
    assert ("one", "two", "a / b", "flow") in links(drawn)


def test_what_follows_value():
    drawn = graph(step("one"), step("two"), value=Value(outcome="Done", for_=("user",), next="two"))
    assert [node.after_value for node in drawn.nodes if node.kind == "step"] == [False, True]
    assert ("value", "two", "once value exists", "after") in links(drawn)
    assert ("two", "end:after", "", "after") in links(drawn)
    assert ("end:after", "end") in [(node.id, node.label) for node in drawn.nodes]
    assert "end" not in [node.id for node in drawn.nodes], "nothing here ends without value"


def test_ends_before_and_after_value_are_two():
    leaves = step("one", next=(Link(to="end", share="5%"), Link(to="value", share="95%")))
    drawn = graph(leaves, step("two"), value=Value(outcome="Done", for_=("user",), next="two"))
    assert [(node.id, node.label) for node in drawn.nodes if node.kind == "end"] == [
        ("end", "Ends without value"),
        ("end:after", "end"),
    ]
    assert ("one", "end", "5%", "flow") in links(drawn)
    assert ("two", "end:after", "", "after") in links(drawn)


def test_a_way_to_nowhere_is_left_out():
    drawn = graph(step("one", next=(Link(to="nobody"), Link(to="value"))), demand=Demand(trigger="x"))
    assert [link.target for link in drawn.links] == ["one", "value"]
