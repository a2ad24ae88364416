"""What may be written at a cursor, while the file is whole and while it is broken."""

from __future__ import annotations

import pytest
from lsprotocol.types import CompletionItemKind, MarkupContent

from tests.lsp.editor import Editor
from tests.lsp.texts import HEAD, SOUND, STEPS, with_step
from valuestream_cli.itil import catalogue
from valuestream_cli.validation.structure import stream_schema

FACTS = catalogue()
ACTIVITIES = [activity.id for activity in FACTS.lanes]
STEP_KEYS = [key for key in stream_schema()["$defs"]["Step"]["properties"] if key not in ("id", "name")]


def without(keys: list[str], *gone: str) -> list[str]:
    return [key for key in keys if key not in gone]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("    |\n", STEP_KEYS),
        ("    ac|\n", STEP_KEYS),
        ("    activity: engage\n    fork: [log, mend]\n    |\n", without(STEP_KEYS, "activity", "next", "fork")),
        ("    next: log\n    |\n    team: x\n", without(STEP_KEYS, "next", "fork", "team")),
        ("  - |\n", ["id", "name", *STEP_KEYS]),
        ("    next: {|}\n", ["to", "when", "share"]),
        ("    next: {to: log, |}\n", ["when", "share"]),
        ("    next: [{to: log, |\n", ["when", "share"]),
        ("    process_time:\n      p50: 5m\n      |\n",
         ["low", "likely", "high", "p90", "mean", "distribution", "cv", "basis", "source", "cases"]),
        ("    roles:\n      |\n", ["responsible", "accountable", "consulted", "informed"]),
        ("    links:\n      - |\n", ["name", "url"]),
        ("    activity: |\n", ACTIVITIES),
        ("    activity:|\n", ACTIVITIES),
        ('    activity: "|\n', ACTIVITIES),
        ("    activity: |", ACTIVITIES),
        ("    practices: |\n", list(FACTS.practices)),
        ("    practices: [service-desk, |]\n", without(list(FACTS.practices), "service-desk")),
        ("    practices:\n      - service-desk\n      - |\n", without(list(FACTS.practices), "service-desk")),
        ("    practices: [service-desk, |\n    team: x\n", without(list(FACTS.practices), "service-desk")),
        ("    next: |\n", ["log", "mend", "more", "value", "end"]),
        ("    next: [|", ["log", "mend", "more", "value", "end"]),
        ("    next: [log, |]\n", ["mend", "more", "value", "end"]),
        ("    next: {to: |", ["log", "mend", "more", "value", "end"]),
        ("    next:\n      - |\n", ["log", "mend", "more", "value", "end", "to", "when", "share"]),
        ("    fork: [log, |]\n", ["mend", "more"]),
        ("    waste: |\n", list(FACTS.terms("wastes"))),
        ("    value_class: |\n", list(FACTS.terms("value_classes"))),
        ("    join: |\n", ["true", "false"]),
        ("    inputs: [|]\n", ["incident record"]),
        ("    process_time: {basis: |}\n", ["estimate", "target", "measured"]),
        ("    name: |\n", []),
        ("    team: x # |\n", []),
        ("    description: |- \n", []),
    ],
)  # fmt: skip
def test_what_may_stand_in_a_step(editor: Editor, lines: str, expected: list[str]) -> None:
    assert editor.open(with_step(lines)).offered() == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|", ["valuestream", "id", "name", "demand", "value", "steps", "framework", "description", "state", "owner",
               "services", "calendar", "roles", "governance", "principles", "improvements", "template"]),
        (SOUND + "|", ["framework", "description", "services", "calendar", "roles", "governance", "principles",
                       "improvements", "template"]),
        (HEAD.replace("state: as-is", "state: |") + STEPS, ["as-is", "to-be"]),
        ("valuestream: |", ["1"]),
        ("framework: |", ["itil4"]),
        ("calendar: |", ["24x7"]),
        ("principles: [|", list(FACTS.terms("principles"))),
        ("value:\n  next: |\n" + STEPS, ["log", "mend"]),
        ("improvements:\n  - id: faster\n    step: |\n" + STEPS, ["log", "mend"]),
        ("improvements:\n  - id: faster\n    |\n" + STEPS,
         ["title", "step", "waste", "expected", "status", "owner", "due"]),
        ("roles:\n  agent:\n    kind: |\n" + STEPS, ["internal", "supplier", "customer"]),
        ("demand: {kind: |\n" + STEPS, ["demand", "opportunity"]),
        ("x-own:\n  |\n", []),
        ("", []),
    ],
)  # fmt: skip
def test_what_may_stand_at_the_top(editor: Editor, text: str, expected: list[str]) -> None:
    file = editor.open(text or "- |")
    assert file.offered() == expected


def test_a_role_is_one_of_those_declared(editor: Editor) -> None:
    roles = "roles: {agent: {name: Service desk agent}, manager: {}}\n"
    file = editor.open(with_step("    roles: {responsible: [agent, |\n").replace("steps:", f"{roles}steps:"))
    assert file.offered() == ["manager"]
    file = editor.open(with_step("    roles: {responsible: [|\n").replace("steps:", f"{roles}steps:"))
    (agent, _) = file.ask("completion").items
    assert (agent.label, agent.detail) == ("agent", "Service desk agent")


def test_where_none_are_declared_a_role_is_one_that_was_written_before(editor: Editor) -> None:
    lines = "    roles: {responsible: [desk agent], informed: ['a: b']}\n  - id: last\n    roles: {accountable: [|\n"
    file = editor.open(with_step(lines))
    assert file.offered() == ["desk agent", "a: b"]
    assert file.chosen("a: b").endswith('roles: {accountable: ["a: b"\n')


