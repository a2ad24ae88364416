"""`vs show`: the picture of a stream in a terminal, exactly; any width, any script, and nothing that steers it."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.analysis.streams import anything
from tests.cli.conftest import REFUSED, SAMPLES, Run
from tests.cli.test_validate import ERROR, GOOD, write
from tests.rendering.streams import peopled
from valuestream_cli.analysis.streams import analyze
from valuestream_cli.itil.words import Words, languages
from valuestream_cli.model import Demand, Link, Step, Value, ValueStream
from valuestream_cli.reporting import terminal
from valuestream_cli.reporting.plain import HARMFUL, columns

GOLDEN = Path(__file__).parent / "golden" / "show"
SHOWN = {
    "incident-as-is": (60, 80, 120),
    "onboarding-parallel": (60, 80, 120),
    "incident-four-steps": (40, 80),
    "international/service-request-ja": (60, 80),
    "international/onboarding-ar": (80,),
}
patient = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def shown(subject: ValueStream, width: int, plain: bool = False) -> str:
    look = terminal.Look(width=width, plain=plain, words=Words("en"))
    return "".join(text for text, _ in terminal.pieces(subject, analyze(subject, "-"), look))


def stream(*steps: Step, name: str = "A stream") -> ValueStream:
    value = Value(outcome="Done", for_=("user",))
    return ValueStream(valuestream=1, id="a", name=name, demand=Demand(trigger="A wish"), value=value, steps=steps)


@pytest.mark.parametrize(("name", "width"), [(name, width) for name, widths in SHOWN.items() for width in widths])
def test_a_sample_at_a_width(
    name: str, width: int, vs: Run, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    status, out, err = vs("show", str(SAMPLES / f"{name}.vs.yaml"))
    assert (status, err) == (0, "")
    golden(GOLDEN / f"{Path(name).name}.{width}.txt", out)


def test_a_sample_in_ascii(vs: Run, monkeypatch: pytest.MonkeyPatch, golden: Callable[[Path, str], None]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    _, out, _ = vs("show", str(SAMPLES / "incident-as-is.vs.yaml"), "--ascii")
    assert out.isascii()
    golden(GOLDEN / "incident-as-is.ascii.txt", out)


def test_ascii_where_the_encoding_has_no_boxes(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = vs("show", str(SAMPLES / "incident-as-is.vs.yaml"), "--ascii")[1]
    latin = io.TextIOWrapper(io.BytesIO(), encoding="latin-1")
    monkeypatch.setattr(sys, "stdout", latin)
    vs("show", str(SAMPLES / "incident-as-is.vs.yaml"))
    latin.seek(0)
    assert latin.read() == asked


@settings(patient)
@given(peopled() | anything(), st.integers(1, 200), st.booleans())
def test_every_stream_is_shown_within_its_width(subject: ValueStream, width: int, plain: bool) -> None:
    out = shown(subject, width, plain)
    assert [line for line in out.split("\n") if columns(line) > max(40, width)] == []
    assert not HARMFUL.search(out)
    assert all(line == line.rstrip(" ") for line in out.split("\n"))


@settings(patient, max_examples=30)
@given(peopled(most=120))
def test_every_step_has_its_number_in_the_lane_of_its_activity(subject: ValueStream) -> None:
    numbers = re.findall(r"┤ *(\d+)├", shown(subject, 100))
    assert sorted(map(int, numbers)) == list(range(1, len(subject.steps) + 1))


def test_hostile_text_is_inert() -> None:
    nasty = "\x1b[31mred\x1b]8;;http://x\x07 \u202eright [bold]b[/bold]\r\ttab"
    out = shown(stream(Step(id="one", name=nasty, activity="plan"), name=nasty), 80)
    assert not HARMFUL.search(out)
    assert "[bold]b[/bold]" in out


def test_a_way_runs_to_the_lane_of_the_next_step() -> None:
    out = shown(
        stream(
            Step(id="one", name="One", activity="plan"),
            Step(id="two", name="Two", activity="engage"),
            Step(id="three", name="Three", activity="plan"),
        ),
        80,
    )
    rows = [line for line in out.split("\n") if "├" in line]
    assert rows == [
        "  ┤1├──╮   ·   ·   ·   ·    One",
        "   ╭──┤2├  ·   ·   ·   ·    Two",
        "  ┤3├  ·   ·   ·   ·   ·    Three",
    ]


def test_ways_are_told_in_words() -> None:
    out = shown(
        stream(
            Step(id="one", name="One", activity="plan", fork=("two", "three")),
            Step(id="two", name="Two", activity="plan"),
            Step(id="three", name="Three", activity="plan"),
            Step(
                id="four",
                name="Four",
                activity="plan",
                join=True,
                stream="four.vs.yaml",
                next=(Link(to="four", when="again", share="5%"), Link(to="end", when="refused"), Link(to="value")),
            ),
        ),
        80,
    )
    marks = ("→", "↩", "⊞", "waits for")
    assert [line.strip(" │") for line in out.split("\n") if any(mark in line for mark in marks)] == [
        "→ starts at once: 2, 3",
        "→ 4",
        "waits for all ways",
        "⊞ four.vs.yaml",
        "↩ 4 5%: again",
        "→ no value: refused",
        "→ Value",
    ]


def test_the_mark_stands_over_the_longest_wait(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    _, out, _ = vs("show", str(SAMPLES / "onboarding-parallel.vs.yaml"))
    mark, wait, _, steps = (line for line in out.split("\n") if re.match(r" +▼|  (wait|work|step)  ", line))
    place = mark.index("▼")
    assert wait[place] == "▒"
    assert wait[steps.index("2") : place].count("▒") > 20
    assert "longest wait: 4d a case, before step 2" in mark


def test_colour_on_a_terminal_that_wants_it(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = vs("show", str(SAMPLES / "incident-as-is.vs.yaml"))[1]
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("valuestream_cli.cli.console.has_colour", lambda: True)
    coloured = vs("show", str(SAMPLES / "incident-as-is.vs.yaml"))[1]
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == plain


def test_a_folder_shows_each_stream(vs: Run) -> None:
    _, out, _ = vs("show", str(SAMPLES / "international"))
    assert out.count("Demand  ") == len(list((SAMPLES / "international").glob("*.vs.yaml")))


def test_an_unknown_language_is_wrong_use(vs: Run) -> None:
    status, _, err = vs("show", str(SAMPLES / "incident-as-is.vs.yaml"), "--lang", "klingon")
    assert status == 2
    assert err.startswith("error: there is no language 'klingon'\n")


def test_what_cannot_be_read_is_refused(vs: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(ERROR.encode())
    status, out, err = vs("show", "-")
    assert (status, err) == (1, REFUSED.format("stdin"))
    assert out.startswith("error[VS101] unknown-key")


def test_a_small_stream_in_full(vs: Run) -> None:
    write("reset.vs.yaml", GOOD)
    assert vs("show", "reset.vs.yaml") == (
        0,
        """\
Reset a password
as-is, owner: Service desk manager

Demand  A user cannot log in

  E Engage, S Deliver and support
   P   E   D   O   S   I
   ·  ┤1├──────────╮   ·    Register the call
   ·   ·   ·   ·  ┤2├  ·    Reset it

Value  The user can work (for user)

  No step says yet how long it takes or waits.
""",
        "",
    )


@pytest.mark.parametrize("language", languages())
def test_every_language_fits_a_width(language: str, vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    for name in ("incident-as-is", "onboarding-parallel", "international/service-request-ja"):
        status, out, err = vs("show", str(SAMPLES / f"{name}.vs.yaml"), "--lang", language)
        assert (status, err) == (0, "")
        assert [line for line in out.split("\n") if columns(line) > 70] == []
        assert Words(language)("lead_time") in out
