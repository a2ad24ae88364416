"""Measures how long `vs lsp` takes to answer a keystroke in a stream of 300 lines, as an editor sees it.

    .venv/bin/python benchmarks/lsp.py

Times are of the clock, from the message that leaves the client to the answer that has arrived, in milliseconds.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from lsprotocol import types
from pygls.lsp.client import LanguageClient

LINES = 300
ROUNDS = 40
WARM_UP = 5
STEP = """\
  - id: step-{0}
    name: Do the work of step {0}
    activity: deliver-and-support
    practices: [incident-management, service-desk]
    inputs: [result {0}]
    outputs: [result {1}]
    roles: {{responsible: [service desk agent], accountable: [service desk manager]}}
    process_time: {{p50: 20m, p90: 90m, basis: measured, source: service desk tool}}
    wait_time: 10m
    next: {2}
"""
HEAD = """\
valuestream: 1
id: generated
name: Generated stream
state: as-is
owner: Nobody in particular
demand: {trigger: A need arises, from: [user]}
value: {outcome: The need is met, for: [user]}
steps:
"""


def main() -> None:
    """Measure, and print a table as Markdown."""
    print("| what | median | nine of ten |\n|---|---|---|")
    for what, times in asyncio.run(measure()).items():
        print(f"| {what} | {statistics.median(times):.0f} ms | {statistics.quantiles(times, n=10)[-1]:.0f} ms |")


def text() -> str:
    """A stream of 300 lines, in blocks as people write them."""
    count = (LINES - HEAD.count("\n")) // STEP.count("\n")
    steps = (STEP.format(n, n + 1, f"step-{n + 1}" if n < count else "value") for n in range(1, count + 1))
    return HEAD + "".join(steps)


class Typist:
    """A client that types into one file and waits for what is told of it."""

    def __init__(self, uri: str, source: str) -> None:
        self.client = LanguageClient("benchmark", "1")
        self.client.feature(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)(self._listener())
        self.uri, self.source = uri, source
        self.version = 1
        self._told: asyncio.Future[None] | None = None

    def _listener(self) -> Callable[[types.PublishDiagnosticsParams], None]:
        def told(params: types.PublishDiagnosticsParams) -> None:
            if params.version == self.version and self._told and not self._told.done():
                self._told.set_result(None)

        return told

    async def start(self, folder: str) -> None:
        """Start the server and open the file."""
        await self.client.start_io(sys.executable, "-m", "valuestream_cli", "lsp")
        await self.client.initialize_async(types.InitializeParams(types.ClientCapabilities(), root_uri=folder))
        self.client.initialized(types.InitializedParams())
        self._told = asyncio.get_running_loop().create_future()
        item = types.TextDocumentItem(self.uri, "yaml", self.version, self.source)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        await self._told

    def type(self, source: str) -> Awaitable[None]:
        """Replace the text; the result comes when it is checked."""
        self.version += 1
        self._told = asyncio.get_running_loop().create_future()
        file = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        change = types.TextDocumentContentChangeWholeDocument(source)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(file, [change]))
        return self._told

    async def stop(self) -> None:
        """End the server."""
        await self.client.shutdown_async(None)
        self.client.exit(None)
        await self.client.stop()


async def measure() -> dict[str, list[float]]:
    """Milliseconds of each round, by what was done."""
    with tempfile.TemporaryDirectory() as folder:
        source = text()
        typist = Typist((Path(folder) / "a.vs.yaml").as_uri(), source)
        await typist.start(Path(folder).as_uri())
        line = next(n for n, line in enumerate(source.split("\n")) if n > LINES * 0.9 and "activity:" in line)
        spot = (types.TextDocumentIdentifier(typist.uri), types.Position(line, 16))
        broken = source.replace("next: value", "next: [")

        async def complete(round: int) -> None:
            """Type a letter and ask at once, as an editor does; the check runs beside it."""
            told = typist.type(source + f"# {round}\n")
            await typist.client.text_document_completion_async(types.CompletionParams(*spot))
            del told

        found = {
            "a letter typed, until its findings are there": await timed(lambda n: typist.type(f"{source}# {n}\n")),
            "the same while the YAML is broken": await timed(lambda n: typist.type(f"{broken}# {n}\n")),
            "a letter typed, until the completion is there": await timed(complete),
            "hover": await timed(lambda _: typist.client.text_document_hover_async(types.HoverParams(*spot))),
        }
        await typist.stop()
        return found


async def timed(act: Callable[[int], Awaitable[object]]) -> list[float]:
    """Milliseconds of each round after the warm-up."""
    times = []
    for number in range(WARM_UP + ROUNDS):
        begun = time.perf_counter()
        await act(number)
        times.append((time.perf_counter() - begun) * 1000)
        await asyncio.sleep(0.05)  # nobody types faster, and what still runs beside shall not count for the next
    return times[WARM_UP:]


if __name__ == "__main__":
    main()
