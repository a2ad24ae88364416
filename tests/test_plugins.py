"""The example package that extends `vs`: installed for real, and used through a configuration that names it."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT
from valuestream_cli import plugins
from valuestream_cli.errors import VsError
from valuestream_cli.reporting import demand_known

EXAMPLE = ROOT / "examples" / "acme-vs"
MANUAL = re.findall(r"(?ms)^```python\n(.*?)^```$", (ROOT / "docs" / "extending.md").read_text(encoding="utf-8"))
STREAM = """\
valuestream: 1
id: line-down
name: Repair a line
state: as-is
owner: Head of networks
demand: {trigger: A line is down, from: [user]}
value: {outcome: My line works again, for: [user]}
steps:
  - id: repair
    name: Repair the line
    activity: deliver-and-support
    practices: [incident-management]
    supplier: Telco
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages that the example is installed into; nothing is fetched."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(EXAMPLE, folder / "source")
    options = ["--no-index", "--no-deps", "--no-build-isolation", "--quiet", "--disable-pip-version-check"]
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        *options,
        "--target",
        str(folder / "lib"),
        str(folder / "source"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "lib"


def _vs(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join([str(site), str(ROOT)])
    return subprocess.run(
        [sys.executable, "-m", "valuestream_cli", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path, "NO_COLOR": "1", "COLUMNS": "100"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder whose configuration names the plugin."""
    (tmp_path / "vs.toml").write_text('plugins = ["acme"]\n', encoding="utf-8")
    (tmp_path / "line.vs.yaml").write_text(STREAM, encoding="utf-8")
    return tmp_path


def test_a_rule_is_applied(site: Path, project: Path) -> None:
    done = _vs(site, project, "validate")
    assert done.stdout == (
        "warning[ACME101] supplier-step-without-team: nobody at Acme looks after 'Telco'\n"
        "  --> line.vs.yaml:13:15\n"
        "   |\n"
        "13 |     supplier: Telco\n"
        "   |               ^^^^^\n"
        "   = help: write `team:`, the team that answers for the supplier\n"
        "\n"
    )
    assert (done.returncode, done.stderr) == (0, "1 file checked: 1 warning\n")


def test_a_rule_is_selected_ignored_graded_and_suppressed_like_any_other(site: Path, project: Path) -> None:
    assert _vs(site, project, "validate", "--ignore", "ACME").stderr == "1 file checked: no findings\n"
    assert _vs(site, project, "validate", "--select", "VS2").stderr == "1 file checked: no findings\n"
    config = 'plugins = ["acme"]\n[severity]\nsupplier-step-without-team = "error"\n'
    (project / "vs.toml").write_text(config, encoding="utf-8")
    assert _vs(site, project, "validate").returncode == 1
    text = STREAM.replace("supplier: Telco", "supplier: Telco  # vs: ignore[ACME101] the board looks after it")
    (project / "line.vs.yaml").write_text(text, encoding="utf-8")
    assert _vs(site, project, "validate").stderr == "1 file checked: no findings; 1 suppressed\n"


def test_a_rule_is_explained(site: Path, project: Path) -> None:
    done = _vs(site, project, "explain", "ACME101")
    assert done.stdout.startswith("# supplier-step-without-team (ACME101, warning, profile recommended)\n")


def test_a_view_and_a_format_draw(site: Path, project: Path) -> None:
    assert _vs(site, project, "render", "--view", "board").returncode == 0
    assert "Repair the line" in (project / "line.board.svg").read_text(encoding="utf-8")
    assert _vs(site, project, "render", "--format", "edges").returncode == 0
    edges = (project / "line.swimlane.txt").read_text(encoding="utf-8")
    assert edges.endswith("demand -> repair\nrepair -> value\n")


def test_a_report_is_written(site: Path, project: Path) -> None:
    assert _vs(site, project, "validate", "--format", "acme").stdout == "line.vs.yaml: 1\n"


def test_a_template_is_used(site: Path, project: Path) -> None:
    assert _vs(site, project, "new", "audit-evidence").returncode == 0
    assert "template: evidence@1" in (project / "evidence.vs.yaml").read_text(encoding="utf-8")
    assert "evidence" in _vs(site, project, "new", "--list").stdout


def test_without_the_name_in_the_configuration_nothing_counts(site: Path, project: Path) -> None:
    (project / "vs.toml").unlink()
    assert _vs(site, project, "validate").stderr == "1 file checked: no findings\n"
    done = _vs(site, project, "render", "--view", "board")
    assert (done.returncode, done.stderr.partition("\n")[0]) == (2, "error: there is no view 'board'")


def test_a_plugin_that_is_not_there_is_a_finding_in_the_configuration(tmp_path: Path, project: Path) -> None:
    done = _vs(tmp_path, project, "validate")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "error[VS942] unusable-plugin: the plugin 'acme' is not installed: no package has an entry point of this name\n"
        " --> vs.toml:1:12\n"
    )


def plugin(folder: Path, name: str, text: str, groups: tuple[str, ...] = ("rules",)) -> Path:
    """A folder of packages with one more: a single module, as `pip` would leave it."""
    about = folder / "lib" / f"{name}_x-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}_x\nVersion: 1\n", encoding="utf-8")
    points = (f"[valuestream_cli.{group}]\n{name} = {name}_{group}\n" for group in groups)
    (about / "entry_points.txt").write_text("".join(points), encoding="utf-8")
    for group in groups:
        (folder / "lib" / f"{name}_{group}.py").write_text(text, encoding="utf-8")
    return folder / "lib"


def one_rule(code: str, name: str) -> str:
    """A module with a rule that is always breached."""
    return f"""
from valuestream_cli.extend import Problem, Severity, rule
@rule("{code}", "{name}", Severity.ERROR)
def check(subject):
    "A page of its own."
    yield Problem(subject.stream, "nothing is ever right")
"""


BROKEN = {
    one_rule("acme1", "x"): "has a rule that has the code 'acme1': write capital letters and digits, as in ACME101",
    one_rule("ACME", "x"): "has a rule that has the code 'ACME': write capital letters and digits, as in ACME101",
    one_rule("ACME1", "Not so"): "has a rule that has the name 'Not so': write it in kebab-case, as in no-cost-centre",
    one_rule("ACME1", "no-owner"): "has a rule that has the name no-owner, which the rule VS307 has",
    one_rule("ACME1", "x") + one_rule("ACME1", "y").replace("def check", "def other"): "has a rule that has the code "
    "ACME1, which the rule x has",
    "raise RuntimeError('not today')": "cannot be imported: RuntimeError: not today",
    "from valuestream_cli.extend import rule, Severity\n"
    "@rule('VS101', 'x', Severity.ERROR)\ndef f(subject):\n    'A page.'\n": "has a rule that has the code VS101, but "
    "VS is for the rules of vs",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_plugin_that_cannot_be_used_says_why(tmp_path: Path, project: Path, text: str) -> None:
    done = _vs(plugin(tmp_path, "acme", text), project, "validate")
    assert done.returncode == 1
    assert f"error[VS942] unusable-plugin: the plugin 'acme' {BROKEN[text]}\n" in done.stdout


def test_a_rule_that_crashes_is_named_and_hides_nothing(tmp_path: Path, project: Path) -> None:
    lib = plugin(
        tmp_path,
        "acme",
        "from valuestream_cli.extend import rule, Severity\n"
        "@rule('ACME1', 'bad', Severity.ERROR)\ndef f(subject):\n    'A page.'\n    raise KeyError('x')\n    yield\n",
    )
    (project / "line.vs.yaml").write_text(STREAM.replace("owner: Head of networks\n", ""), encoding="utf-8")
    done = _vs(lib, project, "validate")
    assert done.returncode == 3
    assert "no-owner" in done.stdout
    assert "KeyError: 'x'" in done.stderr and "bad on line.vs.yaml" in done.stderr


def test_a_name_or_code_that_another_plugin_has_is_told_and_not_used(tmp_path: Path, project: Path) -> None:
    plugin(tmp_path, "one", one_rule("ACME1", "house-rule"))
    lib = plugin(tmp_path, "two", one_rule("ACME2", "house-rule"))
    (project / "vs.toml").write_text('plugins = ["one", "two", "one"]\n', encoding="utf-8")
    done = _vs(lib, project, "validate")
    told = [line.partition(": ") for line in done.stdout.splitlines() if line.startswith("error")]
    assert [(rule, message) for rule, _, message in told] == [
        ("error[ACME1] house-rule", "nothing is ever right"),
        (
            "error[VS942] unusable-plugin",
            "the plugin 'two' has a rule that has the name house-rule, which the rule ACME1 has",
        ),
    ]


def test_a_rule_that_was_edited_in_place_is_not_remembered(tmp_path: Path, project: Path) -> None:
    lib = plugin(tmp_path, "acme", one_rule("ACME1", "house-rule"))
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    for number in range(200):
        (project / f"{number}.vs.yaml").write_text(STREAM, encoding="utf-8")

    def told() -> str:
        return _vs(lib, project, "validate", "--select", "ACME1", "--cache", "content").stderr

    assert told() == told() == "201 files checked: 201 errors in 201 files\n"
    assert (project / ".vs_cache" / "results.json").exists()
    edited = one_rule("ACME1", "house-rule").replace("    yield", "    return\n    yield")
    (lib / "acme_rules.py").write_text(edited, encoding="utf-8")
    assert told() == "201 files checked: no findings\n"


@pytest.mark.parametrize("text", MANUAL)
def test_the_rules_of_the_manual_work(tmp_path: Path, project: Path, text: str) -> None:
    team = "\n    team: Cables" if "step.team not in" in text else ""
    (project / "line.vs.yaml").write_text(STREAM.replace("Telco", f"Telco{team}"), encoding="utf-8")
    assert re.search(r"warning\[ACME10.\]", _vs(plugin(tmp_path, "acme", text), project, "validate").stdout)


def test_what_a_rule_reads_by_way_of_nested_is_noticed(tmp_path: Path, project: Path) -> None:
    (rule,) = (text for text in MANUAL if "nested" in text)
    lib = plugin(tmp_path, "acme", rule)
    subprocess.run(["git", "init", "-q"], cwd=project, check=True)
    for number in range(200):
        (project / f"{number}.vs.yaml").write_text(STREAM + "    team: Cables\n", encoding="utf-8")

    def told() -> str:
        return _vs(lib, project, "validate", "--select", "ACME102", "--cache", "content").stderr

    assert told() == "201 files checked: 200 warnings in 200 files\n"
    (project / "teams.txt").write_text("Cables\n", encoding="utf-8")
    assert told() == "201 files checked: no findings\n"
    (project / "teams.txt").write_text("Radio\n", encoding="utf-8")
    assert told() == "201 files checked: 200 warnings in 200 files\n"


def test_the_key_of_the_cache_knows_the_files_of_a_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plugin(tmp_path, "acme", "", ("rules", "reports"))
    points = tmp_path / "lib" / "acme_x-1.dist-info" / "entry_points.txt"
    points.write_text("[valuestream_cli.rules]\nacme = house.acme.rules\n", encoding="utf-8")
    package = tmp_path / "lib" / "house" / "acme"  # `house` is a namespace: others may have a part of it
    package.mkdir(parents=True)
    for name in ("__init__.py", "rules.py", "words.txt"):
        (package / name).touch()
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))

    def key() -> str:
        plugins.installed.cache_clear()
        plugins._version.cache_clear()
        return plugins.version_key(["acme", "not-there"])

    before = key()
    assert before.startswith("acme_x=1 ")
    (package.parent / "other.py").touch()
    assert key() == before
    (package / "words.txt").write_text("word", encoding="utf-8")
    assert key() != before
    plugins.installed.cache_clear()


def test_a_report_is_imported_where_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(plugin(tmp_path, "loud", "raise SystemError('imported')", ("reports",))))
    for clear in (plugins.installed.cache_clear, plugins.loaded.cache_clear):
        clear()
    demand_known("text", ["loud"])
    assert plugins.loaded.cache_info().currsize == 0
    with pytest.raises(VsError) as error:
        demand_known("lout", ["loud"])
    assert (error.value.hint, plugins.loaded.cache_info().currsize) == ("did you mean 'loud'?", 0)
    with pytest.raises(VsError, match="there is no report format 'loud'"):
        demand_known("loud", ["loud"])


def test_sarif_describes_rules_from_outside(site: Path, project: Path) -> None:
    (rule,) = json.loads(_vs(site, project, "validate", "--format", "sarif").stdout)["runs"][0]["tool"]["driver"][
        "rules"
    ]
    assert (rule["id"], rule["name"], rule["defaultConfiguration"]) == (
        "ACME101", "supplier-step-without-team", {"level": "warning"}
    )  # fmt: skip
    assert rule["shortDescription"]["text"] == "A step is done by a supplier, and no team of ours looks after it."
    assert rule["fullDescription"]["text"] == "At Acme each supplier has a team that answers for its work."
    assert "Bad:\n\n```yaml\nsteps:" in rule["help"]["markdown"]


OFFERED = {
    "vs validate --select ACME": "ACME101",
    "vs validate --ignore suppl": "supplier-step-without-team",
    "vs validate --format ac": "acme",
    "vs explain ACME": "ACME101",
    "vs explain x-": "x-finops",
    "vs render --view bo": "board",
    "vs render --format ed": "edges",
}


@pytest.mark.parametrize("line", OFFERED)
def test_the_shell_offers_what_the_configuration_adds(site: Path, project: Path, line: str) -> None:
    text = 'plugins = ["acme"]\n[practices]\nx-finops = {name = "FinOps"}\n'
    (project / "vs.toml").write_text(text, encoding="utf-8")
    asked = {"_VS_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    done = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['vs']; from valuestream_cli.cli import run; run()"],
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(site), str(ROOT)]), **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    assert OFFERED[line] in done.stdout.split()


def test_explain_takes_a_configuration(site: Path, project: Path) -> None:
    (project / "vs.toml").rename(project / "other.toml")
    assert _vs(site, project, "explain", "ACME101").returncode == 2
    done = _vs(site, project, "explain", "ACME101", "--config", "other.toml")
    assert done.stdout.startswith("# supplier-step-without-team (ACME101, warning, profile recommended)\n")
    assert _vs(site, project, "explain", "ACME101", "--config", "none.toml").returncode == 2
