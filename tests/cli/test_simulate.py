"""`vs simulate`: what it prints in each format, and how it ends."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from tests.cli.conftest import SAMPLES, Run
from tests.helpers import ROOT, TESTS
from valuestream_cli import api
from valuestream_cli.errors import VsError
from valuestream_cli.simulation.formats import FORMATS

DESK = TESTS / "simulation" / "desk.vs.yaml"
GOLDEN = TESTS / "simulation" / "golden"
SCHEMA = json.loads((ROOT / "schemas" / "simulation.v1.schema.json").read_text(encoding="utf-8"))
QUICK = ("--cases", "300", "--runs", "3", "--seed", "7")


@pytest.fixture
def desk(tmp_path: Path) -> str:
    """A stream in the folder that `vs` runs in."""
    shutil.copy(DESK, tmp_path / "desk.vs.yaml")
    return "desk.vs.yaml"


@pytest.mark.parametrize("format", FORMATS)
def test_formats(vs: Run, desk: str, format: str, golden: Callable[[Path, str], None]) -> None:
    code, out, err = vs("simulate", desk, *QUICK, "--format", format)
    assert (code, err) == (0, "")
    golden(GOLDEN / f"desk.{format}", out)


@pytest.mark.parametrize("format", FORMATS)
def test_comparisons(vs: Run, desk: str, format: str, golden: Callable[[Path, str], None]) -> None:
    code, out, _ = vs("simulate", desk, desk, "--set", "mend.capacity=4", *QUICK, "-f", format)
    assert code == 0
    golden(GOLDEN / f"more.{format}", out)


@pytest.mark.parametrize("arguments", [(), ("desk.vs.yaml",), ("--runs", "1"), ("--set", "demand.rate=")])
def test_json_keeps_its_contract(vs: Run, desk: str, arguments: tuple[str, ...]) -> None:
    if "demand.rate=" in arguments:
        arguments = (*arguments, "--set", "log.capacity=", "--set", "mend.capacity=")
    _, out, _ = vs("simulate", desk, *QUICK, "-f", "json", *arguments)
    jsonschema.validate(json.loads(out), SCHEMA)


def test_every_property_of_the_schema_is_written(vs: Run, desk: str) -> None:
    told = json.loads(vs("simulate", desk, desk, *QUICK, "-f", "json")[1])
    definitions = SCHEMA["$defs"]
    assert told.keys() == SCHEMA["properties"].keys()
    assert told["streams"][0].keys() == definitions["Stream"]["properties"].keys()
    assert told["streams"][0]["steps"][0].keys() == definitions["Step"]["properties"].keys()
    assert told["differences"][0].keys() == definitions["Difference"]["properties"].keys()


def test_csv_holds_no_formula(vs: Run, tmp_path: Path) -> None:
    (tmp_path / "=1.vs.yaml").write_bytes(DESK.read_bytes())
    rows = list(csv.reader(io.StringIO(vs("simulate", "=1.vs.yaml", *QUICK, "-f", "csv")[1])))
    assert rows[1][0] == "'=1.vs.yaml"
    assert {len(row) for row in rows} == {8}


def test_output_goes_to_a_file(vs: Run, desk: str, tmp_path: Path) -> None:
    assert vs("simulate", desk, *QUICK, "-f", "svg", "-o", "charts/a.svg") == (0, "", "")
    assert (tmp_path / "charts" / "a.svg").read_bytes() == (GOLDEN / "desk.svg").read_bytes()


def test_jobs_change_nothing(vs: Run, desk: str) -> None:
    assert vs("simulate", desk, *QUICK, "--jobs", "1") == vs("simulate", desk, *QUICK, "--jobs", "3")


def test_stdin(vs: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(DESK.read_bytes())
    code, out, _ = vs("simulate", "-", *QUICK, "-f", "json")
    assert (code, json.loads(out)["streams"][0]["path"]) == (0, "-")


def test_what_cannot_be_simulated_exits_with_1(vs: Run, desk: str) -> None:
    assert vs("simulate", desk, "--set", "mend.capacity=1") == (
        1,
        "",
        "error: desk.vs.yaml cannot be simulated: the work of 'mend' takes 259% of its capacity, so that its queue "
        "grows for ever\n  help: with a capacity of 3 its load would be 86%: --set mend.capacity=3\n",
    )


def test_unsound_files_exit_with_1(vs: Run, tmp_path: Path) -> None:
    (tmp_path / "a.vs.yaml").write_text("valuestream: 1\n", encoding="utf-8")
    code, out, _ = vs("simulate", "a.vs.yaml")
    assert code == 1
    assert "missing-key" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing.vs.yaml",), "error: there is no file or folder 'missing.vs.yaml'"),
        (("desk.vs.yaml", "-f", "jsn"), "error: there is no format 'jsn' for simulations"),
        (("desk.vs.yaml", "--cases", "0"), "error: --cases must be at least 1, not 0"),
        (("desk.vs.yaml", "--confidence", "high"), "error: 'high' is no percentage"),
        (("desk.vs.yaml", "--confidence", "100%"), "error: the confidence must lie between 0% and 100%"),
        (("desk.vs.yaml", "--confidence", "nan"), "error: the confidence must lie between 0% and 100%"),
        (("desk.vs.yaml", "--set", "mend.capacity"), "error: --set 'mend.capacity' is not PLACE=VALUE"),
        (("desk.vs.yaml", "--set", "mend.capacity=many"), "error: with these values the stream would be invalid:"),
        (("desk.vs.yaml", "--warm-up", "soon"), "error: 'soon' is no warm-up"),
        ((".", ), "error: '.' has 2 streams"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("desk")
def test_wrong_use_exits_with_2(vs: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    shutil.copy(DESK, tmp_path / "two.vs.yaml")
    code, out, err = vs("simulate", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(said)


def test_samples_with_times_can_be_compared(vs: Run) -> None:
    paths = (str(SAMPLES / "incident-as-is.vs.yaml"), str(SAMPLES / "incident-to-be.vs.yaml"))
    code, out, _ = vs("simulate", *paths, "--cases", "200", "--runs", "3", "-f", "json")
    lead = json.loads(out)["differences"][0]
    assert (code, lead["measure"], lead["differs"]) == (0, "lead_time.mean", True)


def test_the_api_returns_plain_results() -> None:
    from valuestream_cli.simulation.options import Options

    told: list[tuple[int, int]] = []
    options = Options(cases=50, runs=3)
    result = api.simulate(str(DESK), options=options, progress=lambda done, total: told.append((done, total)))
    assert (len(result.streams), result.differences, told[-1]) == (1, (), (3, 3))
    with pytest.raises(VsError, match="cannot be simulated"):
        api.simulate(str(DESK), settings={"mend.capacity": "1"})


@pytest.mark.parametrize(
    ("said", "ratio"), [("0.99", 0.99), ("99%", 0.99), ("99", 0.99), ("0.5%", 0.005), ("1%", 0.01), (".9", 0.9)]
)
@pytest.mark.usefixtures("desk")
def test_confidence_is_a_percentage_or_a_ratio(vs: Run, said: str, ratio: float) -> None:
    code, out, _ = vs("simulate", "desk.vs.yaml", "--runs", "2", "--cases", "20", "-f", "json", "--confidence", said)
    assert (code, json.loads(out)["confidence"]) == (0, ratio)


@pytest.mark.usefixtures("desk")
def test_long_names_are_cut(vs: Run) -> None:
    code, out, _ = vs("simulate", "desk.vs.yaml", "--runs", "2", "--cases", "20", "--set", f"log.name={'漢' * 5000}")
    (row,) = (line for line in out.splitlines() if line.startswith("1 漢"))
    assert code == 0
    assert row.split()[1] == "漢" * 33 + "..."
