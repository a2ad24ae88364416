"""The file itself: bytes and YAML. `source` finds these faults; here they get their words."""

from __future__ import annotations

from valuestream_cli.errors import POINTS_NOWHERE
from valuestream_cli.findings import Severity
from valuestream_cli.source import MAX_BYTES, Fault
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording


@rule("VS001", "unreadable-file", Severity.ERROR, profile="basic")
def unreadable_file(fault: Fault) -> Wording:
    """A file that the operating system does not let us read.

    ## Why it matters
    A gate that skips what it cannot read lets anything pass. Check the file's permissions, and that it is a file.
    """
    remedy = "mend the link, or remove it" if fault.detail == POINTS_NOWHERE else "check its permissions and kind"
    return Wording(f"cannot read this file: {fault.detail[:1].lower()}{fault.detail[1:]}", remedy)


@rule("VS002", "file-too-large", Severity.ERROR, profile="basic")
def file_too_large(fault: Fault) -> Wording:
    """A file of more than one megabyte.

    ## Why it matters
    A stream of fifty steps takes about ten kilobytes. A file a hundred times as large is a mistake or an attack;
    a very large stream is better told as several, linked by `stream:`.
    """
    return Wording(f"the file is larger than {MAX_BYTES:,} bytes", "split the stream and link its parts with `stream:`")


@rule("VS003", "not-utf-8", Severity.ERROR, profile="basic")
def not_utf_8(fault: Fault) -> Wording:
    """Bytes that are not UTF-8 text.

    ## Why it matters
    The same bytes would be other letters on another machine. Save the file as UTF-8; every editor can.
    """
    what = f" ({fault.detail})" if fault.detail else ""
    return Wording(f"this is not UTF-8 text{what}", "save the file with the encoding UTF-8")


@rule("VS004", "control-character", Severity.ERROR, profile="basic")
def control_character(fault: Fault) -> Wording:
    """A control character that YAML does not allow.

    ## Why it matters
    Such characters are invisible in most editors, and can make a terminal or a diff show something else than
    what is there.
    """
    return Wording(f"control character {fault.detail} is not allowed", "remove it; most likely it was pasted in")


@rule("VS005", "empty-file", Severity.ERROR, profile="basic")
def empty_file(fault: Fault) -> Wording:
    """A file without content, or with comments only.

    ## Why it matters
    An empty file that passes would look like a checked stream.
    """
    return Wording("the file is empty", "start with `vs new`, or remove the file")
