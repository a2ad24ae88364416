"""The stream of a file that is sound, without the rules: these are needed only to say what is wrong with another."""

from __future__ import annotations

from valuestream_cli.model import ValueStream
from valuestream_cli.source import Document
from valuestream_cli.validation import structure
from valuestream_cli.validation.bind import bind


def sound_stream(document: Document) -> ValueStream | None:
    """The stream of a document; null where it has errors of YAML or structure."""
    if document.faults or not structure.engine().is_valid(document.data):
        return None
    return bind(document.data)[0]