def test_own_practices_of_the_organisation(editor: Editor) -> None:
    folder = editor.folder / "practices"
    folder.mkdir()
    (folder / "vs.toml").write_text('[practices.x-radio]\nname = "Radio planning"\ndescription = "Plan radio."\n')
    file = editor.open(with_step("    practices: [|]\n"), "practices/a.vs.yaml")
    first = file.ask("completion").items[0]
    assert (first.label, first.detail) == ("x-radio", "Radio planning")
    file = editor.open(with_step("    practices: [x-ra|dio]\n"), "practices/b.vs.yaml")
    assert file.page() == "# Radio planning (practice `x-radio`, of your own)\n\nPlan radio."


def test_practices_of_its_own_are_known_from_other_steps(editor: Editor) -> None:
    file = editor.open(SOUND.replace("[service-desk]", "[service-desk, x-radio]") + "  - id: x\n    practices: [|\n")
    assert file.offered() == [*FACTS.practices, "x-radio"]


def test_what_would_break_out_of_quotes_is_not_offered(editor: Editor) -> None:
    file = editor.open(SOUND.replace("[incident record]", """['a "record"', report]""", 1) + "  - inputs: ['|\n")
    assert file.offered() == ["report", "incident record"]


def test_files_of_the_project(editor: Editor) -> None:
    (editor.folder / "parts" / "deep").mkdir(parents=True)
    (editor.folder / ".git").mkdir(exist_ok=True)
    for name in ("parts/fix.vs.yaml", "parts/notes.md", "parts/deep/more.vs.yml"):
        (editor.folder / name).write_text("")
    assert "parts/" in editor.open(with_step("    stream: |\n")).offered()
    assert editor.open(with_step("    stream: parts/|\n")).offered() == ["parts/deep/", "parts/fix.vs.yaml"]
    assert editor.open(with_step("    stream: ../|\n")).offered() == []
    assert editor.open(with_step("    stream: nowhere/|\n")).offered() == []


def test_rules_in_a_comment(editor: Editor) -> None:
    file = editor.open(with_step("    team: x  # vs: ignore[no-owner, step-w|\n"))
    found = {item.label: item for item in file.ask("completion").items}
    assert found["step-without-practice"].detail == "VS301"
    assert "invalid-yaml" not in found and "unused-suppression" not in found
    assert "ignore[no-owner, step-without-practice\n" in file.chosen("step-without-practice")


@pytest.mark.parametrize(
    ("lines", "label", "expected"),
    [
        ("    ac|\n", "activity", "    activity: \n"),
        ("    |\n", "roles", "    roles:\n"),
        ("    |\n", "links", "    links:\n"),
        ("    |\n", "next", "    next: \n"),
        ("    act|: engage\n", "activity", "    activity: engage\n"),
        ("    next: {|: log}\n", "to", "    next: {to: log}\n"),
        ("    process_time: {p50: 5m, |\n", "p90", "    process_time: {p50: 5m, p90: \n"),
        ("    activity:|\n", "plan", "    activity: plan\n"),
        ("    activity: en|gage # why\n", "plan", "    activity: plan # why\n"),
        ('    activity: "en|gage"\n', "plan", '    activity: "plan"\n'),
        ("    practices: [service-d|]\n", "service-desk", "    practices: [service-desk]\n"),
        ("    next:\n      -|\n", "log", "    next:\n      - log\n"),
        ("    practices: |\n", "service-desk", "    practices: [service-desk]\n"),
        ("    practices:|\n", "service-desk", "    practices: [service-desk]\n"),
        ("    inputs: [in|]\n", "incident record", "    inputs: [incident record]\n"),
        ("    team: 😀 # x\n    activity: e|\n", "engage", "    team: 😀 # x\n    activity: engage\n"),
        ("    description: 😀 {\n    next: {when: 😀, to: l|}\n", "log",
         "    description: 😀 {\n    next: {when: 😀, to: log}\n"),
    ],
)  # fmt: skip
def test_what_is_taken_fits(editor: Editor, lines: str, label: str, expected: str) -> None:
    assert editor.open(with_step(lines)).chosen(label) == with_step(expected)


def test_what_is_offered_says_what_it_is(editor: Editor) -> None:
    file = editor.open(with_step("    |\n"))
    first = file.ask("completion").items[0]
    assert (first.label, first.kind, first.detail) == ("activity", CompletionItemKind.Property, "required")
    assert isinstance(first.documentation, MarkupContent)
    assert first.documentation.value == "The value chain activity that this step mainly belongs to."
    file = editor.open(with_step("    activity: |\n"))
    plan = file.ask("completion").items[0]
    assert (plan.detail, plan.documentation.value.partition("\n")[0]) == ("Plan", "# Plan (activity `plan`)")


def test_names_are_known_from_before_the_file_broke(editor: Editor) -> None:
    file = editor.open(with_step("    activity: improve\n"))
    file.diagnostics()
    file.change("steps: [[[\n" + with_step("    next: |\n"))
    assert file.offered() == ["log", "mend", "more", "value", "end"]


def test_names_are_known_in_a_file_that_was_opened_broken(editor: Editor) -> None:
    file = editor.open(with_step('    description: "never closed\n    activity engage\n    next: {to: |\n'))
    assert file.offered() == ["log", "mend", "more", "value", "end"]
