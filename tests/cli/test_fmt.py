"""`vs fmt`: files rewritten or named or shown, stdin, what cannot be formatted, and nothing lost."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli import formatting, running

MESSY = "name: 'A'   # the name\nid: a\n"
NEAT = "id: a\nname: A     # the name\n"
BROKEN = "id: ["
NOT_YAML = ":1:6: VS006 invalid-yaml: this is not YAML"
TELLS_MORE = "  help: `vs validate` shows these places, and what helps\n"
PATCH = """--- a.vs.yaml
+++ a.vs.yaml
@@ -1,2 +1,2 @@
-name: 'A'   # the name
 id: a
+name: A     # the name
"""


def write(**files: str) -> None:
    """Write stream files by their short names."""
    for name, text in files.items():
        Path(f"{name}.vs.yaml").write_bytes(text.encode())


def text(name: str) -> str:
    return Path(f"{name}.vs.yaml").read_bytes().decode()


def test_files_are_rewritten(vs: Run) -> None:
    write(a=MESSY, b=NEAT)
    assert vs("fmt") == (0, "", "1 file formatted, 1 file left as it is\n")
    assert text("a") == NEAT
    assert vs("fmt", "a.vs.yaml", ".") == (0, "", "2 files left as they are\n")
    assert [path.name for path in sorted(Path().iterdir())] == ["a.vs.yaml", "b.vs.yaml"]


def test_what_is_formatted_is_not_written(vs: Run) -> None:
    write(a=NEAT)
    os.utime("a.vs.yaml", (1, 1))
    assert vs("fmt")[0] == 0
    assert Path("a.vs.yaml").stat().st_mtime == 1


def test_check_names_what_would_change(vs: Run) -> None:
    write(a=MESSY, b=NEAT, c=MESSY)
    said = "2 files would be formatted, 1 file left as it is\n"
    assert vs("fmt", "--check") == (1, "a.vs.yaml\nc.vs.yaml\n", said)
    assert text("a") == MESSY
    assert vs("fmt", "b.vs.yaml", "--check") == (0, "", "1 file left as it is\n")


@pytest.mark.parametrize("options", [("--diff",), ("--diff", "--check")])
def test_diff_shows_what_would_change(vs: Run, options: tuple[str, ...]) -> None:
    write(a=MESSY, b=NEAT)
    said = "1 file would be formatted, 1 file left as it is\n"
    assert vs("fmt", *options) == (1, PATCH, said)
    assert text("a") == MESSY
    assert vs("fmt", "b.vs.yaml", *options) == (0, "", "1 file left as it is\n")


def test_stdin(vs: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(MESSY.encode())
    assert vs("fmt", "-") == (0, NEAT, "")
    stdin(MESSY.encode())
    assert vs("fmt", "-", "--check") == (1, "-\n", "")
    stdin(MESSY.encode())
    assert vs("fmt", "-", "--diff") == (1, PATCH.replace("a.vs.yaml", "-"), "")
    stdin(NEAT.encode())
    assert vs("fmt", "-", "--check") == (0, "", "")


def test_stdin_keeps_line_ends_and_mark(vs: Run, stdin: Callable[[bytes], None]) -> None:
    stdin(b"\xef\xbb\xbfname: b\r\nid: a\r\n")
    code, out, _ = vs("fmt", "-")
    assert (code, out.encode().replace(b"\r\n", b"\n")) == (0, b"\xef\xbb\xbfid: a\nname: b\n")


def test_files_keep_line_ends_and_mark(vs: Run) -> None:
    write(a="\ufeffname: b\r\nid: a\r\n")
    assert vs("fmt")[0] == 0
    assert text("a") == "\ufeffid: a\r\nname: b\r\n"


def test_what_is_not_yaml_is_told_and_left(vs: Run, stdin: Callable[[bytes], None]) -> None:
    write(a=BROKEN, b=MESSY)
    code, out, err = vs("fmt")
    assert (code, out) == (1, "")
    assert err.startswith(f"a.vs.yaml{NOT_YAML}")
    assert err.partition("\n")[2] == f"{TELLS_MORE}1 file formatted, 1 file cannot be formatted\n"
    assert (text("a"), text("b")) == (BROKEN, NEAT)
    stdin(BROKEN.encode())
    code, out, err = vs("fmt", "-")
    assert (code, out, err.startswith(f"-{NOT_YAML}")) == (1, "", True)


@pytest.mark.parametrize("content", [b"id: \xff\n", b"\xff\xfei\0d\0", b"", b"id: a\nid: b\n", b"a" * 1_000_001])
def test_no_content_makes_it_crash(vs: Run, content: bytes) -> None:
    Path("a.vs.yaml").write_bytes(content)
    code, out, err = vs("fmt")
    assert (code, out) == (1, "")
    assert re.match(r"a\.vs\.yaml:\d+:\d+: VS0\d\d [a-z0-9-]+: .+\n", err)
    assert len(err.splitlines()) == 3
    assert Path("a.vs.yaml").read_bytes() == content


def test_what_is_not_known_here_is_left(vs: Run) -> None:
    write(a="id: a\n? b\n: c\n")
    said = "a.vs.yaml:2:1: cannot be formatted: it has a key that begins with `?`\n"
    help_ = "  help: write what cannot be formatted another way, then try again\n1 file cannot be formatted\n"
    assert vs("fmt") == (1, "", said + help_)


def test_wrong_use(vs: Run) -> None:
    assert vs("fmt")[0] == 2
    assert vs("fmt", "nowhere")[0] == 2


def test_a_folder_in_place_of_a_file(vs: Run) -> None:
    Path("a.vs.yaml").mkdir()
    write(b=NEAT)
    os.mkfifo("pipe.vs.yaml")
    code, _, err = vs("fmt", "pipe.vs.yaml", "b.vs.yaml")
    assert code == 1
    assert "it is not a regular file" in err


def test_excluded_files_are_left_out(vs: Run) -> None:
    write(a=MESSY, b=MESSY)
    Path("vs.toml").write_text('exclude = ["a.vs.yaml"]\n')
    assert vs("fmt", "--check")[:2] == (1, "b.vs.yaml\n")
    assert vs("fmt", "--check", "a.vs.yaml")[:2] == (1, "a.vs.yaml\n")


def test_links_and_modes_stay(vs: Run) -> None:
    write(a=MESSY)
    Path("a.vs.yaml").chmod(0o640)
    Path("b.vs.yaml").symlink_to("a.vs.yaml")
    assert vs("fmt", "b.vs.yaml")[0] == 0
    assert text("a") == NEAT
    assert Path("b.vs.yaml").is_symlink()
    assert Path("a.vs.yaml").stat().st_mode & 0o777 == 0o640


def test_a_file_that_changes_meanwhile_is_left(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(text: str) -> str:
        write(a="id: somebody else\n")
        return formatted(text)

    formatted = formatting.formatted
    monkeypatch.setattr(formatting, "formatted", interrupted)
    write(a=MESSY)
    code, _, err = vs("fmt")
    assert (code, err.splitlines()[0]) == (2, "error: 'a.vs.yaml' has changed meanwhile")
    assert text("a") == "id: somebody else\n"


def test_each_file_that_cannot_be_formatted_has_one_line(vs: Run) -> None:
    write(**dict.fromkeys("abc", BROKEN), d="id: a\n? b\n: c\n", e=NEAT)
    code, out, err = vs("fmt", "--check")
    assert (code, out) == (1, "")
    assert [line.partition(":")[0].strip() for line in err.splitlines()] == [
        "a.vs.yaml", "b.vs.yaml", "c.vs.yaml", "d.vs.yaml", "help", "help",
        "4 files cannot be formatted, 1 file left as it is",
    ]  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), [((), "2 files formatted\n"), (("--check",), ""), (("--diff",), "")])
def test_interrupted_it_says_how_many_files_were_changed(
    vs: Run, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    def interrupted(text: str) -> str:
        if "last" in text:
            raise KeyboardInterrupt
        return formatted(text)

    formatted = formatting.formatted
    monkeypatch.setattr(formatting, "formatted", interrupted)
    write(a=MESSY, b=NEAT, c=MESSY, d="id: last\n")
    assert vs("fmt", *arguments) == (130, "", f"{said}error: interrupted\n")


@pytest.mark.parametrize("options", [(), ("--check",), ("--diff",)])
def test_many_processes_say_and_do_the_same(vs: Run, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...]) -> None:
    def done(jobs: int) -> tuple[object, list[str]]:
        monkeypatch.setattr(running, "how_many", lambda *_: jobs)
        write(**{f"n{number}": [MESSY, NEAT, BROKEN][number % 3] for number in range(80)})
        return vs("fmt", *options), [text(f"n{number}") for number in range(80)]

    assert done(3) == done(1)


def test_a_file_that_cannot_be_written_stops_no_other(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(self: Path, target: Path) -> Path:
        if target.name == "a.vs.yaml":
            raise PermissionError(errno.EACCES, "Permission denied")
        return really(self, target)

    really = Path.replace
    monkeypatch.setattr(Path, "replace", replace)
    write(a=MESSY, b=MESSY)
    assert vs("fmt") == (2, "", (
        "error: cannot write 'a.vs.yaml': Permission denied\n"
        "  help: it is left as it is; check the permissions of its folder, and the room on the disk\n"
        "1 file formatted, 1 file could not be replaced\n"
    ))  # fmt: skip
    assert (text("a"), text("b")) == (MESSY, NEAT)
    assert sorted(path.name for path in Path().iterdir()) == ["a.vs.yaml", "b.vs.yaml"]


def test_a_bug_damages_nothing(vs: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "text_of", lambda _: "id: lost\n")
    write(a=MESSY)
    code, out, err = vs("fmt")
    assert (code, out) == (3, "")
    assert "The file is left as it is: a.vs.yaml" in err
    assert text("a") == MESSY
