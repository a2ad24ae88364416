"""Where a cursor stands, in files that are whole, and in files that are being typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers import FULL
from tests.lsp.texts import SOUND, with_step
from valuestream_cli.findings import Route
from valuestream_cli.lsp.spot import Spot, spot_at

STEP = ("steps", 0)
TOP = ("valuestream", "id", "name", "state", "owner", "demand", "value", "steps")


def spot(marked: str) -> tuple[Spot, str]:
    """The spot of the `|`, and the word there."""
    before, _, after = marked.partition("|")
    found = spot_at(before + after, len(before))
    return found, (before + after)[found.start : found.end]


# Lines of a step, or of the top level -> the mapping for a key, the place for a value, the word, what stands beside.
STANDS: dict[str, tuple[Route | None, Route | None, str, set[str]]] = {
    "    ac|\n": (STEP, None, "ac", {"id", "name"}),
    "    |\n": (STEP, None, "", {"id", "name"}),
    "    |\n    team: x\n": (STEP, None, "", {"id", "name", "team"}),
    "    activity:|\n": (None, (*STEP, "activity"), "", set()),
    "    activity: |\n": (None, (*STEP, "activity"), "", set()),
    "    activity: |  # why\n": (None, (*STEP, "activity"), "", set()),
    "    activity: en|gage # why\n": (None, (*STEP, "activity"), "engage", set()),
    '    activity: "en|\n': (None, (*STEP, "activity"), "en", set()),
    "    activity: 'en|gage'\n": (None, (*STEP, "activity"), "engage", set()),
    "    next: [|": (None, (*STEP, "next", 0), "", set()),
    "    next: [|\n    join: true\n": (None, (*STEP, "next", 0), "", set()),
    "    next: [\n      log, |\n    join: true\n": (None, (*STEP, "next", 0), "", {"log"}),
    "    next: [log, me|nd]\n": (None, (*STEP, "next", 0), "mend", {"log"}),
    "    next: {|": ((*STEP, "next"), None, "", set()),
    "    next: {to: |": (None, (*STEP, "next", "to"), "", set()),
    "    next: {to: log, |, when: late}\n": ((*STEP, "next"), None, "", {"to", "when"}),
    "    next:\n      - |\n": ((*STEP, "next", 0), (*STEP, "next", 0), "", set()),
    "    next:\n      -|\n": ((*STEP, "next", 0), (*STEP, "next", 0), "", set()),
    "    next:\n      - to: log\n        |\n": ((*STEP, "next", 0), None, "", {"to"}),
    "    next:\n    - to: log\n      |\n": ((*STEP, "next", 0), None, "", {"to"}),
    "    next:\n      |\n": ((*STEP, "next"), (*STEP, "next"), "", set()),
    "    next:\n      - {to: log, wh|\n": ((*STEP, "next", 0), None, "wh", {"to"}),
    "    practices:\n      - service-desk\n      - in|\n": (
        (*STEP, "practices", 0), (*STEP, "practices", 0), "in", {"service-desk"},
    ),
    "    practices:\n    - service-desk\n    - in|\n    team: x\n": (
        (*STEP, "practices", 0), (*STEP, "practices", 0), "in", {"service-desk"},
    ),
    "    roles: {responsible: [a agent, b ag|ent], acc": (
        None, (*STEP, "roles", "responsible", 0), "b agent", {"a agent"},
    ),
    "    roles:\n      |\n    team: x\n": ((*STEP, "roles"), (*STEP, "roles"), "", set()),
    "    roles:\n      responsible: [a]\n      |\n": ((*STEP, "roles"), None, "", {"responsible"}),
    "    description: |": (None, (*STEP, "description"), "", set()),
    "  - |\n": (STEP, STEP, "", set()),
    "  - |\n    name: x\n": (STEP, None, "", {"name"}),
    "own|\n": ((), None, "own", {*TOP}),
    "    name: x\n      y|\n": (None, None, "", set()),
    "    description: >-\n      any: text|\n": (None, None, "", set()),
    "    description: >-\n      any: text\n    |\n": (STEP, None, "", {"id", "name", "description"}),
    '    description: "one\n      two: x|"\n': (None, None, "", set()),
    "    inputs: [a] |\n": (None, (*STEP, "inputs"), "[a] ", set()),
}  # fmt: skip


@pytest.mark.parametrize("lines", STANDS)
def test_where_a_cursor_stands(lines: str) -> None:
    found, word = spot(with_step(lines))
    keys_of, value_of, expected, beside = STANDS[lines]
    assert (found.keys_of, found.value_of, word, set(found.has)) == (keys_of, value_of, expected, beside)
    assert not found.is_key and not found.is_comment


@pytest.mark.parametrize(
    ("lines", "key", "route"),
    [
        ("    act|ivity: engage\n", "activity", STEP),
        ('    "act|ivity": engage\n', "activity", STEP),
        ("    next: {to: log, sh|are: 5%}\n", "share", (*STEP, "next")),
        ('    next: {"t|o": log}\n', "to", (*STEP, "next")),
        ("  - na|me: x\n", "name", STEP),
    ],
)
def test_a_key_that_is_there(lines: str, key: str, route: Route) -> None:
    found, word = spot(with_step(lines))
    assert (found.is_key, found.keys_of, found.value_of, word) == (True, route, None, key)


@pytest.mark.parametrize(
    "lines",
    [
        "    team: x  # vs: ign|ore\n",
        "# he|re\n",
        "    next: [log, # he|re\n      mend]\n",
        '    team: "x # y" # he|re\n',
    ],
)
def test_a_comment(lines: str) -> None:
    found, _ = spot(with_step(lines))
    assert (found.is_comment, found.keys_of, found.value_of) == (True, None, None)


def test_a_hash_in_quotes_is_no_comment() -> None:
    found, word = spot(with_step('    team: "x # y|"\n'))
    assert (found.is_comment, word) == (False, "x # y")


def test_every_key_and_value_of_a_whole_file_has_its_route() -> None:
    text = FULL.read_text(encoding="utf-8")
    for key, route in {
        "  lead_time": ("value", "targets"),
        "holidays": ("calendar",),
        "x-contract": ("roles", "hoster"),
        "waste: waiting": ("improvements", 0),
        "cases: 412": ("steps", 0, "process_time"),
        "url: questions": ("steps", 0, "links", 0),
    }.items():
        at = text.index(key) + len(key) - len(key.lstrip())
        assert spot_at(text, at).keys_of == route, key


@given(st.text(alphabet="a:- []{},\"'#\n|>\t&*!?%é😀\r", max_size=60), st.integers(0, 60))
@settings(max_examples=300)
def test_no_text_makes_it_fail(text: str, cursor: int) -> None:
    cursor = min(cursor, len(text))
    found = spot_at(text, cursor)
    assert found == Spot() or found.start <= cursor <= found.end


@given(st.integers(0, len(SOUND)), st.integers(0, 12))
def test_no_cut_makes_it_fail(at: int, length: int) -> None:
    text = SOUND[:at] + SOUND[at + length :]
    spot_at(text, at)
