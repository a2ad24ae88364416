"""`vs init` as it is called: what it writes, and what it leaves alone."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests.cli.conftest import Run
from tests.helpers import ROOT
from valuestream_cli.config import forget, settings_for
from valuestream_cli.resources import schema_text
from valuestream_cli.scaffolding.setup import EDITORS, SERVICES, editors

SCHEMA = ".vs/valuestream.v1.schema.json"
CONFIG = ".vs/config.v1.schema.json"
SETTINGS = ".vscode/settings.json"
MAPPINGS = ".idea/jsonSchemas.xml"
HOOKS = ".pre-commit-config.yaml"
OURS = {"yaml.schemas": {f"./{SCHEMA}": ["*.vs.yaml", "*.vs.yml"]}}
BASE = f"up to date: vs.toml\nup to date: {SCHEMA}\nup to date: {CONFIG}\n"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """Settings are remembered for a run, and these tests are many runs."""
    forget()


def setup(name: str) -> str:
    return (ROOT / "setup" / name).read_text(encoding="utf-8")


def said(vs: Run, *arguments: str) -> str:
    """What `vs init` says after the lines on vs.toml and schemas, which are there already."""
    vs("init", "--editor", "vscode")
    forget()
    status, out, err = vs("init", *arguments)
    assert (status, out) == (0, "")
    assert err.startswith(BASE), err
    return err.removeprefix(BASE)


def test_it_writes_settings_schemas_and_an_editor(vs: Run) -> None:
    assert vs("init") == (0, "", f"wrote vs.toml\nwrote {SCHEMA}\nwrote {CONFIG}\nwrote {SETTINGS}\n")
    assert Path("vs.toml").read_text(encoding="utf-8") == setup("vs.toml")
    assert Path(SCHEMA).read_text(encoding="utf-8") == schema_text("valuestream.v1")
    assert Path(CONFIG).read_text(encoding="utf-8") == schema_text("config.v1")
    assert json.loads(Path(SETTINGS).read_text()) == OURS


def test_a_rerun_refreshes_the_schemas_and_nothing_else(vs: Run) -> None:
    vs("init")
    assert vs("init") == (0, "", f"{BASE}up to date: {SETTINGS}\n")
    Path(SCHEMA).write_bytes(b"\xff old")
    assert vs("init") == (
        0,
        "",
        f"{BASE}up to date: {SETTINGS}\n".replace(f"up to date: {SCHEMA}", f"updated {SCHEMA}"),
    )
    assert Path(SCHEMA).read_text(encoding="utf-8") == schema_text("valuestream.v1")


def test_a_folder_can_be_named(vs: Run) -> None:
    Path("repo").mkdir()
    assert vs("init", "repo")[2].splitlines() == [
        f"wrote repo/{path}" for path in ("vs.toml", SCHEMA, CONFIG, SETTINGS)
    ]


def test_what_is_no_folder_is_refused(vs: Run) -> None:
    Path("file").write_text("x")
    help = "  help: name the root of the repository\n"
    assert vs("init", "missing") == (2, "", f"error: 'missing' does not exist\n{help}")
    assert vs("init", "file") == (2, "", f"error: 'file' is a file, not a folder\n{help}")
    assert vs("init", "x" * 5000)[0] == 2


def test_what_is_in_the_way_is_named(vs: Run) -> None:
    Path(".vs").write_text("x")
    help = "  help: move what is in the way, or mend its rights\n"
    assert vs("init") == (2, "", f"wrote vs.toml\nerror: cannot read '{SCHEMA}': Not a directory\n{help}")
    Path(".vs").unlink()
    Path(SETTINGS).mkdir(parents=True)
    status, _, err = vs("init")
    assert status == 2
    assert err.endswith(f"error: cannot read '{SETTINGS}': Is a directory\n{help}")


def test_wrong_words_are_refused(vs: Run) -> None:
    assert vs("init", "--ci", "jenkins")[0] == 2
    assert vs("init", "--editor", "emacs")[0] == 2
    assert not list(Path().iterdir())


# vs.toml


def test_the_starter_says_nothing_until_it_is_edited(vs: Run) -> None:
    from valuestream_cli.config import DEFAULTS

    vs("init")
    forget()
    found = settings_for("vs.toml")
    assert found.source is not None
    for field in ("profile", "select", "ignore", "severity", "per_file_ignores", "fail_on", "baseline", "thresholds"):
        assert getattr(found, field) == getattr(DEFAULTS, field), field


def test_every_line_of_the_starter_is_a_setting(vs: Run) -> None:
    """With all lines in force, `vs` has nothing to say about the file, and the schema neither."""
    import tomllib

    import jsonschema_rs

    text = re.sub(r"^# (?=\S+ = |\[)|^# (?=\")", "", setup("vs.toml"), flags=re.M)
    table = tomllib.loads(text)
    assert len(table) >= 10
    jsonschema_rs.validator_for(json.loads(schema_text("config.v1"))).validate(table)
    Path("vs.toml").write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "templates" / "incident", "stream-templates/our-incident")
    assert vs("new", "our-incident")[0] == 0
    assert vs("validate", "--write-baseline", "vs-baseline.json")[0] == 0
    assert not [line for line in vs("validate")[1].splitlines() if "VS9" in line]


def test_settings_are_never_replaced(vs: Run) -> None:
    Path("vs.toml").write_text('profile = "strict"\n')
    assert vs("init", "--force")[2].startswith("left as it is: vs.toml\n")
    assert Path("vs.toml").read_text() == 'profile = "strict"\n'


@pytest.mark.parametrize("place", ["pyproject.toml", "../pyproject.toml", "../vs.toml"])
def test_settings_that_count_are_not_hidden(vs: Run, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The nearest file counts alone: an empty one would switch off what is said here or above."""
    Path("sub").mkdir()
    monkeypatch.chdir("sub")
    Path(place).write_text('profile = "strict"\n' if place.endswith("vs.toml") else '[tool.vs]\nprofile = "strict"\n')
    lines = vs("init")[2].splitlines()
    assert lines[0] == "not needed: vs.toml"
    assert lines[1] == f"  settings are in {place}"
    assert not Path("vs.toml").exists()


