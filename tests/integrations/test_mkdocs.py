"""The plugin for MkDocs in real sites, built by MkDocs and by ProperDocs."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.helpers import ERR_CASES, ROOT

BUILDERS = [
    pytest.param(name, marks=pytest.mark.skipif(find_spec(name) is None, reason=f"{name} is not installed"))
    for name in ("mkdocs", "properdocs")
]
BAD = next(path for path in ERR_CASES if path.name == "bad-ids.vs.yaml")
# The forks bring no theme along, and themes are not what is tested.
CONFIG = "site_name: Ours\ntheme: {name: null, custom_dir: theme}\nplugins:\n  - vs: {}\n"
PAGE = """\
# How it goes

![Incident](../streams/incident.vs.yaml) and ![](../streams/incident.vs.yaml?view=flow&theme=dark&lang=de)

![Mail](../../outside/mail.vs.yaml "a title")

[the file](../streams/incident.vs.yaml), `![no](a.vs.yaml)`, ![other](https://example.org/a.vs.yaml), ![png](a.png)

    ![no](a.vs.yaml)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with pages, and streams inside and outside of their folder."""
    for folder in (".git", "docs/streams", "docs/guide", "outside", "theme"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "samples/incident-as-is.vs.yaml", tmp_path / "docs/streams/incident.vs.yaml")
    shutil.copy(ROOT / "samples/email-service.vs.yaml", tmp_path / "outside/mail.vs.yaml")
    (tmp_path / "mkdocs.yml").write_text(CONFIG)
    (tmp_path / "theme/main.html").write_text("{{ page.content }}")
    (tmp_path / "docs" / "guide" / "how.md").write_text(PAGE)
    (tmp_path / "docs/guide/a.png").touch()
    (tmp_path / "docs" / "index.md").write_text("# Hello\n")
    return tmp_path


def built(project: Path, builder: str, *options: str) -> subprocess.CompletedProcess[str]:
    """What a builder says."""
    command = [sys.executable, "-m", builder, "build", "--config-file", "mkdocs.yml", *options]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def page(project: Path, name: str) -> str:
    return (project / "site" / name / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", BUILDERS)
def test_an_image_of_a_stream_is_its_picture(project: Path, builder: str) -> None:
    done = built(project, builder, "--strict")
    assert done.returncode == 0, done.stderr
    shown = page(project, "guide/how")
    images = re.findall(r'<img alt="([^"]*)" src="([^"]*)"', shown)
    assert [alt for alt, _ in images] == ["Incident", "Restore a business application", "Mail", "other", "png"]
    assert 'title="a title"' in shown
    assert shown.count("![no](a.vs.yaml)") == 2
    assert 'href="../../streams/incident.vs.yaml"' in shown
    pictures = [(project / "site/guide/how" / src).resolve() for _, src in images[:3]]
    views = [re.search(r"view=(\w+) direction=auto theme=(\w+) language=(\w+)", each.read_text()) for each in pictures]
    assert [view.groups() for view in views if view] == [
        ("swimlane", "auto", "en"), ("flow", "dark", "de"), ("swimlane", "auto", "en"),
    ]  # fmt: skip


@pytest.mark.parametrize("builder", BUILDERS)
def test_a_problem_is_told_with_its_page_and_fails_a_strict_build(project: Path, builder: str) -> None:
    shutil.copy(BAD, project / "docs/bad.vs.yaml")
    (project / "docs" / "index.md").write_text(
        "![a](bad.vs.yaml)\n![b](streams/incident.vs.yaml?veiw=flow)\n![c](nope.vs.yaml)\n![d](../../x.vs.yaml)\n"
        "![e](streams/incident.vs.yaml?view=all)\n"
    )
    done = built(project, builder)
    told = [line.partition("WARNING -  ")[2] for line in done.stderr.splitlines() if "valuestream" in line]
    assert told == [
        f"valuestream_cli: index.md: {problem}"
        for problem in (
            "bad.vs.yaml:2:5: 'New Laptop' is no kebab-case id (write `new-laptop`)",
            "bad.vs.yaml:13:9: 'Register_1' is no kebab-case id (write `register-1`)",
            "bad.vs.yaml:17:11: 'Hand Over' is no kebab-case id (write `hand-over`)",
            "bad.vs.yaml:18:9: 'value' cannot be the id of a step (demand, value and end are the ends of the stream: "
            "choose another id)",
            "there is no option 'veiw' for a picture (did you mean 'view'?)",
            "there is no stream 'nope.vs.yaml' there (the path is relative to the page)",
            "'x.vs.yaml' is outside the project of this site (keep the stream in the same repository)",
            "here is room for one picture, and several are asked for (name a single view)",
        )
    ]
    shown = (project / "site/index.html").read_text()
    assert "<strong>No picture of bad.vs.yaml; bad.vs.yaml:2:5: " in shown
    assert done.returncode == 0
    assert built(project, builder, "--strict").returncode == 1


def test_what_is_usual_is_set_for_the_whole_site(project: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed")
    (project / "mkdocs.yml").write_text(CONFIG.replace("{}", "{view: flow}"))
    (project / "docs" / "index.md").write_text(
        "![a](streams/incident.vs.yaml)\n![b](streams/incident.vs.yaml?view=swimlane)\n"
    )
    assert built(project, "mkdocs", "--strict").returncode == 0
    names = re.findall(r'src="([^"]*)"', (project / "site/index.html").read_text())
    assert [re.sub(r"\.[0-9a-f]{8}\.", ".", name) for name in names] == [
        "assets/value-streams/incident.flow.svg", "assets/value-streams/incident.swimlane.svg",
    ]  # fmt: skip


def test_a_server_watches_streams_outside_the_folder_of_pages(project: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed")
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    class Server:
        watched: list[str] = []  # noqa: RUF012

        def watch(self, path: str) -> None:
            self.watched.append(path)

    config = load_config(str(project / "mkdocs.yml"))
    config.plugins.on_startup(command="serve", dirty=False)
    build(config)
    server = config.plugins.on_serve(Server(), config=config, builder=build)  # type: ignore[arg-type]
    assert server.watched == [str(project / "outside/mail.vs.yaml")]
    shutil.copy(project / "outside/mail.vs.yaml", project / "outside/other.vs.yaml")
    (project / "docs" / "index.md").write_text("![a](../outside/other.vs.yaml)\n")
    build(config)
    assert server.watched == [str(project / "outside" / name) for name in ("mail.vs.yaml", "other.vs.yaml")]
