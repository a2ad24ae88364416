"""The values of `--sweep`: `1..5`, `0s..1h`, `10m..60m..10m`, `80%..95%`, or one by one `1,2,4`."""

from __future__ import annotations

import re
from decimal import Decimal

from valuestream_cli.errors import VsError

_MOST_VALUES = 100
_FEW, _MANY = 5, 12  # stretches between the values, where the range does not say how long one is
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_MIXED = "h, m and s"
_SIXTIETHS = (1, 2, 5, 10, 15, 30)
_HOURS = (1, 2, 4, 8, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
_TIMES = [Decimal(size * each) for size, sizes in ((1, _SIXTIETHS), (60, _SIXTIETHS), (3600, _HOURS)) for each in sizes]
_ROUND = [Decimal(digits).scaleb(power) for power in range(-4, 9) for digits in ("1", "2", "2.5", "5")]
_PART = re.compile(r"(\d+(?:\.\d+)?) ?([a-z%/]*)")
_AMOUNT = re.compile(rf"{_PART.pattern}(?: ?{_PART.pattern})*")


def values_of(text: str) -> list[str]:
    """The values in the order in which they come. Raises VsError where they are fewer than two, or too many."""
    parts = [part.strip() for part in text.split("..")]
    if len(parts) in (2, 3) and all(map(_AMOUNT.fullmatch, parts)):
        found = _between(text, parts)
    else:
        found = [value.strip() for value in text.split(",") if value.strip()]
    if len(found) < 2:
        said = f"--sweep '{text[:60]}' does not name two values or more"
        raise VsError(said, "write 1..5, 0s..1h, 10m..60m..10m, or 1,2,4")
    if len(found) > _MOST_VALUES:
        said = f"--sweep '{text[:60]}' has {len(found)} values or more"
        raise VsError(said, f"{_MOST_VALUES} are the most: 10..500..10")
    return found


def _between(text: str, parts: list[str]) -> list[str]:
    """From the first to the second, by the third. What has no unit has that of the others, and nothing has any."""
    written = [_PART.findall(part) for part in parts]
    usual = next((unit for amount in reversed(written) for _, unit in amount if unit), "")
    amounts = [[(Decimal(number), unit or usual) for number, unit in amount] for amount in written]
    units = {unit for amount in amounts for number, unit in amount if number} or {usual}
    if len(units) > 1 and not units <= _SECONDS.keys():
        raise VsError(f"--sweep '{text[:60]}' has several units", "give both ends in one, such as 1d..5d")
    unit = units.pop() if len(units) == 1 else _MIXED
    one = Decimal(_SECONDS.get(unit, 1))
    low, high, *by = (sum((number * _SECONDS.get(name, 1) for number, name in each), Decimal(0)) for each in amounts)
    values = _steps(low, high, by[0]) if by else _usual_steps(low, high, unit, one)
    is_whole = not any(value % one for value in values)
    if unit in (*_SECONDS, _MIXED) and (unit == _MIXED or not is_whole):
        return [_in_words(value) for value in values]
    return [f"{_plain(value / one)}{unit}" for value in values]


def _usual_steps(low: Decimal, high: Decimal, unit: str, one: Decimal) -> list[Decimal]:
    """Steps of one where they are few, and for plain numbers; else of a round size. The end is always there."""
    span = high - low
    if span <= 0:
        return []
    is_plain = not unit and not low % 1 and not high % 1
    if is_plain or (unit != _MIXED and not span % one and 2 <= span / one <= _MANY):
        return _steps(low, high, one)
    sizes = _TIMES if unit in _SECONDS or unit == _MIXED else _ROUND
    fitting = [size for size in sizes if span / size >= _FEW] or [span / _FEW]
    exact = [size for size in fitting if not span % size and span / size <= _MANY]
    round_ones = [size for size in exact if size.as_tuple().digits != (2, 5)]
    values = _steps(low, high, max(round_ones or exact or fitting))
    return [*values, high] if values and values[-1] < high else values


def _steps(low: Decimal, high: Decimal, by: Decimal) -> list[Decimal]:
    if not by:
        return []
    return [low + number * by for number in range(min(int((high - low) / by), _MOST_VALUES) + 1) if high > low]


def _in_words(seconds: Decimal) -> str:
    """Seconds as the file writes them: `1h 30m`."""
    parts = {"h": seconds // 3600, "m": seconds // 60 % 60, "s": seconds % 60}
    return " ".join(f"{_plain(number)}{unit}" for unit, number in parts.items() if number) or "0s"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
