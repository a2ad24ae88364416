"""A plugin for MkDocs 1, and for ProperDocs, which goes on with it: an image of a stream file becomes its picture.

`![Incident](streams/incident.vs.yaml?view=flow)` is all that a page says.
"""

from __future__ import annotations

import os
import posixpath
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files

from valuestream_cli import api
from valuestream_cli.discovery import SUFFIXES
from valuestream_cli.errors import VsError
from valuestream_cli.integrations import embedding

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.livereload import LiveReloadServer
    from mkdocs.structure.pages import Page

FOLDER = "assets/value-streams"  # of the pictures in the site
_INLINE = 20  # priority of what makes the elements of images; what mends their addresses has 0
_log = get_plugin_logger(__name__)


class Settings(Config):
    """What mkdocs.yml can say: how pictures are drawn where a page does not say."""

    view = config_options.Optional(config_options.Type(str))
    theme = config_options.Optional(config_options.Type(str))
    lang = config_options.Optional(config_options.Type(str))
    direction = config_options.Optional(config_options.Type(str))


class ValueStreams(BasePlugin[Settings]):
    """Draws the streams that pages show as images. A problem is a warning, so that a strict build fails."""

    def __init__(self) -> None:
        self._outside: set[str] = set()
        self._server: LiveReloadServer | None = None

    def on_startup(self, **_: Any) -> None:
        """Lives as long as the server does: a plugin with this method is not made anew for every build."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Look at the images of all pages."""
        config.markdown_extensions.append(_Images(self))  # type: ignore[arg-type]
        self._config = config
        return config

    def on_page_markdown(self, markdown: str, *, page: Page, files: Files, **_: Any) -> str:
        """Remember the page whose images come next."""
        self._page, self._files = page, files
        return markdown

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Build anew when a stream outside the folder of pages changes, too."""
        self._server = server
        for path in sorted(self._outside):
            server.watch(path)
        return server

    def show(self, image: Element) -> None:
        """Turn the image of a stream file into its picture, or into what is wrong with it."""
        address = urlsplit(image.get("src", ""))
        if address.scheme or address.netloc or not unquote(address.path).endswith(SUFFIXES):
            return
        try:
            self._draw(image, unquote(address.path), dict(parse_qsl(address.query, keep_blank_values=True)))
        except VsError as error:
            problems = embedding.problems(error)
            for problem in problems:
                _log.warning(f"{self._page.file.src_uri}: {problem}")
            image.attrib.clear()
            image.tag, image.text = "strong", "; ".join([f"No picture of {address.path}", *problems])

    def _draw(self, image: Element, path: str, said: dict[str, str]) -> None:
        docs = Path(self._config.docs_dir)
        base = Path(self._config.config_file_path or docs / "mkdocs.yml").parent
        file = embedding.found(docs / posixpath.dirname(self._page.file.src_uri) / path, base)
        self._watch(file, docs)
        usual = {name: self.config[name] for name in embedding.OPTIONS if self.config[name]}
        asked = usual | said
        content = embedding.picture(file, asked, "svg")
        made = f"{FOLDER}/{embedding.name(file, base, asked)}.svg"
        if self._files.get_file_from_path(made) is None:
            self._files.append(File.generated(self._config, made, content=content))
        image.set("src", quote(posixpath.relpath(made, posixpath.dirname(self._page.file.src_uri) or ".")))
        if not image.get("alt"):
            image.set("alt", api.load(str(file)).name)

    def _watch(self, file: Path, docs: Path) -> None:
        if file.is_relative_to(docs.resolve()) or str(file) in self._outside:
            return
        self._outside.add(str(file))
        if self._server:
            self._server.watch(os.fspath(file))


class _Images(Extension):
    """Shows the plugin all images of a page."""

    def __init__(self, plugin: ValueStreams) -> None:
        super().__init__()
        self._plugin = plugin

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (its name in Markdown)
        md.treeprocessors.register(_Walk(self._plugin), "value-streams", _INLINE - 5)


class _Walk(Treeprocessor):
    def __init__(self, plugin: ValueStreams) -> None:
        super().__init__()
        self._plugin = plugin

    def run(self, root: Element) -> None:
        for image in list(root.iter("img")):
            self._plugin.show(image)
