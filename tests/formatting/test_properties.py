"""Whatever the layout: the same data, every comment once and at its place, and a second time changes nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tests.formatting.layouts import SUPPRESSION, Layout
from tests.helpers import ERR_CASES, OK_CASES, SAMPLES, TEMPLATES, name, read
from valuestream_cli.formatting import CannotFormat, formatted
from valuestream_cli.validation.checking import Check

RANDOMS = st.integers(0, 2**32).map(Random)  # many times as fast as a Random that hypothesis leads
THOROUGH = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
STREAMS = [path.read_text(encoding="utf-8") for path in (*OK_CASES[:6], *SAMPLES[:3], *TEMPLATES)]


def said(text: str) -> str:
    """The data of a text, with types but without the order of keys."""
    return json.dumps(read(text).data, sort_keys=True)


def checked(text: str) -> str:
    """A text formatted, which keeps its data and changes no more the second time."""
    once = formatted(text)
    assert said(once) == said(text), once
    assert formatted(once) == once
    return once


def line_with(lines: list[str], what: str) -> int:
    numbers = [number for number, line in enumerate(lines) if what in line]
    assert len(numbers) == 1, (what, numbers)
    return numbers[0]


@given(RANDOMS)
@THOROUGH
def test_comments_stay_with_what_they_stood_at(random: Random) -> None:
    layout = Layout(random).draw()
    assert read(layout.text).faults == (), layout.text
    lines = checked(layout.text).splitlines()
    for comment, words in layout.above.items():
        below = (re.sub(r"(^|\s|,)#.*", "", line) for line in lines[line_with(lines, comment) + 1 :])
        assert next(word for line in below for word in re.findall(r"t\d+t", line)) in words, comment
    for comment, word in layout.beside.items():
        number = line_with(lines, comment)
        assert word in lines[number], (comment, word)


def muted(text: str) -> dict[str, list[str]]:
    """The words and keys on the line that each suppression speaks of."""
    lines, found = text.splitlines(), {}
    for number, line in enumerate(lines):
        comment = line.find(SUPPRESSION)
        if comment < 0:
            continue
        at = number
        while not lines[at].split("#")[0].strip() and at + 1 < len(lines):
            at += 1
        code = lines[at].split(" #")[0]
        found[line[comment:]] = re.findall(r"t\d+t|[\w-]+(?=['\"]?:)", code)
    return found


@given(RANDOMS)
@THOROUGH
def test_suppressions_speak_of_the_same_line(random: Random) -> None:
    layout = Layout(random, mutes=True).draw()
    before, after = muted(layout.text), muted(checked(layout.text))
    assert before.keys() == after.keys()
    for comment, words in before.items():
        assert sorted(words) == sorted(after[comment]) or not words, comment


def spoiled(line: str, random: Random) -> str:
    """A line as a careless hand may leave it."""
    edits = {
        "": ["", " ", "   "],
        "$": ["   # x", "#x", "\n      # x", f"\nx-{random.randrange(9)}: *a", "\r", "\n", "\t "],
        "^": [" ", "   # x\n", "# x: [\n", "\ufeff"],
        "^ ": [""],
        ", ": [", # x\n  ", ",\n\n", ","],
        ": ": [":\n          ", ": &a ", ": |\n     ", ": 'x' # ", " : "],
        "- ": ["-\n    ", "- # x\n    ", "-   "],
        r"\[": ["[\n\n ", "[ # x\n"],
        r"\{": ["{? ", "{ "],
    }
    pattern = random.choice(list(edits))
    return re.sub(pattern, lambda _: random.choice(edits[pattern]), line, count=1) if pattern else ""


@given(RANDOMS, st.sampled_from(STREAMS))
@THOROUGH
def test_streams_that_were_edited_by_hand(random: Random, text: str) -> None:
    lines = text.splitlines()[:60]
    for _ in range(random.randint(1, 8)):
        at = random.randrange(len(lines))
        lines[at] = spoiled(lines[at], random)
    try:
        checked("\n".join(lines))
    except CannotFormat:
        assume(False)


def told(text: str) -> tuple[list[tuple[str, str]], int]:
    """Code and route of the findings of a text, and how many are suppressed."""
    seen = Check().document(read(text))
    return sorted((finding.code, finding.route) for finding in seen.findings), seen.suppressed


@pytest.mark.parametrize("path", [path for path in ERR_CASES if not read(path.read_bytes()).faults], ids=name)
def test_findings_and_suppressions_are_the_same_afterwards(path: Path) -> None:
    text = read(path.read_bytes()).text
    if not isinstance(read(text).data, dict):
        return
    found = Check().document(read(text)).findings
    for random in map(Random, range(4)):
        lines = text.split("\n")
        for line in sorted({finding.span.line for finding in found}, reverse=True):
            rules = sorted({finding.rule for finding in found if finding.span.line == line})
            comment = f"# vs: ignore[{', '.join(rules)}] known"
            if random.random() < 0.5 and "#" not in lines[line - 1]:
                lines[line - 1] = f"{lines[line - 1].rstrip()} {comment}"
            else:
                lines.insert(line - 1, " " * random.randrange(8) + comment)
        muted_text = "\n".join(lines)
        if not read(muted_text).faults:
            assert told(checked(muted_text)) == told(muted_text)
