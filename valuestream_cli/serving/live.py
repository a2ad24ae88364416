"""Tells open pages when a file was saved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

from watchfiles import Change, awatch

from valuestream_cli import changes

_BEAT = 15.0  # seconds after which a silent line may be taken for a dead one


class News:
    """The number of the last change, and who waits for the next."""

    def __init__(self) -> None:
        self._number = 0
        self._next: asyncio.Future[None] | None = None
        self.is_over = False

    def tell(self) -> None:
        """Something changed."""
        self._number += 1
        if self._next and not self._next.done():
            self._next.set_result(None)
        self._next = None

    def end(self) -> None:
        """Nothing more will be told."""
        self.is_over = True
        self.tell()

    async def lines(self) -> AsyncIterator[str]:
        """Server-sent events: one at once, so that a page knows that it listens, and one for each change."""
        seen = -1
        while not self.is_over:
            if seen != self._number:
                seen = self._number
                yield f"data: {seen}\n\n"
                continue
            if self._next is None:
                self._next = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(asyncio.shield(self._next), _BEAT)
            except TimeoutError:
                yield ": still here\n\n"


async def follow(paths: list[str], news: News, forget: Callable[[], None]) -> None:
    """Tell each change of a file that matters, for ever."""

    def matters(change: Change, path: str) -> bool:
        return changes.matters(path, is_gone=change == Change.deleted)

    async for _ in awatch(*changes.folders(paths), watch_filter=matters, step=50, ignore_permission_denied=True):
        await asyncio.to_thread(forget)
        news.tell()
