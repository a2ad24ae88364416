"""Where the time of a case goes: a ladder to scale with the longest wait marked, and the totals against targets."""

from __future__ import annotations

from collections.abc import Iterator

from valuestream_cli.analysis.result import Figure, StreamAnalysis, TargetResult
from valuestream_cli.reporting.numbers import ladder, told
from valuestream_cli.reporting.plain import columns
from valuestream_cli.reporting.terminal.lines import hanging
from valuestream_cli.reporting.terminal.look import Look, Piece

_INDENT, _GAP, _LEAST = 2, 2, 20
_VERDICTS = {True: ("met", "green"), False: ("missed", "bold red"), None: ("not_known", "dim")}


def pieces(analysis: StreamAnalysis, look: Look) -> Iterator[Piece]:
    """Ladder and totals, as far as something is known."""
    for problem in analysis.problems:
        yield hanging("  ! ", problem, look.width) + "\n", "bold red"
    if ladder.stretches(analysis):
        yield from _ladder(analysis, look)
        yield "\n", ""
    elif not analysis.problems:
        yield hanging(" " * _INDENT, look.words("no_times"), look.width) + "\n", "dim"
    yield from _table(list(_totals(analysis, look)), look)


def _ladder(analysis: StreamAnalysis, look: Look) -> Iterator[Piece]:
    """Waiting over work, both to scale, and the numbers of the steps below."""
    names = [look.words(word) for word in ("wait", "work", "step")]
    left = max(map(columns, names))
    room = max(_LEAST, look.width - _INDENT - left - _GAP)
    bars = ladder.scaled(analysis, room)
    worst = told.worst_wait(analysis)
    begin = [" " * _INDENT + name + " " * (left - columns(name) + _GAP) for name in names]
    for bar in bars:
        if worst and bar.is_wait and bar.number == worst.number:
            yield _pointer(analysis, look, " " * columns(begin[0]), bar.start + max(0, bar.length - 1) // 2, room)
    for name, is_wait, glyph in ((begin[0], True, look.glyphs.wait), (begin[1], False, look.glyphs.work)):
        kept = list(_bars(bars, is_wait, glyph, worst.number if worst else 0))
        yield name if kept else name.rstrip(), ""
        yield from (*kept, ("\n", ""))
    yield f"{begin[2]}{ladder.numbers(bars)}".rstrip() + "\n", "dim"
    for text in ladder.left_out(analysis, look.words):
        yield hanging(" " * _INDENT, text, look.width) + "\n", "dim"


def _pointer(analysis: StreamAnalysis, look: Look, begin: str, place: int, room: int) -> Piece:
    """What the longest wait is, with a mark over it: behind the mark, else before it, else over it."""
    worst = told.worst_wait(analysis)
    assert worst is not None
    time = told.duration(told.waiting(worst), analysis)
    text = look.words("longest_wait", time=time, step=worst.number)
    mark = look.glyphs.mark
    if place + 2 + columns(text) <= room:
        return f"{begin}{' ' * place}{mark} {text}\n", "bold red"
    before = len(begin) + place - columns(text) - 1
    if before >= 0:
        return f"{' ' * before}{text} {mark}\n", "bold red"
    return f"{hanging(' ' * _INDENT, text, look.width)}\n{begin}{' ' * place}{mark}\n", "bold red"


def _bars(bars: list[ladder.Bar], is_wait: bool, glyph: str, worst: int) -> Iterator[Piece]:
    """One of the two rows: what does not belong to it is left blank."""
    kept = list(bars)
    while kept and (kept[-1].is_wait is not is_wait or not kept[-1].length):
        kept.pop()
    for bar in kept:
        if bar.is_wait is not is_wait:
            yield " " * bar.length, ""
        else:
            yield (
                glyph * bar.length,
                "bold red" if is_wait and bar.number == worst else "yellow" if is_wait else "green",
            )


def _totals(analysis: StreamAnalysis, look: Look) -> Iterator[tuple[str, str, TargetResult | None]]:
    """Name, value and target of each total of which either is known. That of lead time is for what reaches value."""
    targets = {target.name: target for target in analysis.targets}
    lead, to_value = (_time(figure, analysis, look) for figure in (analysis.lead_time, analysis.lead_time_to_value))
    values = {
        "lead_time": lead,
        "lead_time_to_value": to_value if to_value != lead else "",
        "process_time": _time(analysis.process_time, analysis, look),
        "wait_time": _time(analysis.wait_time, analysis, look),
        "flow_efficiency": _ratio(analysis.flow_efficiency),
        "rolled_complete_accurate": _ratio(analysis.rolled_complete_accurate),
        "handoffs": told.count(analysis.handoffs) if analysis.handoffs is not None else "",
    }
    if values["lead_time_to_value"] and "lead_time" in targets:
        targets["lead_time_to_value"] = targets.pop("lead_time")
    for name, value in values.items():
        if value or name in targets:
            yield look.words(name), value or look.words("not_known"), targets.get(name)


def _time(figure: Figure | None, analysis: StreamAnalysis, look: Look) -> str:
    """A time, or what it is at least."""
    if figure is None or (figure.mean is None and not figure.low):
        return ""
    if figure.mean is None:
        return look.words("at_least", time=told.duration(figure.low or 0.0, analysis))
    return told.duration(figure.mean, analysis)


def _ratio(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.1%}"


def _table(rows: list[tuple[str, str, TargetResult | None]], look: Look) -> Iterator[Piece]:
    """Names and values in columns, and behind each (or below, where there is no room) what was wanted."""
    left = max((columns(name) for name, _, _ in rows), default=0)
    room = max((columns(value) for _, value, _ in rows), default=0)
    for name, value, target in rows:
        yield f"{' ' * _INDENT}{name}{' ' * (left - columns(name) + _GAP)}{' ' * (room - columns(value))}{value}", ""
        if target:
            verdict, style = _VERDICTS[target.met]
            wanted, result = look.words("target", target=target.written), f", {look.words(verdict)}"
            has_room = _INDENT + left + room + 2 * _GAP + columns(wanted + result) <= look.width
            yield (" " * _GAP if has_room else "\n" + " " * (_INDENT + _GAP)) + wanted, "dim"
            yield result, style
        yield "\n", ""
