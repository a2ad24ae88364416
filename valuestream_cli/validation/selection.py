"""Which rules a run uses: `--select` and `--ignore` take codes, beginnings of codes, and names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from valuestream_cli.errors import VsError
from valuestream_cli.suggest import closest
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES, BY_NAME


def chooser(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> Callable[[Rule[Any]], bool]:
    """Whether a rule is chosen: all, or those selected, without those ignored.

    Raises VsError for a word that is no rule.
    """
    wanted, unwanted = _words(select), _words(ignore)

    def chosen(rule: Rule[Any]) -> bool:
        return (not wanted or _matches(rule, wanted)) and not _matches(rule, unwanted)

    return chosen


def _words(given: Iterable[str]) -> list[str]:
    words = [word.strip() for text in given for word in text.split(",") if word.strip()]
    for word in words:
        if not any(_matches(rule, [word]) for rule in ALL_RULES):
            meant = closest(word, [*BY_NAME, *(rule.code for rule in ALL_RULES)])
            raise VsError(f"there is no rule '{word}'", f"did you mean '{meant}'?" if meant else "see `vs explain rules`")
    return words


def _matches(rule: Rule[Any], words: list[str]) -> bool:
    return any(rule.name == word or (word.upper().startswith("VS") and rule.code.startswith(word.upper())) for word in words)
