"""Silences the findings that a comment in the file accepts, and finds the comments that silence nothing.

`# vs: ignore[rule, ...] reason` speaks of the line that it ends, or, on a line of its own, of the next line with
content. A finding stands on every line of its span, and on one above: a value on that of its key, and what is said
of a list item as a whole (at its `id`) on the item's first. `# vs: ignore-file[rule, ...] reason` stands above the
first key. Here is what every file needs; the rest (`applying`) is imported for files that have such a comment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from valuestream_cli.findings import Finding, Severity
from valuestream_cli.source import Document
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES

LINE, FILE = "ignore", "ignore-file"
NO_REASON_YET = "TODO: say why"

# Codes of the errors that may mute other findings: what they mute is not known until they are mended.
MUTING = frozenset(
    rule.code for rule in ALL_RULES if rule.severity is Severity.ERROR and rule.code.startswith(("VS0", "VS1", "VS2"))
)
_SIGNS = ("vs:", "gnore")  # without either a text has no suppression, not even a malformed one
_LASTING = ("VS0", "VS9")

Chosen = Callable[[Rule[Any]], bool]


class Suppressed(NamedTuple):
    """A finding that a comment silences, the reason it gives, and the line that it stands on."""

    finding: Finding
    reason: str
    line: int


class Filtered(NamedTuple):
    """The findings that remain, with those about the suppressions; how many are silenced, and which."""

    findings: list[Finding]
    suppressed: int = 0
    silenced: tuple[Suppressed, ...] = ()


def apply(
    document: Document, findings: list[Finding], chosen: Chosen, known: Iterable[Rule[Any]] = ALL_RULES
) -> Filtered:
    """The findings of a document without those that its comments silence, and with what is wrong with these.

    chosen: the rules of this run; a suppression of another one is not judged. known: all rules there are.
    """
    if document.data is None or not may_speak(document.text):
        return Filtered(findings)
    from valuestream_cli.validation.suppressions import applying

    return applying.apply(document, findings, chosen, known)


def may_speak(text: str) -> bool:
    """Whether a text can have a suppression at all."""
    return any(sign in text for sign in _SIGNS)


def may_be_silenced(code: str) -> bool:
    """Whether a comment may hide the findings of a rule: not those about a file, or about `vs`.

    The one would pass a file that was not read, the other the very things that say what is hidden.
    """
    return not code.startswith(_LASTING)


def comment_for(rule: str) -> str:
    """The comment that suppresses a rule, but for the reason: until somebody writes one, it does not count."""
    return f"# vs: {LINE}[{rule}] {NO_REASON_YET}"
