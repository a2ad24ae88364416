"""`vs new` as it is called: what is written, what is said, and what is asked on a terminal."""

from __future__ import annotations

import fcntl
import os
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli.scaffolding import templates

ROOT = Path(__file__).parents[2]


WROTE = "wrote {0}: 4 steps, engage > obtain-build > deliver-and-support > improve\n"
NEXT = "next: vs validate {0}  |  vs render {0}\n"
TIP = "tip: `vs init` lets your editor check and complete such files as you type\n"


def test_it_writes_the_template_and_says_what_to_do_next(vs: Run) -> None:
    said = (WROTE + NEXT + TIP).format("incident.vs.yaml")
    assert vs("new", "incident") == (0, "", said)
    written = Path("incident.vs.yaml").read_bytes()
    assert written == (ROOT / "templates/incident/stream.vs.yaml").read_bytes()
    assert [path.name for path in Path().iterdir()] == ["incident.vs.yaml"]


def test_it_never_replaces_a_file_unless_forced(vs: Run) -> None:
    Path("incident.vs.yaml").write_text("mine")
    said = "error: 'incident.vs.yaml' exists already\n  help: choose another name, or replace it with --force\n"
    assert vs("new", "incident") == (2, "", said)
    assert Path("incident.vs.yaml").read_text() == "mine"
    assert vs("new", "incident", "--force")[0] == 0
    assert Path("incident.vs.yaml").read_text().startswith("# Incident resolution")


def test_name_sets_id_and_file_name(vs: Run) -> None:
    code, _, err = vs("new", "new service", "--name", "Größe: eins", "--owner", "Ops, Ltd", "--state", "as-is")
    assert (code, err.splitlines()[0].split(":")[0]) == (0, "wrote grosse-eins.vs.yaml")
    text = Path("grosse-eins.vs.yaml").read_text(encoding="utf-8")
    assert '\nid: grosse-eins\nname: "Größe: eins"\n' in text
    assert "\nstate: as-is                          # as-is:" in text
    assert '\nowner: "Ops, Ltd"                     # answers' in text


def test_a_name_without_ascii_letters_keeps_the_templates_id(vs: Run) -> None:
    assert vs("new", "incident", "--name", "インシデント解決", "streams/")[0] == 0
    assert "\nid: incident\nname: インシデント解決\n" in Path("streams/incident.vs.yaml").read_text(encoding="utf-8")


