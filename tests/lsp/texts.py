"""Streams that the tests of the language server type in."""

from __future__ import annotations

HEAD = """\
valuestream: 1
id: mend
name: Mend a service
state: as-is
owner: Service desk manager
demand: {trigger: A service does not work, from: [user]}
value: {outcome: It works again, for: [user]}
"""
STEPS = """\
steps:
  - id: log
    name: Log the call
    activity: engage
    practices: [service-desk]
    outputs: [incident record]
  - id: mend
    name: Mend what is broken
    activity: deliver-and-support
    practices: [incident-management]
    inputs: [incident record]
"""
SOUND = HEAD + STEPS


def with_step(lines: str) -> str:
    """A sound stream, and one more step with these lines, a `|` among them."""
    return SOUND + "  - id: more\n    name: Do more\n" + lines
