"""All formats: what they write is known to the letter, and nobody's text gets out of its place in any of them."""

from __future__ import annotations

import inspect
import json
import pkgutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given

from tests.reporting.examples import ALL_WELL, PATIENT, REPORT, hostile_reports
from valuestream_cli import __version__, reporting
from valuestream_cli.errors import VsError
from valuestream_cli.findings import Report
from valuestream_cli.reporting import FORMATS
from valuestream_cli.reporting.plain import HARMFUL

GOLDEN = Path(__file__).parent / "golden"
SUFFIXES = {"json": "json", "sarif": "sarif", "gitlab": "json", "junit": "xml", "markdown": "md"}


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("name", "report"), [("findings", REPORT), ("all-well", ALL_WELL)])
def test_what_a_format_writes(form: str, name: str, report: Report, golden: Callable[[Path, str], None]) -> None:
    written = reporting.write(report, form).replace(f'"{__version__}"', '"VERSION"')
    if form == "sarif":
        written = legible(written)
    golden(GOLDEN / f"{name}.{form}.{SUFFIXES.get(form, 'txt')}", written)


def legible(sarif: str) -> str:
    """A SARIF log on many lines, without the manual pages of the rules."""
    log = json.loads(sarif)
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        rule |= dict.fromkeys(rule.keys() & {"shortDescription", "fullDescription", "help"}, "PAGE")
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize("form", FORMATS)
@PATIENT
@given(report=hostile_reports())
def test_nothing_harmful_is_printed(form: str, report: Report) -> None:
    written = reporting.write(report, form)
    assert HARMFUL.search(written) is None
    assert written.encode("utf-8").decode("utf-8") == written
    assert written == "" or written.endswith("\n")


def test_every_writer_is_a_format_and_says_what_it_is_for() -> None:
    modules = {module.name: import_module(f"{reporting.__name__}.{module.name}")
               for module in pkgutil.iter_modules(reporting.__path__)}  # fmt: skip
    writers = {name for name, module in modules.items() if inspect.isfunction(getattr(module, "write", None))}
    assert writers - {"statistics", "numbers"} == set(FORMATS)  # those two write something else
    assert all(summary and len(summary) < 60 for summary in FORMATS.values())


@pytest.mark.parametrize(("word", "hint"), [
    ("sarf", "did you mean 'sarif'?"),
    ("zzzzzz", "there are: text, json, sarif, github, gitlab, junit, markdown"),
])  # fmt: skip
def test_an_unknown_format(word: str, hint: str) -> None:
    with pytest.raises(VsError) as raised:
        reporting.write(ALL_WELL, word)
    assert (str(raised.value), raised.value.hint) == (f"there is no report format '{word}'", hint)
