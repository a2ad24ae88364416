"""The example package that extends `vs`: installed for real, and used through a configuration that names it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ROOT

EXAMPLE = ROOT / "examples" / "acme-vs"
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


BROKEN = {
    "raise RuntimeError('not today')": "cannot be imported: RuntimeError: not today",
    "from valuestream_cli.extend import rule, Severity\n"
    "@rule('VS101', 'x', Severity.ERROR)\ndef f(subject):\n    'A page.'\n": "has a rule that has the code VS101, but "
    "VS is for the rules of vs",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_plugin_that_cannot_be_used_says_why(tmp_path: Path, project: Path, text: str) -> None:
    about = tmp_path / "lib" / "broken-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[valuestream_cli.rules]\nacme = broken\n", encoding="utf-8")
    (tmp_path / "lib" / "broken.py").write_text(text, encoding="utf-8")
    done = _vs(tmp_path / "lib", project, "validate")
    assert done.returncode == 1
    assert done.stdout.startswith(f"error[VS942] unusable-plugin: the plugin 'acme' {BROKEN[text]}\n")


def test_a_rule_that_crashes_is_named_and_hides_nothing(tmp_path: Path, project: Path) -> None:
    about = tmp_path / "lib" / "broken-1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: broken\nVersion: 1\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[valuestream_cli.rules]\nacme = broken\n", encoding="utf-8")
    (tmp_path / "lib" / "broken.py").write_text(
        "from valuestream_cli.extend import rule, Severity\n"
        "@rule('ACME1', 'bad', Severity.ERROR)\ndef f(subject):\n    'A page.'\n    raise KeyError('x')\n    yield\n",
        encoding="utf-8",
    )
    (project / "line.vs.yaml").write_text(STREAM.replace("owner: Head of networks\n", ""), encoding="utf-8")
    done = _vs(tmp_path / "lib", project, "validate")
    assert done.returncode == 3
    assert "no-owner" in done.stdout
    assert "KeyError: 'x'" in done.stderr and "bad on line.vs.yaml" in done.stderr
