"""`vs lsp`: the language server."""

from __future__ import annotations

import os
import signal
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

from valuestream_cli.cli.console import talk

if TYPE_CHECKING:
    from valuestream_cli.lsp.server import Server


def lsp() -> int:
    """Serve an editor: findings as you type, completion, hover, rename, fixes.

    Editors start it by themselves; docs/editors.md says how to tell yours.
    """
    from valuestream_cli.lsp.features import build, serve

    if sys.stdin.isatty():
        talk("vs lsp speaks with editors, not with people: see docs/editors.md; leave with Ctrl-C")
    server = build()
    _obey_signals(server)
    return serve(server, sys.stdin.buffer, _only_for_the_protocol())


def _obey_signals(server: Server) -> None:
    """Leave at once when told to: a thread that waits for the editor's next message would keep us for ever."""

    def leave(number: int, _: Any) -> None:
        server.gallery.close()
        os._exit(128 + number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)


def _only_for_the_protocol() -> BinaryIO:
    """Standard output for the server alone; what a library may print goes to standard error."""
    sys.stdout.flush()
    protocol = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return os.fdopen(protocol, "wb")
