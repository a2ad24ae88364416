"""Prints how many events a second `vs simulate` does, against SimPy and Ciw, on the same models in the same run.

    .venv/bin/pip install '.[bench]' && .venv/bin/python benchmarks/simulation.py

Model A is one queue, M/M/3 at a load of 0.8; model B ten queues in a line with rework, a Jackson network. An event is
the arrival of a case or the end of its work at a step. Times are those that the process spends computing; the tools
take turns, and the best of each counts. The figure beside each is checked against theory, for a fast wrong loop is
worth nothing.
"""

from __future__ import annotations

import random
import time
import tracemalloc
from collections.abc import Callable

import ciw
import simpy

from valuestream_cli import simulating
from valuestream_cli.model import Demand, Duration, Link, Step, Value, ValueStream
from valuestream_cli.simulation import loop

CASES = {"A": 100_000, "B": 10_000}
TURNS = 3
RATES = {"A": 2.4, "B": 1.0}
MEANS = {"A": (1.0,), "B": (0.7, 1.5, 2.2, 0.75, 1.9, 2.4, 1.2, 3.1, 1.6, 0.6)}
SERVERS = {"A": (3,), "B": (1, 2, 3, 1, 3, 4, 2, 5, 2, 1)}
BACK = {"A": None, "B": (7, 4, 0.2)}  # after this step, to that one, this often
THEORY = {"A": 2.07865, "B": 36.7582}
Outcome = tuple[float, float, float]  # events, seconds, mean hours of a case


def main() -> None:
    """Measure, and print the table as Markdown."""
    tools: dict[str, Callable[[str, int], Outcome]] = {"vs": by_vs, "SimPy": by_simpy, "Ciw": by_ciw}
    print("| model | tool | events a second | vs is faster by | lead time, h | theory |\n|---|---|--:|--:|--:|--:|")
    for model in CASES:
        best = dict.fromkeys(tools, (0.0, 0.0))
        for turn in range(TURNS):
            for tool, run in tools.items():
                events, seconds, lead = run(model, turn)
                best[tool] = max(best[tool], (events / seconds, lead))
        for tool, (speed, lead) in best.items():
            ratio = f"{best['vs'][0] / speed:.1f}" if tool != "vs" else ""
            print(f"| {model} | {tool} | {speed:,.0f} | {ratio} | {lead:.2f} | {THEORY[model]:.2f} |")
    print("\n| cases in a run of model A | memory at most |\n|--:|--:|")
    for cases in (10_000, 100_000):
        print(f"| {cases:,} | {memory(cases) / 1e6:.2f} MB |")


def stream(model: str) -> ValueStream:
    """A model as a value stream."""
    steps = []
    for place, (mean, servers) in enumerate(zip(MEANS[model], SERVERS[model], strict=True)):
        back = BACK[model]
        ways: tuple[Link, ...] = ()
        if back and back[0] == place:
            ways = (Link(to=f"s{back[1]}", share=f"{back[2]:.0%}"), Link(to=f"s{place + 1}"))
        time_ = Duration(mean=f"{mean * 60:g}m", distribution="exponential")
        steps.append(Step(id=f"s{place}", name="S", activity="engage", capacity=servers, process_time=time_, next=ways))
    demand, value = Demand(trigger="t", rate=f"{RATES[model]:g}/h"), Value(outcome="o", for_=("u",))
    return ValueStream(valuestream=1, id=model, name=model, demand=demand, value=value, steps=tuple(steps))


def once(model: str, cases: int, turn: int) -> loop.Run:
    """One run by vs."""
    order = loop.Order(seed=turn, number=0, share=0.0, cases=cases, warm_up=0, arrivals="poisson")
    return loop.simulate(simulating.plan(stream(model), "-", {}), order)


def by_vs(model: str, turn: int) -> Outcome:
    """The loop of `vs simulate`, with all its statistics."""
    start = time.process_time()
    run = once(model, CASES[model], turn)
    seconds = time.process_time() - start
    return run.arrived + sum(step.starts for step in run.steps), seconds, (run.lead.mean or 0.0) / 3600


def by_simpy(model: str, turn: int) -> Outcome:
    """The same in SimPy, which counts nothing but what is asked for here."""
    luck, world = random.Random(turn), simpy.Environment()
    places = [simpy.Resource(world, servers) for servers in SERVERS[model]]
    means, back = MEANS[model], BACK[model]
    told = [0, 0.0]

    def case():  # type: ignore[no-untyped-def]
        came, place = world.now, 0
        while place < len(places):
            with places[place].request() as turn_:
                yield turn_
                yield world.timeout(luck.expovariate(1 / means[place]))
            told[0] += 1
            again = back and place == back[0] and luck.random() < back[2]
            place = back[1] if back and again else place + 1
        told[1] += world.now - came

    def demand():  # type: ignore[no-untyped-def]
        for _ in range(CASES[model]):
            yield world.timeout(luck.expovariate(RATES[model]))
            world.process(case())

    start = time.process_time()
    world.process(demand())
    world.run()
    return told[0] + CASES[model], time.process_time() - start, told[1] / CASES[model]


def by_ciw(model: str, turn: int) -> Outcome:
    """The same in Ciw."""
    count, back = len(MEANS[model]), BACK[model]
    routing = [[float(to == place + 1) for to in range(count)] for place in range(count)]
    if back:
        routing[back[0]] = [0.0] * count
        routing[back[0]][back[1]], routing[back[0]][back[0] + 1] = back[2], 1 - back[2]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(RATES[model]), *[None] * (count - 1)],
        service_distributions=[ciw.dists.Exponential(1 / mean) for mean in MEANS[model]],
        number_of_servers=list(SERVERS[model]),
        routing=routing,
    )
    ciw.seed(turn)
    start = time.process_time()
    world = ciw.Simulation(network)
    world.simulate_until_max_customers(CASES[model], method="Finish")
    seconds = time.process_time() - start
    records = world.get_all_records()
    ended: dict[int, tuple[float, float]] = {}
    for record in records:
        came, left = ended.get(record.id_number, (record.arrival_date, record.exit_date))
        ended[record.id_number] = (min(came, record.arrival_date), max(left, record.exit_date))
    mean = sum(left - came for came, left in ended.values()) / len(ended)
    return len(records) + CASES[model], seconds, mean


def memory(cases: int) -> float:
    """The most bytes that a run holds at once."""
    tracemalloc.start()
    once("A", cases, 1)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


if __name__ == "__main__":
    main()
