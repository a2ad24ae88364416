"""`vs analyze`: what it prints, what it writes, and how it exits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import SAMPLES, Run
from tests.helpers import TESTS
from valuestream_cli.cli.ranges import values_of
from valuestream_cli.errors import VsError
from valuestream_cli.reporting.numbers import FORMATS
from valuestream_cli.resources import schema_text

GOLDEN = Path(__file__).parent / "golden"
CASES = TESTS / "cases" / "analysis"
SCHEMA = jsonschema_rs.validator_for(json.loads(schema_text("analysis.v1")))
SUFFIXES = {"text": "txt", "markdown": "md"}


@pytest.fixture(autouse=True)
def _width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def incident(tmp_path: Path) -> str:
    shutil.copy(SAMPLES / "incident-as-is.vs.yaml", tmp_path / "incident.vs.yaml")
    return "incident.vs.yaml"


def plain(text: str) -> str:
    """A text without the version of the program."""
    from valuestream_cli import __version__

    return text.replace(__version__, "VERSION")


@pytest.mark.parametrize("form", FORMATS)
def test_each_format(vs: Run, incident: str, form: str, golden: Callable[[Path, str], None]) -> None:
    status, out, err = vs("analyze", incident, "--format", form)
    assert (status, err) == (0, "")
    golden(GOLDEN / f"analyze.{SUFFIXES.get(form, form)}", plain(out.replace("\r\n", "\n")))


@pytest.mark.parametrize("form", FORMATS)
def test_a_sweep_in_each_format(vs: Run, incident: str, form: str, golden: Callable[[Path, str], None]) -> None:
    status, out, err = vs("analyze", incident, "--format", form, "--sweep", "specialist-fix.capacity=7..12")
    assert (status, err) == (0, "")
    golden(GOLDEN / f"analyze-sweep.{SUFFIXES.get(form, form)}", plain(out.replace("\r\n", "\n")))


def test_the_british_spelling_means_the_same(vs: Run, incident: str) -> None:
    assert vs("analyse", incident) == vs("analyze", incident) == vs("analyze", incident, "--format", "text")
    assert vs("analyse", incident, "-f", "csv") == vs("analyze", incident, "-f", "csv")
    assert "analyse " not in vs("--help")[1]


def test_json_has_a_published_schema(vs: Run) -> None:
    status, out, _ = vs("analyze", str(SAMPLES), "-f", "json")
    told = json.loads(out)
    jsonschema_rs.meta.validate(json.loads(schema_text("analysis.v1")))
    SCHEMA.validate(told)
    assert (status, told["format"]) == (0, "vs-analysis/v1")
    assert len(told["streams"]) == len(list(SAMPLES.rglob("*.vs.yaml")))


def test_a_file_of_its_own(vs: Run, incident: str, tmp_path: Path) -> None:
    assert vs("analyze", incident, "-f", "json", "-o", "numbers.json") == (0, "", "")
    assert json.loads((tmp_path / "numbers.json").read_text(encoding="utf-8"))["streams"][0]["id"] == "incident-as-is"


def test_stdin(vs: Run, stdin: Callable[[bytes], None]) -> None:
    stdin((CASES / "md1.vs.yaml").read_bytes())
    status, out, _ = vs("analyze", "-", "--sweep", "serve.capacity=1..2", "-f", "json")
    streams = json.loads(out)["streams"]
    assert status == 0
    assert [(each["path"], each["set"]) for each in streams] == [
        ("-", {"serve.capacity": "1"}),
        ("-", {"serve.capacity": "2"}),
    ]


def test_what_if(vs: Run) -> None:
    path = str(CASES / "md1.vs.yaml")
    status, out, _ = vs("analyze", path, "--set", "serve.capacity=2", "--set", "demand.rate=8/h", "-f", "json")
    (told,) = json.loads(out)["streams"]
    assert status == 0
    assert told["bottleneck"] == {"step": "serve", "load": pytest.approx(0.8)}
    assert told["set"] == {"serve.capacity": "2", "demand.rate": "8/h"}


@pytest.mark.parametrize("case", ["overload", "too-many-shares", "no-way-out", "crossed-range"])
def test_what_cannot_be_exits_with_one(vs: Run, case: str) -> None:
    status, out, err = vs("analyze", str(CASES / f"{case}.vs.yaml"))
    assert (status, err) == (1, "")
    assert "\nThis cannot be: " in out


@pytest.mark.usefixtures("incident")
def test_a_file_with_errors_hides_no_other(vs: Run, tmp_path: Path) -> None:
    (tmp_path / "a.vs.yaml").write_text("valuestream: 1\n", encoding="utf-8")
    status, out, err = vs("analyze", ".", "-f", "csv")
    assert status == 1
    assert "missing-key" in out
    assert err.startswith("error: nothing is shown of a file with such errors")
    assert "incident.vs.yaml,incident-as-is," in out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere.vs.yaml"], "error: there is no file or folder 'nowhere.vs.yaml'\n"),
        (
            ["incident.vs.yaml", "-f", "jsn"],
            "error: there is no format 'jsn' for numbers\n  help: did you mean 'json'?\n",
        ),
        (
            ["incident.vs.yaml", "--set", "deploy"],
            "error: --set 'deploy' is not PLACE=VALUE\n  help: write for example --set investigate.capacity=3\n",
        ),
        (
            ["incident.vs.yaml", "--set", "deplo.capacity=2"],
            "error: the stream has no 'deplo.capacity' to set\n  help: did you mean 'deploy.capacity'?\n",
        ),
        (
            ["incident.vs.yaml", "--sweep", "deploy.capacity=3"],
            "error: --sweep '3' does not name two values or more\n"
            "  help: write 1..5, 0s..1h, 10m..60m..10m, or 1,2,4\n",
        ),
        (
            ["incident.vs.yaml", "--sweep", "deploy.wait_time=1h..2d"],
            "error: --sweep '1h..2d' has several units\n  help: give both ends in one, such as 1d..5d\n",
        ),
        (
            ["incident.vs.yaml", "--sweep", "deploy.capacity=1..100000000000"],
            "error: --sweep '1..100000000000' has 101 values or more\n  help: 100 are the most: 10..500..10\n",
        ),
    ],
)
@pytest.mark.usefixtures("incident")
def test_wrong_use(vs: Run, arguments: list[str], message: str) -> None:
    assert vs("analyze", *arguments) == (2, "", message)


def test_a_chart_is_for_one_stream(vs: Run) -> None:
    status, out, err = vs("analyze", str(SAMPLES), "-f", "svg")
    assert (status, out) == (2, "")
    assert err.endswith("charts do not fit into one picture\n  help: name a single stream\n")
    status, _, err = vs("analyze", str(SAMPLES), "--sweep", "name=a,b")
    assert (status, err.splitlines()[1]) == (2, "  help: name one of them")


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("1..4", "1 2 3 4"),
        ("10m..30m..10m", "10m 20m 30m"),
        ("1..3h", "1h 2h 3h"),
        ("0.5..2..0.5", "0.5 1 1.5 2"),
        ("80/d..82/d", "80/d 81/d 82/d"),
        ("10%,20%,5%", "10% 20% 5%"),
        ("0s..1h", "0s,10m,20m,30m,40m,50m,1h"),
        ("0m..60m", "0m 10m 20m 30m 40m 50m 60m"),
        ("1h 30m..3h", "1h 30m,1h 45m,2h,2h 15m,2h 30m,2h 45m,3h"),
        ("1h..2h..0.5h", "1h,1h 30m,2h"),
        ("0s..5d", "0d 1d 2d 3d 4d 5d"),
        ("0d..20d", "0d 2d 4d 6d 8d 10d 12d 14d 16d 18d 20d"),
        ("80%..95%", "80% 82.5% 85% 87.5% 90% 92.5% 95%"),
        ("0%..0.5%", "0% 0.1% 0.2% 0.3% 0.4% 0.5%"),
        ("80/d..120/d", "80/d 85/d 90/d 95/d 100/d 105/d 110/d 115/d 120/d"),
        ("0.5..2", "0.5 0.75 1 1.25 1.5 1.75 2"),
        ("1s..97s", "1s 16s 31s 46s 61s 76s 91s 97s"),
        ("0s..1s", "0s 0.2s 0.4s 0.6s 0.8s 1s"),
    ],
)
def test_values_of_a_sweep(said: str, values: str) -> None:
    assert values_of(said) == values.split("," if "," in values else " ")


@pytest.mark.parametrize(
    "said", ["", "..", "1..", "5..1", "0s..0s", "1..2..0", "3", "1h..2d", "10/h..100/d", "1d 2h..3d"]
)
def test_what_is_no_sweep(said: str) -> None:
    with pytest.raises(VsError):
        values_of(said)


@given(st.text("0123456789.,smhdw%/ ", max_size=12))
def test_any_sweep_is_a_few_values_or_refused(said: str) -> None:
    try:
        assert 2 <= len(values_of(said)) <= 100
    except VsError as error:
        assert error.hint


def test_a_terminal_without_block_letters(vs: Run, incident: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from valuestream_cli.cli import analyze

    monkeypatch.setattr(analyze, "can_show", lambda _: False)
    _, out, _ = vs("analyze", incident)
    assert out.isascii()
    assert "\n  wait  . ..." in out
