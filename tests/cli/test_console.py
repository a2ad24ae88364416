"""Writing files: in one go where that can be, and as it is where the place is none that can be replaced."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from valuestream_cli.cli.console import write_file
from valuestream_cli.errors import VsError


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
@pytest.mark.parametrize("is_link", [False, True])
def test_a_pipe_is_written_to_and_stays_one(tmp_path: Path, is_link: bool) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    path = tmp_path / "link" if is_link else pipe
    if is_link:
        path.symlink_to(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write_file(path, b"findings")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    reader.join(20)
    assert read == [b"findings"]


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="there is no such device")
def test_a_device_is_written_to(tmp_path: Path) -> None:
    write_file("/dev/null", b"findings")
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    (tmp_path / "link").symlink_to("/dev/null")
    write_file(tmp_path / "link", b"findings")
    assert (tmp_path / "link").is_symlink()


def test_a_file_is_replaced_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "new" / "a"
    write_file(path, b"one")
    path.chmod(0o600)
    before = path.stat()
    write_file(path, b"two")
    assert (path.read_bytes(), path.stat().st_mode) == (b"two", before.st_mode)
    assert list(path.parent.iterdir()) == [path]


def test_a_folder_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(VsError, match="cannot write"):
        write_file(tmp_path, b"findings")
    assert list(tmp_path.iterdir()) == []
