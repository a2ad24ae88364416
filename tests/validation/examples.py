"""The examples of the rules' manual pages, made into whole streams."""

from __future__ import annotations

import re

MINIMAL = """\
valuestream: 1
id: restore-service
name: Restore a live service
demand: {trigger: A user reports that a service does not work}
value: {outcome: The user can work again, for: [user]}
steps:
  - {id: register, name: Register the call, activity: engage, practices: [service-desk]}
  - {id: mend, name: Mend the service, activity: deliver-and-support, practices: [incident-management]}
"""


def _blocks(text: str) -> dict[str, str]:
    """The text of each top-level key; lines of a key that comes twice stay together."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        top = re.match(r"([\w-]+):", line)
        key = top[1] if top else key
        found[key] = found.get(key, "") + line
    return found


def stream_text(fragment: str) -> str:
    """A minimal valid stream with the top-level keys of a fragment in the place of its own."""
    return "".join(({"": ""} | _blocks(MINIMAL) | _blocks(fragment)).values())
