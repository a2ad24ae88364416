"""The directive for Sphinx in real documents, for the web and for paper."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers import ERR_CASES, ROOT

pytest.importorskip("sphinx", reason="sphinx is not installed")
BAD = next(path for path in ERR_CASES if path.name == "bad-ids.vs.yaml")
INDEX = """\
Hello
=====

.. value-stream:: streams/incident.vs.yaml
   :view: flow
   :lang: de
   :align: center
   :name: by-flow

   How *it* goes.

.. value-stream:: /streams/incident.vs.yaml
   :caption: By lanes
   :alt: Six lanes
   :theme: dark
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository with one page, and a stream."""
    for folder in (".git", "docs/streams"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(ROOT / "samples/incident-as-is.vs.yaml", tmp_path / "docs/streams/incident.vs.yaml")
    (tmp_path / "docs/conf.py").write_text('extensions = ["valuestream_cli.integrations.sphinx"]\n')
    (tmp_path / "docs/index.rst").write_text(INDEX)
    return tmp_path


def built(project: Path, builder: str = "html", *options: str) -> subprocess.CompletedProcess[str]:
    """What Sphinx says."""
    command = [
        sys.executable,
        "-m",
        "sphinx",
        "-q",
        "--no-color",
        "-b",
        builder,
        *options,
        "docs",
        f"docs/_build/{builder}",
    ]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def test_a_directive_is_a_figure_with_the_picture(project: Path) -> None:
    done = built(project, "html", "-W", "-j", "2")
    assert (done.returncode, done.stderr) == (0, "")
    page = (project / "docs/_build/html/index.html").read_text(encoding="utf-8")
    images = re.findall(r'<img alt="([^"]*)" src="([^"]*)"', page)
    assert [alt for alt, _ in images] == ["Restore a business application", "Six lanes"]
    assert '<figure class="align-center" id="by-flow">' in page
    assert "How <em>it</em> goes." in page and "By lanes" in page
    told = [(project / "docs/_build/html" / src).read_text() for _, src in images]
    views = [re.search(r"view=(\w+) direction=auto theme=(\w+) language=(\w+)", each) for each in told]
    assert [view.groups() for view in views if view] == [("flow", "auto", "de"), ("swimlane", "dark", "en")]


def test_on_paper_there_is_a_picture_that_latex_takes(project: Path) -> None:
    assert built(project, "latex", "-W").returncode == 0
    pictures = list((project / "docs/_build/latex").glob("incident.*.png"))
    assert len(pictures) == 2
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures)


def test_a_change_of_the_stream_is_a_change_of_the_page(project: Path) -> None:
    built(project)
    stream = project / "docs/streams/incident.vs.yaml"
    stream.write_text(stream.read_text().replace("Take the call", "Take a letter"))
    os.utime(stream, (2_000_000_000, 2_000_000_000))
    assert built(project, "html", "-W").returncode == 0
    assert any("Take a letter" in path.read_text() for path in (project / "docs/_build/html/_images").glob("*.svg"))


def test_problems_are_warnings_at_the_directive(project: Path) -> None:
    shutil.copy(BAD, project / "docs/bad.vs.yaml")
    (project / "docs/index.rst").write_text(
        "Hello\n=====\n\n.. value-stream:: bad.vs.yaml\n\n.. value-stream:: nope.vs.yaml\n\n"
        ".. value-stream:: streams/incident.vs.yaml\n   :view: flwo\n\n.. value-stream:: ../../x.vs.yaml\n"
    )
    done = built(project)
    told = [line.partition("docs/index.rst:")[2] for line in done.stderr.splitlines() if "WARNING" in line]
    assert told == [
        "4: WARNING: bad.vs.yaml:2:5: 'New Laptop' is no kebab-case id (write `new-laptop`) [vs]",
        "4: WARNING: bad.vs.yaml:13:9: 'Register_1' is no kebab-case id (write `register-1`) [vs]",
        "4: WARNING: bad.vs.yaml:17:11: 'Hand Over' is no kebab-case id (write `hand-over`) [vs]",
        "4: WARNING: bad.vs.yaml:18:9: 'value' cannot be the id of a step (demand, value and end are the ends of the "
        "stream: choose another id) [vs]",
        "6: WARNING: there is no stream 'nope.vs.yaml' there (the path is relative to the page) [vs]",
        "8: WARNING: there is no view 'flwo' (did you mean 'flow'?) [vs]",
        "11: WARNING: 'x.vs.yaml' is outside the project of this site (keep the stream in the same repository) [vs]",
    ]
    page = (project / "docs/_build/html/index.html").read_text(encoding="utf-8")
    assert "No picture of bad.vs.yaml" in page and "is no kebab-case id" in page
    assert built(project, "html", "-W", "-E").returncode == 1
