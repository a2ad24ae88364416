"""The events of a YAML parser, for those who care how a text is written and not only what it says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from valuestream_cli.source import _events


def events(text: str) -> Iterator[Any]:
    """The events of a text that could be read, from libyaml where it is built in."""
    parser = _events(text, fast=hasattr(yaml, "CBaseLoader"))
    try:
        while True:
            event = parser.get_event()
            yield event
            if type(event) is yaml.StreamEndEvent:
                return
    finally:
        parser.dispose()
