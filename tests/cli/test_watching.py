"""`--watch`: after each save the work is done again; nothing but Ctrl-C ends it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.test_validate import ADVICE
from valuestream_cli.cli import watching
from valuestream_cli.errors import VsError

# The work: say how many streams there are, and which profile counts. None at all is an error, as in `vs validate`.
WATCH = """
    import sys
    from valuestream_cli import discovery
    from valuestream_cli.cli import watching
    from valuestream_cli.config import settings_for

    def work():
        files = discovery.stream_files(sys.argv[1:])
        texts = " ".join(open(file).read() for file in files)
        print(len(files), settings_for(files[0]).profile, texts, flush=True)
        return 1

    sys.exit(watching.watch(sys.argv[1:], work, lambda: ["known.json"]))
"""


class Watch:
    """A process that watches, line by line."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env={key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"},
        )  # fmt: skip
        assert self.process.stdout
        self._lines = self.process.stdout
        self.end = threading.Timer(60, self.process.kill)  # no test waits for ever
        self.end.start()

    def next(self) -> list[str]:
        """What is said until it waits again."""
        said: list[str] = []
        while not said or not said[-1].startswith("watching"):
            line = self._lines.readline()
            assert line, said
            said.append(line.rstrip("\n"))
        return [line for line in said[:-1] if line]

    def until_last(self, wanted: str) -> None:
        """Wait for what is wanted in the last line."""
        while self.next()[-1] != wanted:
            pass

    def until(self, wanted: list[str]) -> None:
        """Wait for what is wanted: a save may be seen in several steps."""
        while self.next() != wanted:
            pass


@pytest.fixture
def watch(tmp_path: Path) -> Iterator[Callable[..., Watch]]:
    """Starts to watch below `tmp_path`."""
    started: list[Watch] = []

    def start(*arguments: str, program: tuple[str, ...] = ("-c", textwrap.dedent(WATCH))) -> Watch:
        started.append(Watch(tmp_path, *program, *arguments))
        return started[-1]

    yield start
    for each in started:
        each.end.cancel()
        each.process.kill()
        each.process.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_it_follows_what_happens(tmp_path: Path, watch: Callable[..., Watch]) -> None:
    one, two = tmp_path / "in" / "one.vs.yaml", tmp_path / "in" / "deep" / "two.vs.yml"
    one.parent.mkdir()
    one.write_text("a")
    seen = watch("in")
    assert seen.next() == ["1 recommended a"]

    one.write_text("b")  # saved
    seen.until(["1 recommended b"])
    two.parent.mkdir()  # another, in a new folder
    two.write_text("c")
    seen.until(["2 recommended b c"])
    fresh = tmp_path / "in" / ".one.tmp"  # saved as editors do it
    fresh.write_text("d")
    fresh.replace(one)
    seen.until(["2 recommended d c"])
    (tmp_path / "in" / "vs.toml").write_text('profile = "strict"')  # configuration
    seen.until(["2 strict d c"])
    shutil.move(two.parent, tmp_path / "away")  # a whole folder
    seen.until(["1 strict d"])
    one.unlink()  # none left: said, and no end
    seen.until(
        ["error: no *.vs.yaml files in 'in'", "  help: write one with `vs new`, or name the file itself"],
    )
    one.write_text("e")
    seen.until(["1 strict e"])
    (tmp_path / "known.json").write_text("{}")  # what else the work reads
    assert seen.next() == ["1 strict e"]

    seen.process.send_signal(signal.SIGINT)
    rest, _ = seen.process.communicate(timeout=20)
    assert (seen.process.returncode, rest.strip()) == (130, "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals differ")
def test_it_follows_all_that_findings_depend_on(tmp_path: Path, watch: Callable[..., Watch]) -> None:
    """A file that is extended, a schema, a baseline, each outside of what is checked, and some of them named later."""
    for folder in (".git", "in", "org", "org/schemas"):
        (tmp_path / folder).mkdir()
    (tmp_path / "in" / "a.vs.yaml").write_text(ADVICE)
    (tmp_path / "org" / "base.toml").write_text('ignore = ["VS3"]\n')
    (tmp_path / "org" / "vs.toml").write_text('extend = "base.toml"\n')
    seen = watch(
        "in", "--config", "org/vs.toml", "-f", "github", "--watch", program=("-m", "valuestream_cli", "validate")
    )
    assert seen.next() == ["1 file checked: no findings"]
    (tmp_path / "org" / "base.toml").write_text("")
    seen.until_last("1 file checked: 1 piece of advice")
    schema = tmp_path / "org" / "schemas" / "own.json"
    schema.write_text("{}")
    (tmp_path / "org" / "vs.toml").write_text('[[schemas]]\npath = "schemas/own.json"\nprefix = "ORG"\n')
    seen.until_last("1 file checked: 1 piece of advice")
    schema.write_text('{"required": ["x-cost"]}')
    seen.until_last("1 file checked: 1 error and 1 piece of advice")


def test_a_single_file_is_followed_through_replacement(tmp_path: Path, watch: Callable[..., Watch]) -> None:
    path = tmp_path / "one.vs.yaml"
    path.write_text("a")
    seen = watch("one.vs.yaml")
    assert seen.next() == ["1 recommended a"]
    for word in "bc":
        fresh = tmp_path / "fresh"
        fresh.write_text(word)
        fresh.replace(path)
        seen.until([f"1 recommended {word}"])


def test_wrong_use_ends_it_at_once(watch: Callable[..., Watch]) -> None:
    seen = watch("nowhere.vs.yaml")
    told, _ = seen.process.communicate(timeout=20)
    assert seen.process.returncode == 1
    assert "there is no file or folder 'nowhere.vs.yaml'" in told


def test_stdin_cannot_be_watched() -> None:
    with pytest.raises(VsError) as error:
        watching.watch(["-"], lambda: 0, list)
    assert str(error.value) == "stdin cannot be watched"
