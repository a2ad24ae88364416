"""The tables of a page, and those over all streams: exactly what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import FULL
from valuestream_cli.itil.words import Words
from valuestream_cli.site import tables
from valuestream_cli.site.matrices import matrices
from valuestream_cli.site.portfolio import Entry, gather

WORDS, SAY = Words("en", part="site"), Words("en", part="told")
TWO = """\
valuestream: 1
id: {id}
name: {name}
services: [{services}]
roles: {{desk: {{name: Service desk}}, host: {{name: Hosting Partner, kind: supplier}}}}
demand: {{trigger: It is broken}}
value: {{outcome: It works, for: [user]}}
steps:
  - {{id: one, name: One, activity: engage, practices: [service-desk, x-own], outputs: [record],
     roles: {{responsible: [desk], informed: [host]}}}}
  - {{id: two, name: Two, activity: engage, practices: [service-desk], inputs: [Record, log],
     supplier: hosting partner}}
"""


@pytest.fixture
def entry() -> Entry:
    """The stream that has every field."""
    (found,) = gather([str(FULL)], with_history=False).entries.values()
    return found


@pytest.fixture
def two(tmp_path: Path) -> dict[str, Entry]:
    """Two streams that share most of what they draw on."""
    (tmp_path / "b.vs.yaml").write_text(TWO.format(id="b", name="Beta", services="mail"))
    (tmp_path / "a.vs.yaml").write_text(TWO.format(id="a", name="alpha", services="mail, Chat"))
    return dict(gather([str(tmp_path)], with_history=False).entries)


def test_steps_stand_along_the_flow_with_their_ways(entry: Entry) -> None:
    rows = tables.steps(entry, SAY)
    assert [(row.number, row.step.id, row.is_after) for row in rows][-2:] == [
        (7, "ask-feedback", True),
        (8, "improve", True),
    ]
    investigate, verify = rows[1], next(row for row in rows if row.step.id == "verify")
    assert investigate.ways == [
        tables.Way("value", None, "value", False, "70%: fixed at first contact"),
        tables.Way("fix", 3, "Obtain a fix and prepare its release", False, "30%: needs the specialists"),
    ]
    assert verify.ways[1] == tables.Way("fix", 3, "Obtain a fix and prepare its release", True, "5%: not fixed")
    assert tables.figure_columns(rows) == ["wait", "work", "queue", "load", "accurate"]
    assert investigate.figures["work"].sure.endswith("measured")
    assert rows[0].figures["accurate"] == tables.Time("90%", "")


def test_responsibilities(two: dict[str, Entry]) -> None:
    found = tables.raci(two["a"])
    assert found.roles == ["Service desk", "Hosting Partner"]
    assert [(number, letters) for number, _, letters in found.rows] == [(1, ["R", "I"]), (2, ["", ""])]


def test_roles_stand_as_in_the_picture_customers_first(entry: Entry) -> None:
    assert entry.stream
    kinds = {role.name or id: role.kind for id, role in entry.stream.roles.items()}
    told = [kinds.get(role) or "internal" for role in tables.raci(entry).roles]
    assert told == sorted(told, key=["customer", "internal", "supplier"].index)
    assert len(set(told)) > 1


def test_a_role_can_have_two_letters(entry: Entry) -> None:
    assert tables.raci(entry).rows[-1][2] == ["", "", "R A", "", ""]


def test_what_is_passed_on_is_one_thing_however_it_is_written(two: dict[str, Entry]) -> None:
    told = [
        (each.name, [number for number, _ in each.producers], [number for number, _ in each.users])
        for each in tables.passed(two["a"])
    ]
    assert told == [("record", [1], [2]), ("log", [], [2])]


def test_numbers_and_targets_have_names_in_the_language_of_the_page(entry: Entry) -> None:
    names = [name for name, _, _ in tables.numbers(entry, WORDS, SAY)]
    assert names[:4] == ["Lead time", "Lead time with queues", "Process time", "Wait time"]
    assert set(names) <= {WORDS(f"number-{key}") for key in (
        "lead-time", "to-value", "with-queues", "process-time", "wait-time", "flow-efficiency", "reaches-value",
        "rolled-c-and-a", "first-pass-yield", "rework", "handoffs", "work", "demand", "in-progress", "capacity",
    )}  # fmt: skip
    targets = tables.targets(entry, WORDS, SAY)
    assert [(each.name, each.wanted, each.met) for each in targets] == [
        ("Lead time", "at most 3d", True),
        ("Process time", "at most 8h", True),
        ("Flow efficiency", "at least 5%", True),
        ("Rolled %C&A", "at least 30%", None),
        ("Handoffs", "at most 9", True),
    ]
    assert tables.longest_wait(entry, WORDS, SAY).startswith("The longest wait is before step 3, Obtain a fix and")


def test_numbers_are_told_as_pictures_tell_them(entry: Entry) -> None:
    words, say = Words("de", part="site"), Words("de", part="told")
    told = {name: (value.replace("\u00a0", " "), remark) for name, value, remark in tables.numbers(entry, words, say)}
    assert "%C&A gesamt" in told
    assert told["Nacharbeit"][1] == "Besuche eines Schritts nach dem ersten, je Fall"
    assert " je " in told["Bedarf"][0]
    assert told["Flusseffizienz"][0].endswith(" %")
    assert [each.wanted.replace("\u00a0", " ") for each in tables.targets(entry, words, say)][:2] == [
        "höchstens 3 T",
        "höchstens 8 h",
    ]
    figures = [figure for row in tables.steps(entry, say) for figure in row.figures.values()]
    assert not any(word in figure.sure for figure in figures for word in ("measured", "estimate", " to "))


def test_streams_stand_in_the_order_of_their_names(two: dict[str, Entry]) -> None:
    assert list(two) == ["a", "b"]


def test_who_draws_on_what(two: dict[str, Entry]) -> None:
    told = {
        matrix.kind: {
            item.name: {id: [number for number, _ in steps] for id, steps in item.uses.items()} for item in matrix.items
        }
        for matrix in matrices(two.values(), WORDS)
    }
    assert told == {
        "practices": {"Service desk": {"a": [1, 2], "b": [1, 2]}, "x-own": {"a": [1], "b": [1]}},
        "roles": {"Hosting Partner": {"a": [1], "b": [1]}, "Service desk": {"a": [1], "b": [1]}},
        "suppliers": {"Hosting Partner": {"a": [1, 2], "b": [1, 2]}},
        "services": {"Chat": {"a": []}, "mail": {"a": [], "b": []}},
        "activities": {"Engage": {"a": [1, 2], "b": [1, 2]}},
    }


def test_sums_and_what_no_stream_draws_on(two: dict[str, Entry]) -> None:
    practices, _, _, services, activities = matrices(two.values(), WORDS)
    assert [(item.count("a"), item.total) for item in practices.items] == [(2, 4), (1, 2)]
    assert [(item.count("b"), item.total) for item in services.items] == [(0, 1), (1, 2)]
    assert len(practices.unused) == 33
    assert activities.unused == ("Deliver and support", "Design and transition", "Improve", "Obtain/build", "Plan")