# Editors


def test_editors_have_names() -> None:
    from valuestream_cli.cli.init import Editor, Service

    assert [each.value for each in Editor] == list(EDITORS)
    assert [each.value for each in Service] == list(SERVICES)


ADD = f'  add to it: "yaml.schemas": {{"./{SCHEMA}": ["*.vs.yaml", "*.vs.yml"]}}\n'
FORCE = "  or say --force, and vs adds it\n"


def test_settings_that_exist_are_left_alone_unless_forced(vs: Run) -> None:
    said(vs)
    before = '{"a": "ü", "yaml.schemas": {"x": "y"}}'
    Path(SETTINGS).write_text(before, encoding="utf-8")
    assert said(vs) == f"left as it is: {SETTINGS}\n{ADD}{FORCE}"
    assert Path(SETTINGS).read_text(encoding="utf-8") == before
    assert said(vs, "--force") == f"updated {SETTINGS}\n"
    merged = {"a": "ü", "yaml.schemas": {"x": "y", **OURS["yaml.schemas"]}}
    assert json.loads(Path(SETTINGS).read_text(encoding="utf-8")) == merged
    assert said(vs, "--force") == f"up to date: {SETTINGS}\n"


ENTRY = json.dumps(OURS)[1:-1]
INNER = json.dumps(OURS["yaml.schemas"])[1:-1]
ADDED = {
    "{}": f"{{ {ENTRY}}}",
    '{\n    "a": 1\n}\n': f'{{\n    {ENTRY},\n    "a": 1\n}}\n',
    '{\r\n\t"a": 1,\r\n}\r\n': f'{{\r\n\t{ENTRY},\r\n\t"a": 1,\r\n}}\r\n',
    '// {mine}\n{ // yours\n  "a": 1 /* { */, // "yaml.schemas": {\n}': (
        f'// {{mine}}\n{{ {ENTRY}, // yours\n  "a": 1 /* {{ */, // "yaml.schemas": {{\n}}'
    ),
    '{\n  "yaml.schemas" : {\n    "x": "y", // z\n  },\n}': (
        f'{{\n  "yaml.schemas" : {{\n    {INNER},\n    "x": "y", // z\n  }},\n}}'
    ),
    '{"b": {"yaml.schemas": {"x": 1}}, "yaml.schemas": {}}': (
        f'{{"b": {{"yaml.schemas": {{"x": 1}}}}, "yaml.schemas": {{ {INNER}}}}}'
    ),
}


