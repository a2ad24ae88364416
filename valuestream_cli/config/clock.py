"""The day of a run: only rules about review dates ask for it, and none of them is used unless it is asked for.

It is today's date in UTC, the same in all time zones; `VS_TODAY=2026-11-22` sets it, so that a run can be repeated.
"""

from __future__ import annotations

import datetime
import os

from valuestream_cli.errors import VsError

VARIABLE = "VS_TODAY"


def today() -> datetime.date:
    """The day that counts as today.

    Raises VsError where `VS_TODAY` is set to something that is no date.
    """
    given = os.environ.get(VARIABLE, "").strip()
    if not given:
        return datetime.datetime.now(datetime.UTC).date()
    try:
        return datetime.date.fromisoformat(given)
    except ValueError:
        raise VsError(
            f"{VARIABLE} is '{given[:40]}', which is no date", "write year, month and day: 2026-03-01"
        ) from None
