"""Streams of other files that a step refers to by `stream:`; never outside the project."""

from __future__ import annotations

from pathlib import Path

from valuestream_cli.source import Document, load

_ROOT_MARKS = (".git", "pyproject.toml", ".vs")


class Nested:
    """Finds and reads the files that a stream's steps refer to; each is read once."""

    def __init__(self, path: str | None) -> None:
        self._home = Path(path).resolve() if path else None
        self._read: dict[Path, Document] = {}

    @property
    def is_possible(self) -> bool:
        """Whether the stream has a place of its own that paths can be relative to."""
        return self._home is not None

    def find(self, reference: str, home: Path | None = None) -> Path | None:
        """The file referred to, links followed; null where there is none inside the project."""
        home = home or self._home
        if home is None:
            return None
        try:
            target = (home.parent / reference).resolve()
            return target if target.is_file() and target.is_relative_to(project_root(home)) else None
        except (OSError, RuntimeError, ValueError):  # a loop of links, a name too long for the file system
            return None

    def references(self, path: Path) -> list[str]:
        """The `stream:` values of a file's steps, as far as they can be read."""
        if path not in self._read:
            self._read[path] = load(str(path))
        data = self._read[path].data
        steps = data.get("steps") if isinstance(data, dict) else None
        steps = steps if isinstance(steps, list) else []
        found = [step.get("stream") for step in steps if isinstance(step, dict)]
        return [reference for reference in found if isinstance(reference, str)]

    def cycle(self, reference: str) -> list[Path]:
        """The files on the way from a reference back to this stream; empty where it does not come back."""
        start = self.find(reference)
        if start is None or self._home is None:
            return []
        ways: list[list[Path]] = [[start]]
        seen = {start}
        while ways:
            way = ways.pop()
            if way[-1] == self._home:
                return way
            for further in self.references(way[-1]):
                target = self.find(further, way[-1])
                if target and target not in seen:
                    seen.add(target)
                    ways.append([*way, target])
        return []


def project_root(home: Path) -> Path:
    """The nearest folder upwards that looks like a project's root; else the file's own folder."""
    return next(
        (folder for folder in home.parents if any((folder / mark).exists() for mark in _ROOT_MARKS)), home.parent
    )