@pytest.mark.parametrize("before", ADDED, ids=lambda text: re.sub(r"\W+", "-", text))
def test_what_else_is_in_settings_stays_as_it_is(vs: Run, before: str) -> None:
    said(vs)
    Path(SETTINGS).write_bytes(before.encode())
    assert said(vs, "--force") == f"updated {SETTINGS}\n"
    assert Path(SETTINGS).read_bytes().decode() == ADDED[before]


UNSURE = ["[]", "", "[" * 100_000, '{"yaml.schemas": []}', "{'a': 1}", '{"a": 1', "\ufeff{}", '{"a": /* 1}']


@pytest.mark.parametrize("text", UNSURE, ids=range(len(UNSURE)))
def test_settings_that_cannot_be_added_to_are_never_changed(vs: Run, text: str) -> None:
    said(vs)
    Path(SETTINGS).write_text(text, encoding="utf-8")
    assert said(vs, "--force") == f"left as it is: {SETTINGS}\n{ADD}"
    assert Path(SETTINGS).read_text(encoding="utf-8") == text


def test_settings_in_another_encoding_are_never_changed(vs: Run) -> None:
    said(vs)
    Path(SETTINGS).write_bytes(b'{"a": "\xfc"}')
    assert said(vs, "--force") == f"left as it is: {SETTINGS}\n{ADD}"
    assert Path(SETTINGS).read_bytes() == b'{"a": "\xfc"}'


@given(
    st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)),
    st.integers(0, 4),
)
def test_any_settings_keep_what_they_say(settings: object, indent: int) -> None:
    text = json.dumps(settings, indent=indent, ensure_ascii=False)
    added = editors.with_association(text)
    if isinstance(settings, dict):
        assert added is not None
        assert json.loads(added) == {**settings, **OURS}
    else:
        assert added is None


@given(st.text(alphabet='{}[]",:/*\\\n a'))
def test_any_text_is_survived(text: str) -> None:
    editors.with_association(text)
    editors.with_mapping(text)


def test_comments_without_end_take_no_time() -> None:
    editors.with_association("{" + ", /* */" * 5000 + '"' * 5000 + "/*" * 5000)


def test_jetbrains_is_set_up_where_it_is_found(vs: Run) -> None:
    Path(".idea").mkdir()
    assert said(vs) == f"up to date: {SETTINGS}\nwrote {MAPPINGS}\n"
    assert Path(MAPPINGS).read_text() == setup("jsonSchemas.xml")
    assert said(vs, "--editor", "jetbrains", "--force") == f"up to date: {MAPPINGS}\n"


OTHERS = """\
<?xml version="1.0" encoding="UTF-8"?>
<project version="4">
  <!-- kept -->
  <component name="JsonSchemaMappingsProjectConfiguration">
    <state>
      <map>
        <entry key="other"><value><SchemaInfo><option name="name" value="other"/></SchemaInfo></value></entry>
      </map>
    </state>
  </component>
</project>
"""


def test_mappings_of_others_stay(vs: Run) -> None:
    Path(".idea").mkdir()
    Path(MAPPINGS).write_text(OTHERS)
    advice = f"  add to it: a JSON Schema mapping of *.vs.yaml and *.vs.yml to {SCHEMA}\n"
    assert said(vs, "--editor", "jetbrains") == f"left as it is: {MAPPINGS}\n{advice}{FORCE}"
    assert Path(MAPPINGS).read_text() == OTHERS
    assert said(vs, "--editor", "jetbrains", "--force") == f"updated {MAPPINGS}\n"
    entry = "".join(setup("jsonSchemas.xml").splitlines(keepends=True)[5:-4])
    assert Path(MAPPINGS).read_text() == OTHERS.replace("      </map>", f"{entry}      </map>")
    assert len(ElementTree.parse(MAPPINGS).findall(".//entry")) == 2
    assert said(vs, "--editor", "jetbrains", "--force") == f"up to date: {MAPPINGS}\n"


