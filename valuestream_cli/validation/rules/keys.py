"""Keys: those the format does not know, those it misses, and those that exclude each other."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.itil import slug
from valuestream_cli.suggest import closest, is_sure
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.repairs import Indent, Rename, Write
from valuestream_cli.validation.structure import Mistake, stream_schema
from valuestream_cli.validation.wording import Wording, as_yaml, shown

# Words that people use for a key of the format: not misspelt, so no likeness finds them.
SYNONYMS = {
    "id": ("identifier", "key", "slug", "code"),
    "name": ("title", "label", "summary"),
    "activity": ("phase", "stage", "lane", "value_chain_activity", "chain_activity"),
    "description": ("desc", "details", "text"),
    "process_time": ("pt", "duration", "cycle_time", "touch_time", "work_time", "effort"),
    "wait_time": ("wt", "wait", "waiting_time", "queue_time", "delay"),
    "complete_accurate": ("ca", "percent_complete_accurate", "quality", "first_time_right"),
    "share": ("probability", "percentage", "percent", "weight", "chance", "ratio"),
    "when": ("condition", "if", "label", "case"),
    "to": ("target", "goto", "step", "id"),
    "next": ("then", "goto", "followed_by", "successors", "leads_to"),
    "fork": ("parallel", "parallel_steps"),
    "actions": ("tasks", "activities", "procedure"),
    "tools": ("systems", "applications"),
    "outcome": ("result", "benefit"),
    "for": ("stakeholders", "beneficiaries", "beneficiary", "whom"),
    "from": ("source", "stakeholders", "requester"),
    "trigger": ("event", "cause"),
    "rate": ("volume", "arrival_rate", "frequency"),
    "steps": ("stages", "flow", "activities"),
    "state": ("status",),
    "targets": ("target", "budget", "flow_budget", "goals"),
    "url": ("href", "link", "address"),
    "title": ("name",),
    "valuestream": ("version", "format", "schema_version"),
}


@rule("VS101", "unknown-key", Severity.ERROR, profile="basic")
def unknown_key(mistake: Mistake) -> Wording:
    """A key that the format does not have at this place.

    ## Why it matters
    A misspelt key is silently ignored by lesser tools, and what it should have said is lost. Data of your own
    is welcome under keys that begin with `x-`: they are carried along and never judged.

    ```yaml bad
    owner: Service desk manager
    descripton: From the first call to a user who can work again.  # <- unknown-key
    ```
    ```yaml good
    owner: Service desk manager
    description: From the first call to a user who can work again.
    x-cost-centre: "4711"
    ```
    """
    key = str(mistake.route[-1])
    outdented = _outdented(key, mistake)
    if outdented:
        hint = f"indent it below `{outdented.owner}:`"
        return Wording(f"'{shown(key)}' belongs to '{outdented.owner}' but is not indented", hint, outdented)
    known = [name for name in mistake.schema["properties"] if name not in mistake.siblings]
    meant = likely_key(key, known)
    if meant:
        message = f"unknown key '{shown(key)}'; did you mean '{meant}'?"
        return Wording(message, f"rename it to `{meant}`", Rename(meant, _is_plain(key, meant, known, mistake)))
    hint = f"remove it, or call it `x-{shown(slug(key)) or 'note'}` if it is your own data"
    free = f"; also known here: {', '.join(known)}" if known else ""
    return Wording(f"unknown key '{shown(key)}'", hint + free)


def _outdented(key: str, mistake: Mistake) -> Indent | None:
    """Where a sibling has no value and the key is a part of it: their lines lost their indentation."""
    siblings = mistake.siblings
    for owner, part in mistake.schema["properties"].items():
        inside = stream_schema()["$defs"].get(part.get("$ref", "").rpartition("/")[2], {}).get("properties", {})
        if owner in siblings and siblings[owner] is None and key in inside:
            parts = (name for name in inside if name in siblings and name not in mistake.schema["properties"])
            return Indent(owner, tuple(parts))
    return None


_MOST_SIBLINGS = 100  # to compare with: more keys in one mapping are no slips of the finger


def _is_plain(key: str, meant: str, known: list[str], mistake: Mistake) -> bool:
    """Whether a key is misspelt and can mean one thing only, which no other unknown key beside it means, too."""
    if len(mistake.siblings) > _MOST_SIBLINGS or not is_sure(key, meant, {slug(name): name for name in known}):
        return False
    others = (name for name in mistake.siblings if name not in mistake.schema["properties"] and name != key)
    return all(name.startswith("x-") or closest(name, known) != meant for name in others)


def likely_key(key: str, known: list[str]) -> str | None:
    """The key that a misspelt or foreign one stands for."""
    near = closest(key, known)
    if near:
        return near
    written = slug(key).replace("-", "_")
    return next((meant for meant, others in SYNONYMS.items() if meant in known and written in others), None)


@rule("VS102", "missing-key", Severity.ERROR, profile="basic")
def missing_key(mistake: Mistake) -> Wording:
    """A key that must be there is not.

    ## Why it matters
    A value stream starts with demand and ends with value for somebody; a step needs an id to be referred to, a
    name to be understood, and an activity to stand in a lane. Without these there is nothing to draw or check.

    ```yaml bad
    demand: {rate: 40/d}  # <- missing-key
    ```
    ```yaml good
    demand: {trigger: A user asks for access, rate: 40/d}
    ```
    """
    key, owner = str(mistake.route[-1]), _owner(mistake)
    if key == "mean":
        return Wording(
            f"{owner} says how long nowhere", "add `mean`, or `p50` and `p90`, or `low`, `likely` and `high`"
        )
    return Wording(f"{owner} has no '{key}'", _how_to_add(mistake, key))


def _owner(mistake: Mistake) -> str:
    """What lacks a key, as a reader would call it."""
    if len(mistake.route) == 1:
        return "the file"
    if isinstance(mistake.route[-2], str):
        return f"'{mistake.route[-2]}'"
    named = next((mistake.value[key] for key in ("id", "name") if isinstance(mistake.value.get(key), str)), None)
    return f"'{shown(named)}'" if named else "this entry"


def _how_to_add(mistake: Mistake, key: str) -> str:
    duration = stream_schema()["$defs"]["Duration"]  # the only one whose conditions ask for keys
    field = mistake.schema.get("properties", duration["properties"]).get(key, {})
    example = next(iter(field.get("examples", ())), None)
    return f"add `{key}: {as_yaml(example)}`, for example" if example is not None else f"add `{key}`"


@rule("VS109", "contradictory-keys", Severity.ERROR, profile="basic")
def contradictory_keys(mistake: Mistake) -> Wording:
    """Two keys that exclude each other.

    ## Why it matters
    `fork` starts all its branches at once, `next` takes one of its ways each time; a step cannot do both.

    ```yaml bad
    steps:
      - id: prepare
        name: Prepare
        activity: plan
        practices: [project-management]
        fork: [a, b]
        next: a  # <- contradictory-keys
      - {id: a, name: Do the one, activity: obtain-build, practices: [project-management]}
      - {id: b, name: Do the other, activity: obtain-build, practices: [project-management]}
      - {id: close, name: Close, activity: engage, practices: [service-desk], join: true}
    ```
    ```yaml good
    steps:
      - {id: prepare, name: Prepare, activity: plan, practices: [project-management], fork: [a, b]}
      - {id: a, name: Do the one, activity: obtain-build, practices: [project-management]}
      - {id: b, name: Do the other, activity: obtain-build, practices: [project-management]}
      - {id: close, name: Close, activity: engage, practices: [service-desk], join: true}
    ```
    """
    return Wording(
        "a step has 'fork' or 'next', not both",
        "keep `fork` if all start at once, `next` if one is taken each time",
        related=((*mistake.route[:-1], "fork"), "the fork is here"),
    )


@rule("VS113", "unsupported-version", Severity.ERROR, profile="basic")
def unsupported_version(mistake: Mistake) -> Wording:
    """A version of the file format that this `vs` does not read.

    ## Why it matters
    Reading a file by the rules of another version would judge it wrongly.

    ```yaml bad
    valuestream: 3  # <- unsupported-version
    ```
    ```yaml good
    valuestream: 1
    ```
    """
    known = mistake.schema["const"]
    if mistake.value is None:
        return Wording(f"'{mistake.key}' has no value", f"write `{mistake.key}: {known}`")
    if str(mistake.value) == str(known):
        message = f"'{mistake.key}' must be the number {known}, not text"
        return Wording(message, f"write `{mistake.key}: {known}`", fix=Write(known, safe=True))
    message = f"this vs reads version {known} of the format, not {shown(as_yaml(mistake.value))}"
    return Wording(message, f"write `{mistake.key}: {known}`, or use a vs that reads the other version")
