"""New streams: templates as folders, answers as edits of a text, and where the result goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuestream_cli import source
from valuestream_cli.errors import VsError
from valuestream_cli.itil import slug
from valuestream_cli.scaffolding import NewStream, Template, find, new, outline, scaffold, templates
from valuestream_cli.scaffolding.answers import current, put
from valuestream_cli.scaffolding.places import kebab, target
from valuestream_cli.source import Document, scalar_text
from valuestream_cli.validation.engine import examine

TEMPLATES = templates()
INCIDENT = find("incident")

ABOUT = "title: Mine\nsummary: Our own\nversion: 3\naliases: [ours]\n"
STREAM = """\
valuestream: 1
id: mine
name: Mine
services:
- a
- b   # the second
description: >
  Folded
  text
owner:
demand: {trigger: It breaks, from: [user]}
value: {outcome: It works, for: [user]}
steps:
  - {id: mend, name: Mend, activity: deliver-and-support, practices: [incident-management], capacity: 3}
"""
SOUND = STREAM.replace("owner:\n", "")


def _read(text: str) -> Document:
    return source.read("a.vs.yaml", text.encode())


def _own(folder: Path, about: str = ABOUT, stream: str = SOUND, name: str = "mine") -> str:
    (folder / name).mkdir(parents=True)
    (folder / name / "template.yaml").write_text(about, encoding="utf-8")
    (folder / name / "stream.vs.yaml").write_text(stream, encoding="utf-8")
    return str(folder)


def _refused(call: object, *args: object, **options: object) -> tuple[str, str]:
    with pytest.raises(VsError) as caught:
        call(*args, **options)  # type: ignore[operator]
    return caught.value.message, caught.value.hint


# Templates of the package


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_template_is_valid_clean_and_says_where_it_comes_from(template: Template) -> None:
    id, text = scaffold(template, {})
    outcome = examine(_read(text))
    assert outcome.is_sound
    assert [finding.message for finding in outcome.findings] == []
    assert (id, text) == (template.name, template.text)
    assert _read(text).data["template"] == f"{template.name}@{template.version}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_question_has_a_place_and_every_template_an_owner_and_a_state(template: Template) -> None:
    document = _read(template.text)
    for place in ("name", "owner", "state", *(question.route for question in template.questions)):
        assert current(document, place), place
    assert 2 <= len(template.questions) <= 5
    assert template.source


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_answers_change_their_values_and_nothing_else(template: Template) -> None:
    before = _read(template.text)
    places = ["name", "owner", "services.0", "demand.trigger", "demand.rate"]
    answers = dict.fromkeys(places, "7/d")
    _, text = scaffold(template, {"id": "mine", **answers})
    after = _read(text)
    assert [current(after, place) for place in places] == ["7/d"] * 5
    for place in places:
        text = put(_read(text), place, current(before, place) or "")
    text = put(_read(text), "id", template.name)
    assert _read(text).data == before.data
    assert text.count("#") == template.text.count("#")


def test_words_for_templates_are_unique() -> None:
    words = [slug(word) for template in TEMPLATES for word in {template.name, *template.aliases}]
    assert sorted(words) == sorted(set(words))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("service", "new-service"),
        ("new service", "new-service"),
        ("New_Service", "new-service"),
        ("change-request", "change"),
        ("Incident", "incident"),
        ("Incident resolution", "incident"),
        ("  RFC ", "change"),
    ],
)
def test_a_template_is_found_by_any_natural_spelling(word: str, name: str) -> None:
    assert find(word).name == name


def test_an_unknown_template_gets_a_suggestion() -> None:
    assert _refused(find, "incedent") == ("there is no template 'incedent'", "did you mean 'incident'?")
    names = ", ".join(template.name for template in TEMPLATES)
    assert _refused(find, "xyzzy") == ("there is no template 'xyzzy'", f"choose one of: {names}")
    assert _refused(find, "") == ("there is no template ''", f"choose one of: {names}")
    assert _refused(find, "../incident/../../etc" * 400)[0].endswith("…'")


# Own templates


def test_own_templates_come_beside_those_of_the_package_and_win_over_them(tmp_path: Path) -> None:
    own = _own(tmp_path)
    _own(tmp_path, name="incident", about=ABOUT.replace("ours", "rfc"))
    assert len(templates(own)) == len(TEMPLATES) + 1
    assert find("OURS", own).name == "mine"
    assert find("incident", own).title == "Mine"
    assert find("rfc", own).is_own
    assert find("change", own).name == "change"


def test_an_own_template_gets_its_line_of_lineage(tmp_path: Path) -> None:
    _, text = scaffold(find("ours", _own(tmp_path)), {})
    assert "\ntemplate: mine@3\ndemand:" in text
    same = _own(tmp_path / "same", stream=text)
    assert scaffold(find("ours", same), {})[1] == text
    other = _own(tmp_path / "other", stream=text.replace("mine@3", "incident@1  # where from"))
    assert '\ntemplate: "mine@3"    # where from\n' in scaffold(find("ours", other), {})[1]


@pytest.mark.parametrize(
    ("about", "stream", "message", "hint"),
    [
        ("title: Mine\n", SOUND, "it needs a text as 'summary'", "template.yaml, line 1"),
        (
            ABOUT.replace("3", "x"),
            SOUND,
            "it needs a whole number from 1 as 'version'",
            "template.yaml, line 3",
        ),
        (
            ABOUT.replace("[ours]", "ours"),
            SOUND,
            "'aliases' must be a list of words",
            "template.yaml, line 4",
        ),
        (ABOUT + "questions: 1\n", SOUND, "'questions' must be a list", "template.yaml, line 5"),
        (
            ABOUT + "questions:\n  - {id: x}\n",
            SOUND,
            "each question needs the texts 'id', 'ask' and 'set'",
            "template.yaml, line 6",
        ),
        ("a: [", SOUND, "invalid yaml: ", "template.yaml, line 1"),
        ("", SOUND, "empty file", "template.yaml, line 1"),
        (ABOUT, SOUND.replace("mend,", "Mend,"), "'Mend' is no kebab-case id", "stream.vs.yaml, line 13"),
        (ABOUT, "- 1\n", "", "stream.vs.yaml, line 1"),
    ],
)
def test_a_broken_own_template_is_named_with_file_and_line(
    tmp_path: Path, about: str, stream: str, message: str, hint: str
) -> None:
    own = _own(tmp_path, about, stream)
    said, remedy = _refused(new, "mine", folder=own)
    assert said.startswith(f"template 'mine' is broken: {message}")
    assert remedy == f"mend {tmp_path / 'mine' / hint}"


def test_an_own_template_without_stream_is_named(tmp_path: Path) -> None:
    own = _own(tmp_path)
    path = tmp_path / "mine" / "stream.vs.yaml"
    path.unlink()
    assert _refused(templates, own) == (
        f"cannot read '{path}' of template 'mine': No such file or directory",
        "a template needs template.yaml and stream.vs.yaml",
    )


def test_a_folder_without_templates_is_refused(tmp_path: Path) -> None:
    missing, file = tmp_path / "missing", tmp_path / "file"
    file.write_text("x")
    remedy = "a folder of own templates holds one folder for each template"
    assert _refused(templates, str(missing)) == (
        f"cannot read the templates in '{missing}': No such file or directory",
        remedy,
    )
    assert _refused(templates, str(file)) == (
        f"cannot read the templates in '{file}': Not a directory",
        remedy,
    )
    assert _refused(templates, str(tmp_path)) == (
        f"there are no templates in '{tmp_path}'",
        "a template is a folder in it that holds template.yaml and stream.vs.yaml",
    )
    _own(tmp_path, name="My template")
    assert _refused(templates, str(tmp_path)) == (
        "'My template' is no name for a template",
        f"rename '{tmp_path / 'My template'}' to kebab-case, such as my-incident",
    )


# Answers


def test_a_name_gives_the_id_too_unless_one_is_given() -> None:
    assert scaffold(INCIDENT, {"name": "Größe & Übergabe: eins"})[0] == "grosse-and-ubergabe-eins"
    assert scaffold(INCIDENT, {"name": "Email", "id": "mail"})[0] == "mail"
    id, text = scaffold(INCIDENT, {"name": "インシデント解決"})
    assert id == "incident"
    assert "\nname: インシデント解決\n" in text


def test_a_comment_stays_in_its_column_where_there_is_room() -> None:
    _, text = scaffold(INCIDENT, {"owner": "Me", "services": "Mail, Calendar", "state": "to-be"})
    lines = text.splitlines()
    assert "state: to-be                          # as-is: what happens today | to-be: what should happen" in lines
    assert "owner: Me                             # answers for the whole stream, across all teams" in lines
    assert "services: [Mail, Calendar]            # what this stream is about" in lines
    assert (
        "Office of the very important head of the whole department  # answers"
        in (scaffold(INCIDENT, {"owner": "Office of the very important head of the whole department"})[1])
    )


def test_every_kind_of_place_can_be_set() -> None:
    answers = {
        "lead_time": "2h",
        "demand.rate": "9/d",
        "steps.communicate.capacity": "12",
        "steps.2.name": "no",
        "learn.wait_time": "2d",
        "steps[id=gather].practices[0]": "service-desk",
        "resolve.process_time": "25m",
        "resolve.tools": "a: b, - c,#d",
        "roles.user.name": "Our user",
        "calendar": "24x7",
    }
    data = _read(scaffold(INCIDENT, answers)[1]).data
    steps = {step["id"]: step for step in data["steps"]}
    assert data["value"]["targets"] == {"lead_time": "2h", "flow_efficiency": "20%"}
    assert (data["demand"]["rate"], data["calendar"], data["roles"]["user"]["name"]) == (
        "9/d",
        "24x7",
        "Our user",
    )
    assert steps["communicate"]["capacity"] == 12
    assert steps["gather"]["practices"] == ["service-desk", "service-configuration-management"]
    assert steps["learn"]["wait_time"] == "2d"
    assert (steps["resolve"]["name"], steps["resolve"]["process_time"]) == ("no", "25m")
    assert steps["resolve"]["tools"] == ["a: b", "- c", "#d"]


def test_lists_and_texts_in_block_style_and_empty_values_are_replaced_in_place() -> None:
    text = STREAM
    for place, value in (
        ("services", "x, y, z"),
        ("description", "Short"),
        ("owner", "Me"),
        ("mend.capacity", "x"),
    ):
        text = put(_read(text), place, value)
    assert "services:\n- x\n- y\n- z   # the second\ndescription: Short\nowner: Me\ndemand:" in text
    assert "capacity: x}" in text


@pytest.mark.parametrize(
    ("place", "message", "hint"),
    [
        ("demand.rat", "the template has no 'demand.rat' to set", "did you mean 'demand.rate'?"),
        ("triger", "the template has no 'triger' to set", "did you mean 'trigger'?"),
        (
            "foo",
            "the template has no 'foo' to set",
            "choose one of: name, owner, state, service, trigger, rate, lead_time, or a place such as demand.trigger",
        ),
        (
            "steps.foo.name",
            "the template has no 'steps.foo.name' to set",
            "choose one of: steps.communicate, steps.gather, steps.resolve, steps.learn",
        ),
        ("demnd.rate", "the template has no 'demnd.rate' to set", "did you mean 'demand.rate'?"),
        ("gathr.name", "the template has no 'gathr.name' to set", "did you mean 'gather.name'?"),
        (
            "resolve.tols.0",
            "the template has no 'resolve.tols.0' to set",
            "did you mean 'steps.resolve.tools.0'?",
        ),
        ("name.x.y", "the template has no 'name.x.y' to set", "set 'name' itself"),
        (
            "services.99999999999",
            "the template has no 'services.99999999999' to set",
            "choose one of: services.0",
        ),
        (
            "steps",
            "'steps' cannot be set as a whole",
            "set a part of it: steps.communicate, steps.gather, steps.resolve, steps.learn",
        ),
        (
            "demand",
            "'demand' cannot be set as a whole",
            "set a part of it: demand.trigger, demand.from, demand.rate",
        ),
    ],
)
def test_a_place_that_cannot_be_set_is_refused(place: str, message: str, hint: str) -> None:
    assert _refused(scaffold, INCIDENT, {place: "x"}) == (message, hint)


@pytest.mark.parametrize(
    ("answers", "message", "hint"),
    [
        ({"state": "tomorrow"}, "unknown state 'tomorrow'", "one of: as-is, to-be"),
        ({"rate": "40/m"}, "'40/m' is no rate", "write 40/min for minutes or 40/mo for months"),
        ({"owner": ""}, "'owner' is empty", "say something, or remove `owner`"),
        ({"services": ""}, "'services' is empty", "say something, or remove `services`"),
    ],
)
def test_answers_that_make_the_stream_invalid_are_refused(answers: dict[str, str], message: str, hint: str) -> None:
    expected = (f"with these answers the stream would be invalid: {message}", hint)
    assert _refused(scaffold, INCIDENT, answers) == expected


@pytest.mark.parametrize(
    ("value", "code"), [("a\nb", "000A"), ("\x1b[31m", "001B"), ("\udcff", "DCFF"), ("\0", "0000")]
)
def test_control_characters_are_refused(value: str, code: str) -> None:
    expected = (f"the value for 'owner' holds a control character (U+{code})", "give one line of plain text")
    assert _refused(scaffold, INCIDENT, {"owner": value}) == expected


def test_a_very_long_name_is_kept_and_gives_a_short_id() -> None:
    id, text = scaffold(INCIDENT, {"name": "word " * 2000 + "end"})
    assert len(id) <= 60
    assert _read(text).data["name"].endswith("word end")


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1).filter(str.strip))
def test_any_text_is_read_back_as_it_was_answered(value: str) -> None:
    if any(character in value for character in "\u2028\u2029\ufeff\ufffe\uffff"):
        return
    answers = {"owner": value, "services.0": value, "steps.gather.outputs.0": value, "demand.trigger": value}
    text = INCIDENT.text
    for place, answer in answers.items():
        text = put(_read(text), place, answer)
    assert {place: current(_read(text), place) for place in answers} == answers


AWKWARD = [
    "", " ", "#", "a #b", "a: b", "- a", "-", "'", '"', "\\", "👩‍🚒", "a\nb", "\t", "1", "1.5", "0x1F", "012",
    "no", "~", "null", "true", "yes", "1:30", "2026-01-01", "<<", "=", "1_000", ".inf", "0b1", "...", "---",
    "a, b", "[a]", "{a}", "&a", "*a", "!a", "%a", "@a", "`a", "a:", "?", "| a", "> a",
    "a\u2028b", "\x85", "\ufeff", "a\u00a0", "x" * 10_000,
]  # fmt: skip


@pytest.mark.parametrize("value", AWKWARD, ids=ascii)
def test_awkward_scalars_are_read_back(value: str) -> None:
    _demand_same(value)


@given(st.text())
def test_any_scalar_is_read_back(value: str) -> None:
    _demand_same(value)


def _demand_same(value: str) -> None:
    import yaml

    written = scalar_text(value)
    text = f"a: {written}  # b\nb: [x, {written}, {written}]\nc: {{d: {written}}}\n"
    expected = {"a": value, "b": ["x", value, value], "c": {"d": value}}
    assert "\n" not in written
    assert (_read(text).faults, _read(text).data) == ((), expected)
    assert yaml.safe_load(text) == expected


# Places


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Restore a live service", "restore-a-live-service"),
        ("User's call", "users-call"),
        ("Ærø/Łódź", "aero-lodz"),
        ("ﬁle №5", "file-no5"),
        ("  --  ", ""),
        ("インシデント 2026", ""),
        ("Ω IT", "it"),
    ],
)
def test_a_name_becomes_an_id(name: str, id: str) -> None:
    assert kebab(name) == id


@given(st.text())
def test_an_id_is_always_kebab_case_or_empty(name: str) -> None:
    id = kebab(name)
    assert id == "" or all(word.isalnum() and word.isascii() and word == word.lower() for word in id.split("-"))


def test_the_destination_is_here_or_a_folder_or_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("there").mkdir()
    expected = {
        None: "a.vs.yaml",
        "": "a.vs.yaml",
        ".": "a.vs.yaml",
        "there": "there/a.vs.yaml",
        "new/": "new/a.vs.yaml",
        "foo": "foo.vs.yaml",
        "foo.vs.yaml": "foo.vs.yaml",
        "foo.vs.yml": "foo.vs.yml",
        "foo.yaml": "foo.vs.yaml",
        "foo.yml": "foo.vs.yaml",
        "v1.2": "v1.2.vs.yaml",
        "there/foo": "there/foo.vs.yaml",
    }
    assert {dest: target(dest, "a") for dest in expected} == expected


def test_a_destination_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.vs.yaml").write_text("")
    Path("dir.vs.yaml").mkdir()
    taken = ("'a.vs.yaml' exists already", "choose another name, or replace it with --force")
    assert _refused(target, None, "a") == taken
    assert target(None, "a", force=True) == "a.vs.yaml"
    in_the_way = ("'dir.vs.yaml' is a folder, not a file", "to write into it, say 'dir.vs.yaml/'")
    assert _refused(target, "dir.vs.yaml", "a", force=True) == in_the_way
    assert target("dir.vs.yaml/", "a") == "dir.vs.yaml/a.vs.yaml"
    assert _refused(target, "a.vs.yaml/", "b") == (
        "'a.vs.yaml' is a file, not a folder",
        "choose another place",
    )
    assert _refused(target, "a.vs.yaml/x/y", "b") == (
        "'a.vs.yaml' is a file, not a folder",
        "choose another place",
    )
    assert _refused(target, "x" * 230, "a") == (
        f"the file name '{'x' * 30}…' is too long",
        "choose one below 200 characters",
    )
    assert _refused(target, "x" * 3000 + "/", "a")[1] == "choose another place"
    Path("link.vs.yaml").symlink_to("nowhere")
    assert _refused(target, "link", "a")[0] == "'link.vs.yaml' exists already"


def test_new_says_all_that_is_to_be_written(tmp_path: Path) -> None:
    made = new("incident", f"{tmp_path}/", answers={"name": "Mail"})
    assert made == NewStream(
        template="incident",
        id="mail",
        path=str(tmp_path / "mail.vs.yaml"),
        text=scaffold(INCIDENT, {"name": "Mail"})[1],
        activities=("engage", "obtain-build", "deliver-and-support", "improve"),
        schema=None,
    )
    assert not list(tmp_path.iterdir())
    assert outline(made.text)[0] == ("Communicate with the user", "engage")
