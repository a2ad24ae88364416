"""`vs explain` as it is called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from valuestream_cli.config import forget
from valuestream_cli.explaining import LISTS, fields, topics
from valuestream_cli.itil import catalogue
from valuestream_cli.source import read
from valuestream_cli.validation.configuration import check_config
from valuestream_cli.validation.rules import ALL_RULES
from valuestream_cli.validation.suppressions.reading import instructions


@pytest.mark.parametrize(
    ("words", "heading"),
    [
        (["VS203"], "# unreachable-step (VS203, error, profile basic)"),
        (["unreachable-step"], "# unreachable-step (VS203, error, profile basic)"),
        (["Unreachable", "step"], "# unreachable-step (VS203, error, profile basic)"),
        (["engage"], "# Engage (activity `engage`)"),
        (["Change", "enablement"], "# Change enablement (practice `change-enablement`, service)"),
        (
            ["request", "fulfilment"],
            "# Service request management (practice `service-request-management`, service)",
        ),
        (["change", "management"], "# change management (may mean several practices)"),
        (["capacity"], "# Capacity"),
        (["process_time"], "# Process time (term)"),
        (["suppression"], "# Suppression (topic)"),
        (["ignore"], "# Suppression (topic)"),
        (["ignore"], "# Profile (topic)"),
        (["baseline"], "# Baseline (topic)"),
        (["profile"], "# Profile (topic)"),
        (["cache"], "# Cache (topic)"),
        (["configuration"], "# Configuration (topic)"),
        (["vs.toml"], "# Configuration (topic)"),
        (["plugins"], "# Plugin (topic)"),
        (["topics"], "- `plugin`: A Python package with rules"),
    ],
)
def test_words_have_pages(vs: Run, words: list[str], heading: str) -> None:
    status, out, err = vs("explain", *words)
    assert (status, err) == (0, "")
    assert heading in out


def test_a_word_that_means_nothing_gets_a_suggestion(vs: Run) -> None:
    assert vs("explain", "unreachable-stop") == (
        2,
        "",
        "error: nothing here is called 'unreachable-stop'\n  help: did you mean 'unreachable-step'?\n",
    )
    status, _, err = vs("explain", "xyzzy")
    assert status == 2
    assert "`vs explain rules`" in err


def test_everything_can_be_explained(vs: Run) -> None:
    words = [*LISTS, *(rule.name for rule in ALL_RULES), *(rule.code for rule in ALL_RULES)]
    words += [name for topic in topics() for name in (topic.name, *topic.aliases)]
    words += [*catalogue().practices, *catalogue().activities, *fields()]
    assert [word for word in words if vs("explain", word)[0]] == []


def test_a_code_that_does_not_exist_gets_no_wild_guess(vs: Run) -> None:
    assert "did you mean" not in vs("explain", "VS9999")[2]
    assert vs("explain", "VS2O3")[2].endswith("did you mean 'VS203'?\n")


TOPICS = "\n".join(topic.text for topic in topics())


def test_the_syntax_in_topics_is_right(vs: Run) -> None:
    blocks = re.findall(r"(?ms)^```toml\n(.*?)^```", TOPICS)
    assert len(blocks) == 3
    assert vs("explain", "topics")[0] == 0  # which has put us into an empty folder
    for block in blocks:
        Path("vs.toml").write_text(block, encoding="utf-8")
        forget()
        assert {each.rule for each in check_config("vs.toml")} <= {"unusable-plugin"}  # there is no plugin `acme`
    (yaml,) = re.findall(r"(?ms)^```yaml\n(.*?)^```", TOPICS)
    spoken = instructions(read("a.vs.yaml", yaml.encode()))
    assert [(each.verb, bool(each.reason)) for each in spoken] == [("ignore", True)]


def test_the_options_in_topics_exist(vs: Run) -> None:
    options = set(re.findall(r"--[\w-]+", TOPICS))
    _, known, _ = vs("validate", "--help")
    assert options and not {option for option in options if not re.search(rf"{option}(?![\w-])", known)}


def test_topics_are_short() -> None:
    assert [topic.name for topic in topics() if not 5 <= len(topic.text.splitlines()) <= 20] == []