XML = ["", "<project", OTHERS.replace("</map>", "</map><map></map>"), OTHERS.replace("JsonSchemaM", "M"),
       OTHERS.replace("<project v", "<!DOCTYPE x [<!ENTITY a 'b'>]>\n<project v")]  # fmt: skip


@pytest.mark.parametrize("text", XML, ids=range(len(XML)))
def test_mappings_that_cannot_be_added_to_are_never_changed(vs: Run, text: str) -> None:
    Path(".idea").mkdir()
    Path(MAPPINGS).write_text(text)
    assert said(vs, "--editor", "jetbrains", "--force").startswith(f"left as it is: {MAPPINGS}\n  add to it: ")
    assert Path(MAPPINGS).read_text() == text


def test_neovim_is_set_up_where_it_is_asked_for(vs: Run) -> None:
    next_step = "  next: in Neovim, `:set exrc`, and trust the file\n"
    assert said(vs, "--editor", "neovim") == f"wrote .nvim.lua\n{next_step}"
    assert Path(".nvim.lua").read_text() == setup("nvim.lua")
    assert said(vs, "--editor", "neovim") == "up to date: .nvim.lua\n"
    Path(".nvim.lua").write_text("vim.o.number = true\n")
    lines = "".join(f"  {line}\n" for line in setup("nvim.lua").splitlines()[2:])
    expected = f"left as it is: .nvim.lua\n  add to it:\n{lines}{next_step}"
    assert said(vs, "--editor", "neovim", "--force") == expected
    assert Path(".nvim.lua").read_text() == "vim.o.number = true\n"


# CI and pre-commit


@pytest.mark.parametrize("service", SERVICES)
def test_a_check_of_merges_is_written_once(vs: Run, service: str) -> None:
    path, file, next_step = SERVICES[service]
    said(vs)
    editor = f"up to date: {SETTINGS}\n"
    assert said(vs, "--ci", service) == f"{editor}wrote {path}\n  {next_step}\n"
    assert Path(path).read_text(encoding="utf-8") == setup(file)
    assert said(vs, "--ci", service) == f"{editor}up to date: {path}\n"
    Path(path).write_text("mine\n")
    assert said(vs, "--ci", service) == f"{editor}left as it is: {path}\n  or say --force, and vs replaces it\n"
    assert Path(path).read_text() == "mine\n"
    assert said(vs, "--force") == editor
    assert Path(path).read_text() == "mine\n"
    assert said(vs, "--ci", service, "--force") == f"{editor}updated {path}\n  {next_step}\n"
    assert Path(path).read_text(encoding="utf-8") == setup(file)


def test_hooks_are_written_or_told(vs: Run) -> None:
    editor = f"up to date: {SETTINGS}\n"
    assert said(vs, "--pre-commit") == f"{editor}wrote {HOOKS}\n  next: pre-commit install\n"
    assert Path(HOOKS).read_text(encoding="utf-8") == setup("pre-commit.yaml")
    assert said(vs, "--pre-commit") == f"{editor}up to date: {HOOKS}\n"
    Path(HOOKS).write_text("repos:\n- repo: meta\n  hooks: [{id: identity}]\n")
    told = said(vs, "--pre-commit", "--force").removeprefix(editor)
    head, tail = f"left as it is: {HOOKS}\n  add to its `repos`:\n", "  next: pre-commit install\n"
    assert told.startswith(head)
    assert told.endswith(tail)
    lines = [line[2:] for line in told.removeprefix(head).removesuffix(tail).splitlines()]
    assert yaml.safe_load("\n".join(lines)) == yaml.safe_load(setup("pre-commit.yaml"))["repos"]
    assert Path(HOOKS).read_text() == "repos:\n- repo: meta\n  hooks: [{id: identity}]\n"
