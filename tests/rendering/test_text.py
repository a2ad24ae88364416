"""Widths and line breaks: what fits, what is cut, and what must never come through."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuestream_cli.rendering.text import clean, is_right_to_left, measure, wrap, wrap_to_end


def test_words_stay_whole_where_they_fit():
    assert wrap("Receive and register the demand", 112, 12.5) == (
        ("Receive and", "register the", "demand"),
        False,
    )


def test_text_that_is_too_long_ends_with_an_ellipsis():
    lines, was_cut = wrap("one two three four five six seven eight nine ten", 60, 12.5)
    assert was_cut
    assert len(lines) == 3
    assert lines[-1].endswith("…")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("change-enablement", "change-"),
        ("design/transition", "design/"),
        ("DeployToProduction", "DeployTo"),
        ("Störungsbehebung", "Störungs-"),
        ("申請内容を受け付けて確認する", "申請内容を"),
    ],
)
def test_long_words_break_at_the_best_place(text, first):
    assert wrap(text, 70, 12.5)[0][0] == first


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Fachanwendung", ("Fachan-", "wendung")),
        ("Berechtigungsumfang", ("Berechtigungs-", "umfang")),
        ("Datenschutzbeauftragte", ("Datenschutz-", "beauftragte")),
        ("Sachbearbeiterin", ("Sachbear-", "beiterin")),
        ("eine Sachbearbeiterin, neu", ("eine", "Sachbear-", "beiterin, neu")),
        ("x" * 20, ("x" * 10 + "-", "x" * 10)),
    ],
)
def test_a_broken_word_leaves_parts_that_can_be_read(text, lines):
    assert wrap(text, max(measure(line, 12.5) for line in lines) + 0.1, 12.5) == (lines, False)


@given(st.from_regex(r"[a-zäöü]{8,40}", fullmatch=True), st.floats(85, 200))
def test_a_broken_word_leaves_four_letters_on_either_side(word, width):
    lines, _ = wrap(word, width, 12.5, 99)
    assert all(len(line.removesuffix("-")) >= 4 for line in lines)


def test_what_a_text_ends_with_outlives_a_cut():
    told = "a condition that goes on and on and at last names a single"
    assert wrap_to_end(f"{told} 20%", "20%", 100, 11, 3)[0][-1] == "20%"
    assert wrap_to_end(told, "", 100, 11, 3) == wrap(told, 100, 11, 3)
    assert wrap_to_end("rare 20%", "20%", 100, 11, 3) == (("rare 20%",), False)


def test_marks_stay_with_their_letters():
    lines, _ = wrap("ที่นี่" * 10, 40, 12.5, max_lines=99)
    assert all(measure(line[0], 1) > 0 for line in lines)


@pytest.mark.parametrize("text", ["a\nb\tc", "a\u202eb\u2066c", "a\x00\x1b[31mb", "a\ufeff\u200bb"])
def test_nothing_steers_the_reader(text):
    assert clean(text).isprintable()
    assert "\u202e" not in clean(text)


def test_half_characters_become_visible():
    assert clean("a\ud800b") == "a\ufffdb"


def test_direction_is_that_of_the_first_letter():
    assert is_right_to_left("1. طلب VPN")
    assert is_right_to_left("שירות")
    assert not is_right_to_left("VPN طلب")


def test_wide_and_combining_characters():
    assert measure("日本", 10) >= 20
    assert measure("e\u0301", 10) == measure("e", 10)
    assert measure("🚀", 10) == 12


@given(st.text(max_size=80), st.floats(20, 300), st.integers(1, 5), st.booleans())
def test_every_line_fits(text, width, most, bold):
    lines, was_cut = wrap(text, width, 12.5, most, bold)
    assert len(lines) <= most
    assert all(measure(line, 12.5, bold) <= width + 0.01 for line in lines)
    if not was_cut and " " not in clean(text):
        assert "".join(lines).replace("-", "") == clean(text).replace("-", "")
