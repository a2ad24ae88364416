"""From tables to settings: what is sound is taken, what is not is left out, what is extended is joined."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuestream_cli.config import (
    DEFAULTS,
    Drawing,
    Glob,
    Ignores,
    OwnPractice,
    OwnSchema,
    Settings,
    Thresholds,
    forget,
    settings_for,
)
from valuestream_cli.config.reading import settings_of
from valuestream_cli.config.toml import File, load
from valuestream_cli.findings import Severity
from valuestream_cli.validation.configuration import check_config

FULL = """\
profile = "strict"
select = ["VS2"]
ignore = ["VS3", "no-owner"]
fail-on = "warning"
baseline = "known.json"
templates = ["templates", "more/templates"]
plugins = ["acme"]
exclude = ["archive", "drafts/**"]
severity = {no-owner = "error", VS302 = "off"}
per-file-ignores = {"legacy/**" = ["VS4"]}
thresholds = {share-tolerance = 0.5, timed-steps = 80, most-steps = 20, measured-cases = 50, review-notice = 30}

[render]
view = "flow"
format = "png"
direction = "down"
theme = "print"
language = "de"
scale = 1.5
logo = "brand/logo.png"
colours = {engage = "#1B5", plan = {strong = "#0A0B0C", tint = "#eef"}, page = "#fffdf7"}
dark-colours = {plan = {tint = "#111"}}

[practices]
x-finops = {name = "FinOps", aliases = ["cloud cost"], description = "Keeps cost in step with worth."}

[[schemas]]
path = "house.json"
prefix = "ACME"
severity = "warning"
applies-to = "finance/**"
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    forget()


def said(text: str, path: str = "team/vs.toml") -> Settings:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
    return settings_of(load(path))


def test_every_setting() -> None:
    settings = said(FULL)
    assert {name: getattr(settings, name) for name in Settings._fields} == {
        "source": "team/vs.toml",
        "extends": (),
        "root": "team",
        "profile": "strict",
        "select": ("VS2",),
        "ignore": ("VS3", "no-owner"),
        "severity": {"no-owner": Severity.ERROR, "VS302": None},
        "per_file_ignores": (Ignores(files=Glob("team", "legacy/**"), rules=("VS4",)),),
        "fail_on": Severity.WARNING,
        "baseline": "team/known.json",
        "thresholds": Thresholds(
            share_tolerance=0.5, timed_steps=80, most_steps=20, measured_cases=50, review_notice=30
        ),
        "practices": {
            "x-finops": OwnPractice(
                id="x-finops", name="FinOps", aliases=("cloud cost",), description="Keeps cost in step with worth."
            )
        },
        "templates": ("team/templates", "team/more/templates"),
        "schemas": (
            OwnSchema(
                path="team/house.json",
                prefix="ACME",
                severity=Severity.WARNING,
                applies_to=Glob("team", "finance/**"),
            ),
        ),
        "plugins": ("acme",),
        "exclude": (Glob("team", "archive"), Glob("team", "drafts/**")),
        "render": Drawing(
            view="flow",
            format="png",
            direction="down",
            theme="print",
            language="de",
            scale=1.5,
            logo="team/brand/logo.png",
            colours=(
                ("engage.strong", "#11bb55"),
                ("plan.strong", "#0a0b0c"),
                ("plan.tint", "#eeeeff"),
                ("page", "#fffdf7"),
            ),
            dark_colours=(("plan.tint", "#111111"),),
        ),
    }


UNSOUND = """\
profile = "strictest"
select = "VS2"
ignore = [1, "VS4", ""]
fail-on = "never"
baseline = "../../elsewhere.json"
templates = ["/abs", "ours", 3]
plugins = [false]
exclude = ["/abs", "ok"]
severity = {no-owner = "fatal", VS302 = 3, VS303 = "advice"}
per-file-ignores = {"/abs" = ["VS4"], "ok" = "VS4"}
thresholds = {share-tolerance = 9, timed-steps = nan, most-steps = 3.5, measured-cases = true, likeness = 3}
schemas = [{path = "a.json"}, {path = "a.json", prefix = "VSX"}, {path = "/a.json", prefix = "AC"}, 3]

[render]
view = 3
direction = "down"
theme = 1
scale = true
logo = "/abs.png"
colours = {engage = "green", plan = {strong = 3, tint = "#1234", other = "#123"}, x = "#123", page = {strong = "#123"}}
dark-colours = 3

[practices]
finops = {name = "FinOps"}
x-a = {aliases = ["A"]}
x-b = 3
x-c = {name = "C", aliases = "c", description = 3}
"""


def test_what_is_unsound_is_left_out() -> None:
    settings, usual = said(UNSOUND), DEFAULTS
    assert (settings.profile, settings.select, settings.fail_on) == (usual.profile, (), None)
    assert (settings.ignore, settings.baseline, settings.plugins) == (("VS4",), None, ())
    assert (settings.templates, settings.exclude) == (("team/ours",), (Glob("team", "ok"),))
    assert (settings.severity, settings.per_file_ignores) == ({"VS303": Severity.ADVICE}, ())
    assert (settings.thresholds, settings.render) == (Thresholds(), Drawing(direction="down"))
    assert (settings.schemas, settings.practices) == ((), {"x-c": OwnPractice(id="x-c", name="C")})


