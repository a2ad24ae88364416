"""The lane picture: nothing on top of anything else, for every stream; and fast."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.rendering.geometry import faults
from tests.rendering.streams import FILES, ROOT, streams

from valuestream_cli.model import Demand, Link, Step, Value, ValueStream
from valuestream_cli.rendering.views.swimlane import draw
from valuestream_cli.source import load
from valuestream_cli.validation.engine import examine

DIRECTIONS = ("down", "right")
directions = st.sampled_from(DIRECTIONS)


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_stream_of_ours_is_drawn_without_fault(path, direction):
    stream = examine(load(str(path))).stream
    assert faults(draw(stream, direction).scene()) == []


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(streams(), directions)
def test_every_stream_is_drawn_without_fault(stream, direction):
    assert faults(draw(stream, direction).scene()) == []


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(streams(most=60), directions)
def test_every_long_stream_is_drawn_without_fault(stream, direction):
    assert faults(draw(stream, direction).scene()) == []
