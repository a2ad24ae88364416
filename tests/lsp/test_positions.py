"""Columns count what the client counts; lines end where the protocol says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position

from valuestream_cli.lsp.positions import Positions

TEXT = "aé😀b\r\nc\u2028d\x0ce\rf\n"
ENCODINGS = ("utf-8", "utf-16", "utf-32")


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 7), ("utf-16", 4), ("utf-32", 3)])
def test_columns_count_the_clients_units(encoding: str, column: int) -> None:
    positions = Positions(TEXT, encoding)
    assert positions.position(TEXT.index("b")) == Position(0, column)
    assert positions.offset(Position(0, column)) == TEXT.index("b")


def test_lines_end_at_line_feeds_and_carriage_returns_only() -> None:
    positions = Positions(TEXT)
    assert [positions.position(TEXT.index(each)) for each in "cdef"] == [
        Position(1, 0), Position(1, 2), Position(1, 4), Position(2, 0),
    ]  # fmt: skip
    assert positions.position(len(TEXT)) == Position(3, 0)


def test_what_is_beyond_a_line_or_the_text_is_its_end() -> None:
    positions = Positions("ab\ncd")
    assert positions.offset(Position(0, 99)) == 2
    assert positions.offset(Position(9, 0)) == 5
    assert positions.position(99) == positions.position(5) == Position(1, 2)
    assert positions.position(-1) == Position(0, 0)


def test_half_of_a_character_is_its_beginning() -> None:
    assert Positions("😀b", "utf-16").offset(Position(0, 1)) == 0
    assert Positions("😀b", "utf-8").offset(Position(0, 3)) == 0


def test_a_byte_order_mark_counts_on_the_first_line() -> None:
    positions = Positions("ab\ncd", lead=1)
    assert positions.position(1) == Position(0, 2)
    assert positions.offset(Position(0, 2)) == 1
    assert positions.position(4) == Position(1, 1)


@given(st.text(alphabet="a é😀\n\r\u2028", max_size=40), st.sampled_from(ENCODINGS), st.integers(0, 1))
def test_there_and_back(text: str, encoding: str, lead: int) -> None:
    positions = Positions(text, encoding, lead)
    for offset in range(len(text) + 1):
        inside_a_line_end = text[offset - 1 : offset + 1] == "\r\n"
        assert positions.offset(positions.position(offset)) == offset - inside_a_line_end