def test_set_reaches_any_value(vs: Run) -> None:
    arguments = ("--set", "rate=9/d", "--set", "steps.gather.name=a=b", "--set", "services=A, B", "x.yaml")
    assert vs("new", "incident", *arguments)[0] == 0
    text = Path("x.vs.yaml").read_text()
    assert "  rate: 9/d                           # per working day" in text
    assert '    name: "a=b"\n' in text
    assert "\nservices: [A, B]                      # what" in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["incedent"],
            "error: there is no template 'incedent'\n  help: did you mean 'incident'?\n",
        ),
        (
            ["new", "service"],
            "error: there is no template 'new'\n  help: did you mean `vs new new-service`?\n",
        ),
        (
            ["incident", "--set", "rate"],
            "error: --set 'rate' is not KEY=VALUE\n  help: write for example --set demand.rate=40/d\n",
        ),
        (
            ["incident", "--set", "=x"],
            "error: --set '=x' is not KEY=VALUE\n  help: write for example --set demand.rate=40/d\n",
        ),
        (
            ["incident", "--set", "demand.rat=9/d"],
            "error: the template has no 'demand.rat' to set\n  help: did you mean 'demand.rate'?\n",
        ),
        (
            ["incident", "--state", "tomorrow"],
            "error: with these answers the stream would be invalid: unknown state 'tomorrow'\n"
            "  help: one of: as-is, to-be\n",
        ),
        (
            ["incident", "--set", "demand.rate=40/m"],
            "error: with these answers the stream would be invalid: '40/m' is no rate\n"
            "  help: write 40/min for minutes or 40/mo for months\n",
        ),
        (
            ["incident", "--name", "a\x1b[2Jb"],
            "error: the value for 'name' holds a control character (U+001B)\n  help: give one line of plain text\n",
        ),
        (
            ["incident", "--templates", "missing"],
            "error: cannot read the templates in 'missing': No such file or directory\n"
            "  help: a folder of own templates holds one folder for each template\n",
        ),
        (
            ["incident", "file/"],
            "error: 'file' is a file, not a folder\n  help: choose another place\n",
        ),
        (
            ["incident", "folder.vs.yaml"],
            "error: 'folder.vs.yaml' is a folder, not a file\n  help: to write into it, say 'folder.vs.yaml/'\n",
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_use_writes_nothing_and_says_why(vs: Run, arguments: list[str], said: str) -> None:
    Path("file").write_text("x")
    Path("folder.vs.yaml").mkdir()
    before = sorted(Path().rglob("*"))
    assert vs("new", *arguments) == (2, "", said)
    assert sorted(Path().rglob("*")) == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_an_unwritable_folder_is_refused(vs: Run) -> None:
    Path("locked").mkdir(mode=0o500)
    said = "error: cannot write 'locked/incident.vs.yaml': Permission denied\n  help: choose another place\n"
    assert vs("new", "incident", "locked") == (2, "", said)


def test_ten_thousand_characters_are_a_name(vs: Run) -> None:
    assert vs("new", "incident", "--name", "x" * 10_000)[0] == 0
    assert [path.name for path in Path().iterdir()] == ["x" * 60 + ".vs.yaml"]
    assert vs("new", "incident", "y" * 10_000)[0] == 2


def test_stdout_prints_the_stream_and_writes_nothing(vs: Run) -> None:
    text = (ROOT / "templates/change/stream.vs.yaml").read_text(encoding="utf-8")
    assert vs("new", "change-request", "--stdout") == (0, text, "")
    assert vs("new", "change-request", "-") == (0, text, "")
    assert not list(Path().iterdir())


def test_the_modeline_names_a_schema_that_is_near(vs: Run) -> None:
    Path(".vs").mkdir()
    Path(".vs/valuestream.v1.schema.json").write_text("{}")
    said = (WROTE + NEXT).format("'a b/incident.vs.yaml'").replace("'", "", 2)
    assert vs("new", "incident", "a b/") == (0, "", said)
    lines = Path("a b/incident.vs.yaml").read_text().splitlines()
    assert lines[0] == "# yaml-language-server: $schema=../.vs/valuestream.v1.schema.json"
    assert lines[1].startswith("# Incident resolution")


def test_list_is_one_line_a_template(vs: Run) -> None:
    code, out, err = vs("new", "--list")
    assert (code, err) == (0, "")
    assert out == "".join(f"{template.name:19}  {template.summary}\n" for template in templates())


def test_without_a_template_and_a_terminal_the_choice_is_listed(vs: Run) -> None:
    code, out, err = vs("new", "--no-input")
    assert (code, out) == (2, "")
    lines = err.splitlines()
    assert lines[0] == "error: no template named"
    assert lines[1] == "  help: choose one of these, for example `vs new incident`:"
    assert [line.split()[0] for line in lines[2:]] == [template.name for template in templates()]
    assert vs("new") == (code, out, err)


class Terminal:
    """A `vs` that believes it talks to somebody."""

    def __init__(self, folder: Path, *arguments: str, **environment: str) -> None:
        self._ours, theirs = os.openpty()
        kept = {key: value for key, value in os.environ.items() if key != "CI"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", "from valuestream_cli.cli import run; run()", *arguments],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            cwd=folder,
            env={**kept, "PYTHONPATH": str(ROOT), "TERM": "dumb", **environment},
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(theirs)
        self.seen = ""
        self._known = 0

    def read_until(self, text: str) -> bool:
        """Whether a text is said, after what was waited for before and until the end."""
        limit = time.monotonic() + 30
        while text not in self.seen[self._known :] and time.monotonic() < limit:
            if select.select([self._ours], [], [], 1)[0] and not self._read():
                break
        found = self.seen.find(text, self._known)
        self._known = found + len(text) if found >= 0 else len(self.seen)
        return found >= 0

    def _read(self) -> bool:
        try:
            more = os.read(self._ours, 4096)
        except OSError:  # Linux: the other end is closed
            return False
        self.seen += more.decode().replace("\r\n", "\n")
        return bool(more)

    def answer(self, prompt: str, text: str) -> None:
        """Wait for a prompt, and type."""
        assert self.read_until(prompt), self.seen
        os.write(self._ours, text.encode())

    def interrupt(self, prompt: str) -> None:
        """Wait for a prompt, and press Ctrl-C a little later: just before it reads, Python would miss it."""
        self.answer(prompt, "")
        time.sleep(0.5)
        os.write(self._ours, b"\x03")

    def end(self) -> tuple[int, str]:
        """Exit status and stdout, after everything was said."""
        assert not self.read_until("\0")
        out, _ = self.process.communicate(timeout=30)
        return self.process.returncode, out.decode()

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    opened: list[Terminal] = []

    def start(*arguments: str, **environment: str) -> Terminal:
        opened.append(Terminal(tmp_path, *arguments, **environment))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


CHOOSE = "Template (number or name): "
TAKE = "Start from this one? [Y/n]: "


def test_on_a_terminal_it_shows_the_choice_and_asks(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    shell = terminal("new", "--owner", "Me")
    shell.answer(CHOOSE, "incedent\n")
    shell.answer("error: there is no template 'incedent'\n  help: did you mean 'incident'?\n" + CHOOSE, "1\n")
    shell.answer("Change implementation: Somebody needs a live service to change, safely, in six steps\n", "")
    shell.answer(TAKE, "n\n")
    shell.answer(CHOOSE, "Incident\n")
    shell.answer("  1  engage               Communicate with the user\n", "")
    shell.answer(TAKE, "\n")
    shell.answer("Name of the stream [Incident resolution]: ", "Mail incident\n")
    shell.answer("as-is or to-be? [as-is]: ", "tomorrow\n")
    shell.answer("  help: one of: as-is, to-be\nas-is or to-be? [as-is]: ", "to-be\n")
    shell.answer("Which service does this stream restore? [Email]: ", "\n")
    shell.answer("What sets it off? [A user reports that email does not work as agreed]: ", "\n")
    shell.answer("How many come in (40/d, 6/mo)? [40/d]: ", "12/d\n")
    shell.answer("Within which time should the user be able to work again? [4h]: ", "\n")
    code, out = shell.end()
    assert (code, out) == (0, "")
    assert shell.seen.endswith((WROTE + NEXT + TIP).format("mail-incident.vs.yaml"))
    text = (tmp_path / "mail-incident.vs.yaml").read_text()
    for line in ("id: mail-incident", "name: Mail incident", "state: to-be", "owner: Me", "  rate: 12/d"):
        assert f"\n{line}" in text
    assert "Who answers for it?" not in shell.seen


def test_a_taken_file_is_said_before_more_is_asked(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    (tmp_path / "incident.vs.yaml").write_text("mine")
    shell = terminal("new")
    shell.answer(CHOOSE, "3\n")
    shell.answer(TAKE, "y\n")
    shell.answer("Name of the stream [Incident resolution]: ", "\n")
    shell.answer("error: 'incident.vs.yaml' exists already\n", "")
    shell.interrupt("Name of the stream [Incident resolution]: ")
    assert shell.end() == (130, "")
    assert (tmp_path / "incident.vs.yaml").read_text() == "mine"


def test_an_interrupt_leaves_nothing_behind(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    shell = terminal("new")
    shell.answer(CHOOSE, "incident\n")
    shell.answer(TAKE, "\n")
    shell.interrupt("Name of the stream [Incident resolution]: ")
    assert shell.end() == (130, "")
    assert "interrupted\n" in shell.seen
    assert "Traceback" not in shell.seen
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["new", "--no-input"], {}), (["new"], {"CI": "true"})],
    ids=["--no-input", "CI"],
)
def test_nobody_is_asked_where_nobody_answers(
    terminal: Callable[..., Terminal], arguments: list[str], environment: dict[str, str]
) -> None:
    shell = terminal(*arguments, **environment)
    assert shell.end() == (2, "")
    assert shell.seen.startswith("error: no template named\n")


def test_with_a_template_nothing_is_asked_on_a_terminal(terminal: Callable[..., Terminal], tmp_path: Path) -> None:
    shell = terminal("new", "incident")
    assert shell.end() == (0, "")
    assert shell.seen == (WROTE + NEXT + TIP).format("incident.vs.yaml")
    assert (tmp_path / "incident.vs.yaml").exists()
