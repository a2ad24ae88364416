"""The value stream as a domain model: frozen, plain, and ignorant of files, lines and colours.

The shapes are those of `schemas/valuestream.v1.schema.json`; a test holds the two together. A part of a file
that could not be read is `UNKNOWN` here (or absent), so that rules can tell "not said" from "said wrongly".
"""

from __future__ import annotations

from valuestream_cli.records import Record

UNKNOWN = "?"
DEMAND, VALUE, END = "demand", "value", "end"


class Demand(Record):
    """What sets the stream off. `rate` is arrivals per unit of time, such as `40/d`."""

    trigger: str
    from_: tuple[str, ...] = ()
    kind: str = "demand"
    rate: str | None = None


class Targets(Record):
    """The stream's flow budget, as written: durations, percentages and a count."""

    lead_time: str | None = None
    process_time: str | None = None
    flow_efficiency: str | None = None
    rolled_complete_accurate: str | None = None
    handoffs: int | None = None


class Value(Record):
    """What the stream ends with: an outcome for at least one stakeholder (ITIL 4 CDS, 4.1.3.2)."""

    outcome: str
    for_: tuple[str, ...]
    targets: Targets | None = None
    next: str | None = None


class Calendar(Record):
    """Working time. `hours` is null for a stream that runs around the clock."""

    days: str | None = None
    hours: str | None = None
    timezone: str | None = None
    holidays: tuple[str, ...] = ()


class Role(Record):
    """Somebody who takes part; `kind` is internal, supplier or customer."""

    name: str | None = None
    kind: str = "internal"
    team: str | None = None


NO_ROLES: dict[str, Role] = {}


class Governance(Record):
    """Who approved this description of the stream, in which version, and until when it is good."""

    approver: str | None = None
    version: str | float | None = None
    approved_on: str | None = None
    review_by: str | None = None
    policies: tuple[str, ...] = ()


class Improvement(Record):
    """One entry of the stream's improvement register."""

    id: str
    title: str
    step: str | None = None
    waste: str | None = None
    expected: str | None = None
    status: str | None = None
    owner: str | None = None
    due: str | None = None


class Duration(Record):
    """A time as its author knows it: one value, a range, percentiles or a mean with a distribution.

    `text` holds the plain form (`2h 30m`); the parts of the long form are durations as text too.
    """

    text: str | None = None
    low: str | None = None
    likely: str | None = None
    high: str | None = None
    p50: str | None = None
    p90: str | None = None
    mean: str | None = None
    distribution: str | None = None
    cv: float | None = None
    basis: str | None = None
    source: str | None = None
    cases: int | None = None


class StepRoles(Record):
    """Who does what at a step: the four letters of RACI."""

    responsible: tuple[str, ...] = ()
    accountable: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """All who take part, in the order of RACI."""
        return self.responsible + self.accountable + self.consulted + self.informed


class Link(Record):
    """One way out of a step: to a step, to `value` or to `end`."""

    to: str
    when: str | None = None
    share: str | None = None


class Reference(Record):
    """A link to something outside the stream, such as a work instruction."""

    name: str
    url: str


class Step(Record):
    """One step of the stream, with the fields of the step description of ITIL 4 CDS plus lean measures."""

    id: str
    name: str
    activity: str
    description: str | None = None
    practices: tuple[str, ...] = ()
    trigger: str | None = None
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    information: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    constraints: tuple[str, ...] = ()
    roles: StepRoles | None = None
    team: str | None = None
    supplier: str | None = None
    tools: tuple[str, ...] = ()
    process_time: Duration | None = None
    wait_time: Duration | None = None
    complete_accurate: str | None = None
    capacity: int | None = None
    value_class: str | None = None
    waste: str | None = None
    next: tuple[Link, ...] = ()
    fork: tuple[str, ...] = ()
    join: bool = False
    stream: str | None = None
    links: tuple[Reference, ...] = ()


class ValueStream(Record):
    """How an organisation answers one kind of demand."""

    valuestream: int
    id: str
    name: str
    demand: Demand
    value: Value
    steps: tuple[Step, ...]
    framework: str = "itil4"
    description: str | None = None
    state: str | None = None
    owner: str | None = None
    services: tuple[str, ...] = ()
    calendar: Calendar | None = None
    roles: dict[str, Role] = NO_ROLES
    governance: Governance | None = None
    principles: tuple[str, ...] = ()
    improvements: tuple[Improvement, ...] = ()
    template: str | None = None
