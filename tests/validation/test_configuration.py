"""Mistakes in a configuration file are findings at their places."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import TESTS
from tests.images import png
from valuestream_cli.findings import Finding, Severity, report
from valuestream_cli.reporting import text
from valuestream_cli.validation.configuration import check_config
from valuestream_cli.validation.registry import Example, Rule
from valuestream_cli.validation.rules import ALL_RULES, appearance, configuration

CASES = sorted((TESTS / "cases" / "config").glob("*.toml"))
RULES = [rule for rule in vars(configuration).values() if isinstance(rule, Rule)]
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{'bad' if example.bad else 'good'}-{number}")
    for rule in (*RULES, appearance.low_contrast)
    for number, example in enumerate(rule.examples, 1)
]
BAD = [example for example in EXAMPLES if example.values[1].bad]
GOOD = [pytest.param(each.values[1], id=each.id) for each in EXAMPLES if not each.values[1].bad]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "house-templates").mkdir()
    (tmp_path / "vs-baseline.json").touch()


def checked(content: str, name: str = "vs.toml") -> list[Finding]:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(content, encoding="utf-8")
    return check_config(name)


def words(content: str, name: str = "vs.toml") -> list[tuple[str, int, int, str]]:
    found = checked(content, name)
    return [(finding.rule, finding.span.line, finding.span.column, finding.message) for finding in found]


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_a_bad_example_gives_one_finding_on_the_marked_line(rule: Rule[Any], example: Example) -> None:
    assert example.language == "toml"
    marked = [n for n, line in enumerate(example.text.splitlines(), 1) if f"# <- {rule.name}" in line]
    assert [(finding.rule, finding.span.line) for finding in checked(example.text)] == [(rule.name, *marked)]


@pytest.mark.parametrize("example", GOOD)
def test_a_good_example_is_silent(example: Example) -> None:
    assert checked(example.text) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_is_an_error_of_the_basic_profile(rule: Rule[Any]) -> None:
    assert rule in ALL_RULES
    assert re.fullmatch(r"VS9[01]\d", rule.code)
    assert (rule.severity, rule.profile) == (Severity.ERROR, "basic")
    kinds = {example.bad for example in rule.examples}
    assert kinds == {True, False} or rule.name == "unreadable-configuration"


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_case(case: Path, golden: Callable[[Path, str], None], tmp_path: Path) -> None:
    name = "pyproject.toml" if case.stem == "shared" else "vs.toml"
    shutil.copy(case, tmp_path / name)
    found = check_config(name)
    told = text.write(report(found, [name], {name: case.read_text(encoding="utf-8")}))
    golden(case.with_suffix(".out"), told or "no findings\n")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_line_ends_change_no_place(case: Path) -> None:
    content = case.read_text(encoding="utf-8")
    places = [(finding.rule, finding.span, finding.message) for finding in checked(content)]
    Path("vs.toml").write_bytes(content.replace("\n", "\r\n").encode())
    assert [(finding.rule, finding.span, finding.message) for finding in check_config("vs.toml")] == places


def test_what_cannot_be_read_is_told() -> None:
    Path("vs.toml").write_bytes(b"\xef\xbb\xbf# \xc3\xa4\nselect = ['\xff']")
    (finding,) = check_config("vs.toml")
    assert (finding.rule, finding.message) == (
        "unreadable-configuration",
        "cannot read this configuration file: it is not UTF-8 text (byte 0xFF)",
    )
    assert (finding.span.line, finding.span.column) == (2, 12)
    Path("vs.toml").write_bytes(b"#" * 1_000_001)
    (finding,) = check_config("vs.toml")
    assert (finding.message, finding.hint) == (
        "cannot read this configuration file: it is larger than 1,000,000 bytes",
        "keep it below 1,000,000 bytes",
    )
    Path("vs.toml").unlink()
    (finding,) = check_config("vs.toml")
    assert finding.message == "cannot read this configuration file: no such file or directory"
    Path("vs.toml").symlink_to("nowhere.toml")
    (finding,) = check_config("vs.toml")
    assert finding.message == "cannot read this configuration file: this link points nowhere"
    assert finding.hint == "mend the link, or remove it"
    Path("vs.toml").unlink()
    Path("vs.toml").mkdir()
    (finding,) = check_config("vs.toml")
    assert (finding.code, finding.message) == ("VS901", "cannot read this configuration file: it is a folder")
    assert finding.hint == "give the folder another name: this one is for the configuration file"


@pytest.mark.parametrize(
    ("content", "line", "column", "message"),
    [
        ("a = 1\n  a = 2  \nb = 3", 2, 3, "this key or table is there a second time"),
        ("[a]\n[a]\n", 2, 1, "this table is there a second time"),
        ("a = [1,\n2\n\n", 2, 2, "a list without its `]`, or without a comma between two items"),
        ("a = ['x' 'y']", 1, 10, "a list without its `]`, or without a comma between two items"),
        ("a = {b = 1", 1, 10, "a table without its `}`, or without a comma between two keys"),
        ("a b = 1", 1, 3, "a key without `= value`"),
        ("profile: strict", 1, 8, "a key without `= value`"),
        ("a =\n", 1, 4, "this is no value of TOML"),
        ('a = "x', 1, 7, "this is not TOML: unterminated string"),
        ("a = " + "9" * 5000, 1, 1, "a number of more digits than anything has"),
        ("a = " + "[" * 5000, 1, 1, "tables or lists are nested too deep"),
        ("a = " + "[" * 50 + "]" * 50, 1, 1, "tables or lists are nested too deep"),
    ],
)
def test_what_is_no_toml(content: str, line: int, column: int, message: str) -> None:
    (finding,) = checked(content)
    assert finding.message == message
    assert (finding.rule, finding.span.line) == ("invalid-toml", line)
    assert abs(finding.span.column - column) <= 1


def test_of_pyproject_only_our_table_is_judged() -> None:
    assert words('tool = {vs = 3}\n[project]\nname = "x"\n', "pyproject.toml") == [
        ("invalid-toml", 1, 1, "`tool.vs` is not a table")
    ]
    (finding,) = checked('tool.vs.render.view = "flwo"\n', "pyproject.toml")
    assert (finding.span.column, finding.route) == (23, "tool.vs.render.view")


def test_each_mistake_has_a_route() -> None:
    routes = [finding.route for finding in checked('ignore = ["no"]\n[severity]\nno-ownr = "error"\n')]
    assert routes == ["ignore[=no]", "severity.no-ownr"]


def test_extended_files_are_checked_where_they_are() -> None:
    checked('profile = "strictest"\n', "vs.toml")
    found = checked('extend = "../vs.toml"\nfail_on = "error"\n', "team/vs.toml")
    assert [(finding.path, finding.rule) for finding in found] == [
        ("team/vs.toml", "unknown-setting"),
        ("vs.toml", "invalid-setting"),
    ]


def test_an_extended_file_must_be_one() -> None:
    assert words('extend = "no.toml"\n') == [("path-not-found", 1, 10, "'no.toml' is not a file")]
    assert words('extend = "../../x.toml"\n')[0][0] == "path-outside-project"
    Path("pyproject.toml").write_text("[project]\n", encoding="utf-8")
    assert words('extend = "pyproject.toml"\n') == [
        ("path-not-found", 1, 10, "'pyproject.toml' has no table [tool.vs]")
    ]


def test_files_that_extend_each_other_are_told_once() -> None:
    checked('extend = "b.toml"\n', "a.toml")
    found = checked('extend = "a.toml"\n', "b.toml")
    assert [(finding.path, finding.rule) for finding in found] == [("a.toml", "endless-extend")]


def test_rules_of_own_schemas_are_known() -> None:
    schema = '{"properties": {"x-cost": {"type": "string", "x-vs": {"rule": "cost-centre", "code": "ACME101"}}}}'
    Path("house.json").write_text(schema, encoding="utf-8")
    content = 'ignore = ["cost-centre", "ACME1"]\nschemas = [{path = "house.json", prefix = "ACME"}]\n'
    assert words(content) == []
    assert [word[0] for word in words(content.replace("cost-centre", "cost-center"))] == ["unknown-rule"]


def test_a_view_that_a_plugin_may_bring_is_not_told() -> None:
    assert [word[0] for word in words('render = {view = "wheel"}\n')] == ["invalid-setting"]
    assert "invalid-setting" not in [word[0] for word in words('plugins = ["acme"]\nrender = {view = "wheel"}\n')]


def test_a_logo_must_be_one() -> None:
    Path("brand").mkdir()
    for name, content in {"logo.png": png(30, 10), "text.png": b"a logo", "huge.png": png(4001, 1)}.items():
        Path("brand", name).write_bytes(content)

    def told(path: str) -> list[tuple[str, int, int, str]]:
        return words(f'render = {{logo = "{path}"}}\n')

    assert told("brand/logo.png") == []
    assert told("brand/text.png") == [
        ("unusable-logo", 1, 18, "the logo 'brand/text.png' is no PNG, JPEG, GIF or WebP image")
    ]
    assert told("brand/huge.png")[0][3] == (
        "the logo 'brand/huge.png' has 4,001 x 1 pixels; a side may have 1 to 4,000"
    )
    assert told("brand/no.png") == [("path-not-found", 1, 18, "'brand/no.png' is not a file")]
    Path("brand/link.png").symlink_to("/dev/null")
    assert [word[0] for word in told("brand/link.png")] == ["path-outside-project"]


LOW = 'render = {colours = {engage = "#ffcc00"}}\n'


def test_low_contrast_can_be_graded_and_turned_off() -> None:
    assert [finding.severity for finding in checked(LOW)] == [Severity.WARNING]
    assert [finding.severity for finding in checked(f'severity = {{low-contrast = "error"}}\n{LOW}')] == [
        Severity.ERROR
    ]
    for off in ('ignore = ["low-contrast"]', 'severity = {low-contrast = "off"}', 'select = ["VS2"]'):
        assert checked(f"{off}\n{LOW}") == []
    Path("vs.toml").write_text(LOW, encoding="utf-8")
    assert [len(check_config("vs.toml", *words)) for words in (([], ["VS951"]), (["VS2"], []), (["VS9"], []))] == [
        0,
        0,
        1,
    ]


def test_colours_that_meet_those_of_another_file_are_told_where_they_are_said() -> None:
    checked('[render.colours]\npage = "#fff"\nink = "#888"\nline = "#999"\n', "vs.toml")
    found = checked('extend = "../vs.toml"\n[render.colours]\nink = "#777"\nblock = "#888"\n', "team/vs.toml")
    assert [(finding.path, finding.rule, finding.route) for finding in found] == [
        ("team/vs.toml", "low-contrast", "render.colours.ink"),
        ("team/vs.toml", "low-contrast", "render.colours.block"),
        ("vs.toml", "low-contrast", "render.colours.line"),
    ]
