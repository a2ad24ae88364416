"""An extension for Sphinx: the directive `value-stream` shows the picture of a stream as a figure."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from docutils.statemachine import StringList
from sphinx.directives.patches import Figure
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from valuestream_cli import __version__, api
from valuestream_cli.config import settings_for
from valuestream_cli.errors import VsError
from valuestream_cli.integrations import embedding

if TYPE_CHECKING:
    from sphinx.application import Sphinx

FORMATS = ("svg", "png")  # for the web, and for paper: LaTeX takes no SVG
_log = logging.getLogger(__name__)


class ValueStreamFigure(Figure, SphinxDirective):
    """`.. value-stream:: PATH`, with the options of a figure and those of `vs render`; its content is the caption."""

    option_spec: ClassVar[dict[str, Any]] = {
        **(Figure.option_spec or {}),
        **dict.fromkeys(embedding.OPTIONS, directives.unchanged_required),
        "caption": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """The figure; where the stream has errors, these, and a warning for each."""
        _, path = self.env.relfn2path(self.arguments[0])
        self.env.note_dependency(path)
        asked = {name: self.options.pop(name) for name in embedding.OPTIONS if name in self.options}
        try:
            file = embedding.found(Path(path), Path(self.env.srcdir))
            for settings in settings_for(str(file)).files:
                self.env.note_dependency(os.path.abspath(settings))  # noqa: PTH100
            self.arguments[0] = self._drawn(file, asked)
        except VsError as error:
            return self._refused(embedding.problems(error))
        self.options.setdefault("alt", api.load(str(file)).name)
        if "caption" in self.options:
            self.content = StringList([self.options.pop("caption")], source=self.arguments[0])
        return list(super().run())

    def _drawn(self, file: Path, asked: dict[str, str]) -> str:
        """The address of the pictures, of which each builder takes the one that it can show."""
        folder = Path(self.env.doctreedir) / "value-streams"
        folder.mkdir(parents=True, exist_ok=True)
        name = embedding.name(file, Path(self.env.srcdir), asked)
        for format in FORMATS:
            content, place = embedding.picture(file, asked, format), folder / f"{name}.{format}"
            if not place.is_file() or place.read_bytes() != content:
                place.write_bytes(content)
        return "/" + Path(os.path.relpath(folder / name, self.env.srcdir)).as_posix() + ".*"

    def _refused(self, problems: list[str]) -> list[nodes.Node]:
        """What is said in the place of a picture."""
        for problem in problems:
            _log.warning(problem, location=self.get_location(), type="vs")
        text = "\n".join(problems)
        head = nodes.paragraph("", f"No picture of {self.arguments[0]}")
        return [nodes.warning("", head, nodes.literal_block(text, text))]


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx for `extensions = ["valuestream_cli.integrations.sphinx"]`."""
    app.add_directive("value-stream", ValueStreamFigure)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
