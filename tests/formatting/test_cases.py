"""A case is a file: `x.vs.yaml` comes out as `x.out`. What cannot be formatted says why, and where."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.helpers import SAMPLES, TEMPLATES, name
from valuestream_cli import formatting
from valuestream_cli.formatting import CannotFormat, Damaged, formatted

CASES = sorted((Path(__file__).parent / "cases").glob("*.vs.yaml"))

# Text -> why it is left as it is, and the part that is pointed at.
LEFT: dict[str, tuple[str, str]] = {
    "id: [a\n": ("it cannot be read as YAML", "[a\n"),
    "id: a\nid: b\n": ("it cannot be read as YAML", "id: b\n"),
    "id: !!str a\n": ("it cannot be read as YAML", "!!str a\n"),
    "x-a: &a {b: 1}\nvalue:\n  <<: *a\n": ("it cannot be read as YAML", "<<: *a\n"),
    "id: a\n---\nid: b\n": ("it cannot be read as YAML", "---\nid: b\n"),
    "": ("it cannot be read as YAML", ""),
    "# nothing\n": ("it cannot be read as YAML", "# nothing\n"),
    "- a\n": ("it is not a mapping of keys to values", "- a\n"),
    "text\n": ("it is not a mapping of keys to values", "text\n"),
    "id: a\r\nname: b\r\n? c\r\n: d\r\n": ("it has a key that begins with `?`", "? c\r\n: d\r\n"),
    "\ufeffid: a\nvalue: {? c : d}\n": ("it has a key that begins with `?`", "? c : d}\n"),
    "id: 'a\u2028b'\n": ("it has U+2028, which YAML 1.1 takes for the end of a line", "\u2028b'\n"),
    "x: [" + "1," * 499_000 + "1]\n": (
        "it would be larger than a stream file may be",
        "x: [" + "1," * 499_000 + "1]\n",
    ),
}


@pytest.mark.parametrize("path", CASES, ids=name)
def test_case(path: Path, golden: Callable[[Path, str], None]) -> None:
    once = formatted(path.read_bytes().decode())
    golden(path.with_name(f"{name(path)}.out"), once)
    assert formatted(once) == once


@pytest.mark.parametrize("path", CASES, ids=name)
def test_without_libyaml_it_is_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_bytes().decode()
    fast = formatted(text)
    monkeypatch.delattr(yaml, "CBaseLoader")
    assert formatted(text) == fast


@pytest.mark.parametrize("path", [*SAMPLES, *TEMPLATES], ids=name)
def test_samples_and_templates_are_formatted(path: Path) -> None:
    text = path.read_bytes().decode()
    assert formatted(text) == text


@pytest.mark.parametrize("text", LEFT, ids=lambda text: repr(text[:20]))
def test_what_cannot_be_formatted(text: str) -> None:
    reason, place = LEFT[text]
    with pytest.raises(CannotFormat) as left:
        formatted(text)
    assert (left.value.reason, text[left.value.offset :]) == (reason, place)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("id: 'a'\r\nname: b\r\n", "id: a\r\nname: b\r\n"),
        ("name: b\r\nid: a\n", "id: a\r\nname: b\r\n"),
        ("name: b\nid: a\r\n", "id: a\nname: b\n"),
        ("name: b\rid: a\r", "id: a\nname: b\n"),
        ("\ufeffname: b\nid: a", "\ufeffid: a\nname: b\n"),
        ("name: |\n  b", "name: |-\n  b\n"),
        ("name: |+\n  b\n\n\nid: a", "id: a\nname: |+\n  b\n\n\n"),
        ("id:\ta\t# b\nname: c\td\n", "id: a  # b\nname: c\td\n"),
        ("{}", "{}\n"),
        ("{id: 1} # a", "id: 1\n# a\n"),
        ("{id: 1, # a\n name: 2}", "{id: 1,  # a\n name: 2}\n"),
    ],
)
def test_line_ends_and_edges(text: str, result: str) -> None:
    assert formatted(text) == result


@pytest.mark.parametrize("spoil", ["id: b\n", "id: a\nname: x\n", "id: a\n# c\n# c\n", "id: a\n", "id: [\n"])
def test_damage_is_noticed(spoil: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were there a bug in the writer, the text would not be used."""
    monkeypatch.setattr(formatting, "text_of", lambda _: spoil)
    with pytest.raises(Damaged):
        formatted("id:  a\n# c\n")
