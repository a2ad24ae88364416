"""One entry of the cache: what was found in a file, and when it still holds. All of it plain enough for JSON."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from valuestream_cli import source
from valuestream_cli.findings import Edit, Finding, Fix, Related, Severity, Span
from valuestream_cli.validation.checking import Checked
from valuestream_cli.validation.nested import Answer


class Stamp(NamedTuple):
    """By what a file can be known without reading it. `changed` sees new rights and restored times, too."""

    size: int
    modified: int
    changed: int
    inode: int


UNKNOWN_STAMP = Stamp(-1, 0, 0, 0)


class Entry(NamedTuple):
    """What was found in a file; `day` is the day that it was last asked for, in days since 1970."""

    stamp: Stamp
    digest: str
    settings: str
    day: int
    suppressed: int = 0
    findings: tuple[Any, ...] = ()
    answers: tuple[Answer, ...] = ()
    identity: str = ""


def stamp(path: str) -> Stamp:
    """The stamp of a file; the unknown one where it cannot be seen."""
    try:
        status = os.stat(path)  # noqa: PTH116 (ten thousand times)
    except OSError:
        return UNKNOWN_STAMP
    return Stamp(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def short(text: str) -> str:
    """A digest of a text."""
    return blake2b(text.encode(), digest_size=16).hexdigest()


def digest(text: str, stamp: Stamp) -> str:
    """The digest of a file that was read as this text; empty where the text is not all that the file holds.

    Then it had bytes that are no text, or too many, or it changed between the two looks.
    """
    raw = text.encode()
    return blake2b(raw, digest_size=16).hexdigest() if len(raw) == stamp.size and "\ufffd" not in text else ""


def content_digest(path: str) -> str:
    """The digest of a file's content; empty where it cannot be read."""
    raw = source.bytes_of(path)
    return blake2b(raw, digest_size=16).hexdigest() if raw is not None else ""


def entry(checked: Checked, stamp: Stamp, digest: str, settings: str, day: int, answers: tuple[Answer, ...]) -> Entry:
    """The entry for a result. The file's own path is left out: it depends on where `vs` was started."""
    findings = tuple(_packed(each) for each in checked.findings)
    return Entry(stamp, digest, settings, day, checked.suppressed, findings, answers, checked.identity)


def _packed(finding: Finding) -> tuple[Any, ...]:
    related = tuple(each._replace(path="") if each.path == finding.path else each for each in finding.related)
    return tuple(finding._replace(path="", related=related))


def checked(entry: Entry, path: str) -> Checked | None:
    """The result that an entry holds; null where it does not make sense."""
    try:
        findings = [_finding(packed, path) for packed in entry.findings]
        return Checked(path, findings, entry.suppressed, digest=entry.digest, identity=entry.identity)
    except (TypeError, ValueError):
        return None


def _finding(packed: Any, path: str) -> Finding:
    """What `_packed` was given; the fields that are not plain are made anew."""
    code, rule, severity, message, _, span, hint, route, related, fix = packed
    near = tuple(Related(other or path, Span(*place), said) for other, place, said in related)
    return Finding(
        code, rule, Severity(severity), message, path, Span(*span), hint, route, near, _fix(fix) if fix else None
    )


def _fix(packed: Any) -> Fix:
    title, is_safe, edits = packed
    return Fix(title, is_safe, tuple(Edit(*edit) for edit in edits))


@lru_cache(maxsize=1)
def program() -> str:
    """A digest of the program itself: two that have the same version may differ all the same."""
    from valuestream_cli import __version__, resources

    seen = blake2b(f"{__version__} {sys.version_info}".encode(), digest_size=16)
    for folder in (resources.PACKAGE, resources.folder("schemas")):
        for path in sorted(folder.rglob("*.*")):
            if path.suffix in (".py", ".yaml", ".json"):
                seen.update(path.name.encode() + path.read_bytes())
    return seen.hexdigest()
