"""Absorbing Markov chains: how often each state is visited, where a walk ends, and what it costs on the way.

States are taken out one after the other, the probabilities of the rest adjusted (Grassmann, Taksar and Heyman 1985).
Nothing is ever subtracted, so nothing is lost to rounding; in a stream without rework it is one walk along the flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from valuestream_cli.analysis import graph

Rows = Mapping[str, Mapping[str, float]]
_MOST_WORK = 5_000_000  # ways adjusted: two hundred steps that all lead to each other need half as many


class Entangled(Exception):
    """So many loops lie in each other that the sums would take too long."""


class Chain:
    """A chain whose states are the keys of `rows`, in the order of the flow; all other targets absorb.

    From each state a walk must be able to leave for good: see `trapped`. Raises Entangled.
    """

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self._onward: dict[str, dict[str, float]] = {}
        self._stay: dict[str, float] = {}
        self._into: dict[str, dict[str, float]] = {}
        self._take_out()

    def _take_out(self) -> None:
        """Take out the states, the last first; each remembers its ways among what was then left."""
        out = {state: {to: p for to, p in row.items() if p > 0} for state, row in self.rows.items()}
        sources: dict[str, set[str]] = {state: set() for state in out}
        for state, row in out.items():
            for target in row.keys() & sources.keys():
                sources[target].add(state)
        work = 0
        for state in reversed(list(out)):
            row = out.pop(state)
            row.pop(state, None)
            leaving = sum(row.values())
            self._stay[state] = 1 / leaving
            self._onward[state] = {to: p / leaving for to, p in row.items()}
            work += len(row) * len(sources[state])
            if work > _MOST_WORK:
                raise Entangled
            into = {source: out[source].pop(state) for source in sources[state] if source in out}
            self._into[state] = into
            for source, p in into.items():
                for to, share in self._onward[state].items():
                    out[source][to] = out[source].get(to, 0.0) + p * share
                    if to in sources:
                        sources[to].add(source)

    def walk(self, start: str) -> tuple[dict[str, float], dict[str, float]]:
        """The expected visits to each state of a walk from `start`, and the probability of each end."""
        mass = {start: 1.0}
        for state in self._stay:
            for to, share in self._onward[state].items() if mass.get(state) else ():
                mass[to] = mass.get(to, 0.0) + mass[state] * share
        visits: dict[str, float] = {}
        for state in self.rows:
            entries = mass.get(state, 0.0) + sum(visits[source] * p for source, p in self._into[state].items())
            visits[state] = entries * self._stay[state]
        return visits, {end: p for end, p in mass.items() if end not in self.rows}

    def costs(self, per_visit: Mapping[str, float], at_end: Mapping[str, float] | None = None) -> dict[str, float]:
        """What a walk from each state costs in the mean: so much for each visit, and so much for each end."""
        paid = {state: per_visit.get(state, 0.0) for state in self.rows}
        for state in self._stay:
            for source, p in self._into[state].items():
                paid[source] += p * self._stay[state] * paid[state]
        total = dict(at_end or {})
        for state in self.rows:
            onward = sum(share * total.get(to, 0.0) for to, share in self._onward[state].items())
            total[state] = paid[state] * self._stay[state] + onward
        return total

    def towards(self, ends: Iterable[str]) -> Rows | None:
        """The rows of the walks that end in one of `ends`, and of no others; null where none does."""
        chance = self.costs({}, dict.fromkeys(ends, 1.0))
        rows = {
            state: {to: p * chance.get(to, 0.0) / chance[state] for to, p in row.items() if chance.get(to, 0.0) > 0}
            for state, row in self.rows.items()
            if chance[state] > 0
        }
        return rows or None


def trapped(rows: Rows) -> list[str]:
    """The states, in order, from which no walk ever leaves."""
    ways = {state: [to for to, p in row.items() if p > 0] for state, row in rows.items()}
    ends = {to for row in ways.values() for to in row} - ways.keys()
    leaving = graph.reachable(graph.reverse(ways), ends)
    return [state for state in rows if state not in leaving]