def test_a_schema_needs_no_more_than_path_and_prefix() -> None:
    (schema,) = said('schemas = [{path = "a.json", prefix = "AC"}]', "vs.toml").schemas
    assert (schema.path, schema.severity) == ("a.json", Severity.ERROR)
    assert schema.applies_to.matches("any/where/a.vs.yaml")


def test_what_is_extended_is_joined() -> None:
    said(FULL, "vs.toml")
    settings = said(
        'extend = "../vs.toml"\nprofile = "basic"\nignore = []\nseverity = {no-owner = "off", VS303 = "advice"}\n'
        'per-file-ignores = {"b" = ["VS2"]}\nthresholds = {most-steps = 9}\n'
        'render = {view = "swimlane", colours = {page = "#fff", ink = "#000"}}\n'
        '[practices]\nx-a = {name = "A"}\n',
        "team/vs.toml",
    )
    assert (settings.source, settings.extends, settings.root) == ("team/vs.toml", ("vs.toml",), "team")
    assert (settings.profile, settings.select, settings.ignore) == ("basic", ("VS2",), ())
    assert settings.severity == {"no-owner": None, "VS302": None, "VS303": Severity.ADVICE}
    assert [(each.files, each.rules) for each in settings.per_file_ignores] == [
        (Glob(".", "legacy/**"), ("VS4",)),
        (Glob("team", "b"), ("VS2",)),
    ]
    assert (settings.thresholds.most_steps, settings.thresholds.timed_steps) == (9, 80)
    drawing = settings.render
    assert (drawing.view, drawing.format, drawing.theme, drawing.logo) == ("swimlane", "png", "print", "brand/logo.png")
    assert dict(drawing.colours) == {
        "engage.strong": "#11bb55",
        "plan.strong": "#0a0b0c",
        "plan.tint": "#eeeeff",
        "page": "#ffffff",
        "ink": "#000000",
    }
    assert list(settings.practices) == ["x-finops", "x-a"]
    assert (settings.baseline, settings.templates) == ("known.json", ("templates", "more/templates"))


def test_a_chain_of_files() -> None:
    Path("pyproject.toml").write_text('[tool.vs]\nprofile = "audit"\nignore = ["VS4"]\n', encoding="utf-8")
    said('extend = "../pyproject.toml"\nignore = ["VS3"]\n', "a/vs.toml")
    settings = said('extend = "../a/vs.toml"\n', "b/vs.toml")
    assert (settings.extends, settings.profile) == (("a/vs.toml", "pyproject.toml"), "audit")
    assert settings.ignore == ("VS3",)


def test_files_that_extend_each_other_end() -> None:
    said('extend = "../b/vs.toml"\nprofile = "strict"\n', "a/vs.toml")
    settings = said('extend = "../a/vs.toml"\nignore = ["VS3"]\n', "b/vs.toml")
    assert (settings.extends, settings.profile, settings.ignore) == (("a/vs.toml",), "strict", ("VS3",))


def test_paths_stay_in_the_project(tmp_path: Path) -> None:
    (tmp_path / "away").symlink_to(tmp_path.parent)
    assert said('baseline = "../known.json"').baseline == "known.json"
    for path in ("../../x.json", "/x.json", "~/x.json", "a\\\\x.json", "", " ", "../away/x.json", "a\\u0000b"):
        assert said(f'baseline = "{path}"').baseline is None, path


def test_without_a_repository_the_outermost_set_up_folder_is_the_project(tmp_path: Path) -> None:
    (tmp_path / ".git").rmdir()
    said("", "vs.toml")
    assert said('extend = "../vs.toml"').extends == ("vs.toml",)


def test_the_same_settings_from_both_files() -> None:
    own = said(FULL, "a/vs.toml")
    shared = said(
        f"[tool.vs]\n{FULL}".replace("[practices]", "[tool.vs.practices]")
        .replace("[[schemas]]", "[[tool.vs.schemas]]")
        .replace("[render]", "[tool.vs.render]"),
        "a/pyproject.toml",
    )
    assert settings_for("a").source == "a/vs.toml"
    for name in set(Settings._fields) - {"source"}:
        assert getattr(own, name) == getattr(shared, name), name


VALUES = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.sampled_from(["off", "VS2"])
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)
KEYS = st.sampled_from([*(name.replace("_", "-") for name in Settings._fields), "extend"])


@given(st.dictionaries(KEYS, VALUES))
def test_no_table_is_too_odd(table: dict[str, object]) -> None:
    settings_of(File("vs.toml", "", table))


@given(st.binary(max_size=200), st.sampled_from(["vs.toml", "pyproject.toml"]))
def test_no_bytes_are_too_odd(raw: bytes, name: str) -> None:
    Path(name).write_bytes(raw)
    forget()
    settings_for("a.vs.yaml")
    check_config(name)
