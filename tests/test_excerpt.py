"""A long text that breaks is worded from a few of its lines: the words and places are those of the whole."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.lsp import text as three_hundred_lines
from tests.helpers import SAMPLES
from valuestream_cli import source
from valuestream_cli.source import Fault, excerpt
from valuestream_cli.source.excerpt import excerpts

pytestmark = pytest.mark.skipif(not hasattr(yaml, "CBaseLoader"), reason="there is but one parser")
TEXTS = [three_hundred_lines(), *(path.read_text(encoding="utf-8") for path in SAMPLES)]
PIECES = [
    "[",
    "]",
    "{",
    "}",
    '"',
    "'",
    ": ",
    "- ",
    "\n",
    "  ",
    "&a ",
    "*a",
    "|",
    "!x ",
    "%",
    "@",
    "`",
    "#",
    ", ",
    "? ",
    "\t",
]


def faults(text: str, *, from_excerpt: bool) -> tuple[Fault, ...]:
    with pytest.MonkeyPatch.context() as patch:
        if not from_excerpt:
            patch.setattr(excerpt, "excerpts", lambda *_: ())
        return source.read("a.vs.yaml", text.encode()).faults


def test_little_of_a_long_text_is_parsed() -> None:
    text = three_hundred_lines().replace("next: value", "next: [")
    loader = yaml.CBaseLoader(text)
    with pytest.raises(yaml.YAMLError) as error:
        while not isinstance(loader.get_event(), yaml.StreamEndEvent):
            pass
    found = next(excerpts(text, error.value))
    assert len(found.text.split()) < len(text.split()) / 10
    assert found.text.count("\n") == text.count("\n")
    assert found.original(found.text.index("next: [")) == text.index("next: [")
    assert faults(text, from_excerpt=True) == faults(text, from_excerpt=False) != ()


@given(st.sampled_from(TEXTS), st.lists(st.tuples(st.floats(0, 1), st.sampled_from(PIECES)), min_size=1, max_size=2))
@settings(max_examples=150, deadline=None)
def test_faults_are_those_of_the_whole(text: str, breaks: list[tuple[float, str]]) -> None:
    for place, piece in breaks:
        at = int(place * len(text))
        text = text[:at] + piece + text[at:]
    assert faults(text, from_excerpt=True) == faults(text, from_excerpt=False)
