"""Plain arguments mean what Typer makes of them."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, wraps
from importlib import import_module
from typing import Any

import pytest
import typer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from valuestream_cli.cli import COMMANDS, application, function, plain

WORDS = [
    "a.vs.yaml",
    "b",
    "-",
    "",
    "json",
    "error",
    "0",
    "2",
    "-1",
    "1.5",
    "audit",
    "off",
    "right",
    "VS2,VS3",
    "--",
    "é",
]


def _by_typer(name: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> dict[str, Any] | None:
    """What Typer calls a command with; null where it calls none."""
    seen: list[dict[str, Any]] = []
    command = function(name)

    @wraps(command)
    def note(**values: Any) -> int:
        seen.append(values)
        return 0

    note.__globals__["typer"] = typer
    with monkeypatch.context() as patch:
        patch.setitem(command.__globals__, "typer", typer)
        patch.setattr(application, "function", lambda _: note)
        patch.setattr(sys, "argv", ["vs", name, *words])
        application.parse_and_run(name)
    return seen[0] if seen else None


def _defaults(command: Callable[..., Any]) -> dict[str, Any]:
    names = [name for name in command.__annotations__ if name != "return"]
    given = command.__defaults__ or ()
    return dict(zip(names[len(names) - len(given) :], given, strict=True))


@cache
def _options(name: str) -> list[str]:
    """All options of a command, as its help lists them."""
    module = import_module(f"valuestream_cli.cli.{name}")
    module.__dict__["typer"] = typer
    command = typer.main.get_command(application.application(name)).commands[name]  # type: ignore[attr-defined]
    return [option for each in command.params for option in each.opts if option.startswith("-")]


@pytest.mark.parametrize("name", COMMANDS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_plain_arguments_are_read_as_typer_reads_them(
    name: str, data: st.DataObject, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    word = st.sampled_from([*WORDS, *_options(name), *_options(name)])
    words = data.draw(st.lists(word, max_size=5))
    values = plain.values(function(name), words)
    if values is not None:
        assert _defaults(function(name)) | values == _by_typer(name, words, monkeypatch)
    capsys.readouterr()


PLAIN = [
    ("validate", "", {}),
    ("validate", "a.vs.yaml - b", {"paths": ["a.vs.yaml", "-", "b"]}),
    ("validate", "--jobs 2 many --cache off", {"jobs": 2, "paths": ["many"], "cache": "off"}),
    ("validate", "-f json -o - --fail-on never", {"format": "json", "output": "-", "fail_on": "never"}),
    ("validate", "--select VS2 --fix --select VS3", {"select": ["VS2", "VS3"], "fix": True}),
    ("diff", "old new --budget", {"old": "old", "new": "new", "budget": True}),
    ("new", "incident --set a=b", {"template": "incident", "set_": ["a=b"]}),
    ("explain", "VS203", {"words": ["VS203"]}),
]
FOR_TYPER = [
    ("validate", "--help"),
    ("validate", "--nope"),
    ("validate", "--format=json"),
    ("validate", "-j2"),
    ("validate", "--jobs -1"),
    ("validate", "--jobs two"),
    ("validate", "--cache maybe"),
    ("validate", "--format"),
    ("validate", "-- -odd.vs.yaml"),
    ("diff", "one two three"),
    ("explain", ""),
    ("render", "--scale 2"),
]


@pytest.mark.parametrize(("name", "line", "expected"), PLAIN)
def test_what_is_plain(name: str, line: str, expected: dict[str, Any]) -> None:
    assert plain.values(function(name), line.split()) == expected


@pytest.mark.parametrize(("name", "line"), FOR_TYPER)
def test_what_is_left_to_typer(name: str, line: str) -> None:
    assert plain.values(function(name), line.split()) is None


def test_patterns_are_expanded_where_shells_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plain.os, "name", "nt")
    assert plain.values(function("validate"), ["*.vs.yaml"]) is None
    assert plain.values(function("validate"), ["a.vs.yaml"]) == {"paths": ["a.vs.yaml"]}
