"""Which rules a run uses: `--select` and `--ignore` take codes, beginnings of codes, and names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from valuestream_cli.errors import VsError
from valuestream_cli.suggest import closest
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES, BY_NAME

FILE, STRUCTURE = "VS0", "VS1"


def chooser(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Callable[[Rule[Any]], bool]:
    """Whether a rule is chosen: all, or those selected, without those ignored.

    What is wrong with the file itself is always told, and with its structure unless that is ignored by name: a gate
    that could not read a file must not pass it.
    Raises VsError for a word that is no rule.
    """
    wanted, unwanted = _words(select), _words(ignore)

    def chosen(rule: Rule[Any]) -> bool:
        if rule.code.startswith(FILE):
            return True
        is_wanted = not wanted or rule.code.startswith(STRUCTURE) or _matches(rule, wanted)
        return is_wanted and not _matches(rule, unwanted)

    return chosen


def _words(given: Iterable[str]) -> list[str]:
    words = [word.strip() for text in given for word in text.split(",") if word.strip()]
    for word in words:
        if not any(_matches(rule, [word]) for rule in ALL_RULES):
            meant = closest(word, [*BY_NAME, *(rule.code for rule in ALL_RULES)])
            hint = f"did you mean '{meant}'?" if meant else "see `vs explain rules`"
            raise VsError(f"there is no rule '{word}'", hint)
    return words


def _matches(rule: Rule[Any], words: list[str]) -> bool:
    codes = tuple(word.upper() for word in words if word[:2].upper() == "VS")
    return rule.name in words or rule.code.startswith(codes)
