"""The picture of a stream as it is in the editor, saved or not."""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

from valuestream_cli import api, discovery
from valuestream_cli.errors import VsError
from valuestream_cli.lsp.sheets import Sheet


def svg(sheet: Sheet, view: str = "swimlane") -> str:
    """The picture as text of an SVG.

    Raises VsError for a view that does not exist, and for a file with errors, naming the first.
    """
    from valuestream_cli.rendering.options import Options

    try:
        picture = api.render(discovery.STDIN, Options(view=view), stdin=sheet.text.encode())
    except api.UnsoundStream as error:
        first = error.report.findings[0]
        raise VsError(f"no picture yet: line {first.span.line}: {first.message}", first.hint) from None
    return picture.content.decode()


class Gallery:
    """Pictures as files in a temporary folder, which goes when the server goes."""

    def __init__(self) -> None:
        self._folder: TemporaryDirectory[str] | None = None

    def hang(self, sheet: Sheet, view: str = "swimlane") -> Path:
        """Write a picture, in place of an older one of the same file.

        Raises VsError as `svg` does, and where nothing can be written.
        """
        text = svg(sheet, view)
        try:
            self._folder = self._folder or TemporaryDirectory(prefix="vs-")
            shelf = Path(self._folder.name, blake2b(sheet.uri.encode(), digest_size=4).hexdigest())
            shelf.mkdir(exist_ok=True)
            path = shelf / f"{discovery.stem(sheet.path)}.{view}.svg"
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise VsError(f"the picture cannot be written: {error.strerror or error}", "make room for it") from None
        return path

    def close(self) -> None:
        """Remove all pictures."""
        if self._folder:
            self._folder.cleanup()
