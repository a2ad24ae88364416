"""How long cases wait where a step can work on a few at once only: Erlang C, and Allen and Cunneen's approximation.

The queue of Poisson arrivals and exponential times is exact (Erlang 1917, Jackson 1957). Where arrivals or times vary
more or less than that, it is stretched by (ca2 + cs2) / 2, the squared coefficients of variation of both (Allen 1990;
with one server this is Kingman's formula). How regularly cases leave a step follows Whitt (1983).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

_MOST_SERVERS = 100_000
_MOST_ROUNDS, _CLOSE = 1000, 1e-13


class Station(NamedTuple):
    """A step with a capacity. rate: cases per second that come to it; time: seconds of work for one.

    varies: the squared coefficient of variation of that time; null where the file says nothing about it.
    """

    rate: float
    time: float
    servers: float
    varies: float | None = None

    @property
    def load(self) -> float:
        """The share of its capacity that the work takes; from 1 on the queue grows for ever."""
        return self.rate * self.time / self.servers


def enough(capacity: int, load: float) -> int:
    """The least capacity that can do the work of which `capacity` is so loaded."""
    return math.floor(load * capacity * (1 + _CLOSE)) + 1


def erlang_c(servers: int, offered: float) -> float:
    """The probability that a case must wait: `offered` is rate times mean time, less than the servers."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    load = offered / servers
    return blocked / (1 - load * (1 - blocked))


def queue_wait(station: Station, arrivals_vary: float = 1.0) -> float | None:
    """Mean seconds that a case waits in the queue; null where it grows for ever, or is too long to be computed."""
    if station.rate * station.time == 0:
        return 0.0
    if station.load >= 1 or station.servers > _MOST_SERVERS:
        return None
    servers = int(station.servers)
    chance = erlang_c(servers, station.rate * station.time)
    exponential = chance * station.time / (servers * (1 - station.load))
    varies = 1.0 if station.varies is None else station.varies
    return exponential * (arrivals_vary + varies) / 2


def variability(
    stations: Mapping[str, Station], flows: Mapping[tuple[str, str], tuple[float, float]], entry: str
) -> dict[str, float]:
    """The squared coefficient of variation of the time between arrivals at each node of a network.

    flows: from node to node: cases per case of demand, and the probability of going that way. Demand is Poisson.
    A node that is no station hands cases on as regularly as they come.
    """
    into: dict[str, list[tuple[str, float, float]]] = {}
    for (source, target), (cases, chance) in flows.items():
        if cases > 0 and target != entry:
            into.setdefault(target, []).append((source, cases, chance))
    found = dict.fromkeys((node for way in flows for node in way), 1.0)
    if all(station.varies in (None, 1.0) for station in stations.values()):
        return found
    for _ in range(_MOST_ROUNDS):
        before = dict(found)
        for node, arriving in into.items():
            mixed = (cases * (p * _leaving(stations.get(by), found[by]) + 1 - p) for by, cases, p in arriving)
            found[node] = sum(mixed) / sum(cases for _, cases, _ in arriving)
        if max(abs(found[node] - before[node]) for node in found) < _CLOSE:
            break
    return found


def _leaving(station: Station | None, arrivals_vary: float) -> float:
    if station is None or station.load >= 1:
        return arrivals_vary
    varies = 1.0 if station.varies is None else station.varies
    busy = station.load * station.load
    return 1 + (1 - busy) * (arrivals_vary - 1) + busy / math.sqrt(station.servers) * (varies - 1)
