"""The scanner of TOML finds every key and value where the library of the language reads it."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from valuestream_cli.config.positions import scan
from valuestream_cli.source.document import Marks

TEXT = '''\
# a comment with "quotes", [brackets] and = signs
a = 1
"b c".d = 'x' # hi
e.f = -1.5e3
"e".g = 0x1F
l = [1, # c
  "a]b", {x = 1, y.z = 2026-01-01 07:32:00 }, [[], ['']],
]
m = """
he said ""hi"" \\""" x"""""
n = \'\'\'it's ''fine\'\'\'\'\'
o = ""
p = """"""
q = "\\"\\\\"
"ä\\u00e9" = true
[t.u]
k = true
[[s]]
p = "a"
[s.q]
r = 07:32:00.5
[[s.list]]
v = 1
[[s.list]]
v = 2
[[s]]
p = 'b'
[t]
z = []
["t".'w.w']
y = {}
'''


def _leaves(value: Any, marks: Any, text: str) -> None:
    """Each value of the library stands where the scanner says, and the scanner knows no others."""
    if isinstance(value, dict):
        assert isinstance(marks, Marks)
        assert marks.items.keys() == marks.keys.keys() == value.keys()
        for key, (start, end) in marks.keys.items():
            written = text[start:end]
            assert next(iter(tomllib.loads(f"{written} = 1"))) == key
    elif isinstance(value, list):
        assert isinstance(marks, Marks)
        assert list(marks.items) == list(range(len(value)))
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            _leaves(inner, marks.items[key], text)
    else:
        assert isinstance(marks, tuple)
        again = tomllib.loads(f"x = {text[slice(*marks)]}")["x"]
        assert again == value or (again != again and value != value)


def test_every_form_of_value() -> None:
    for text in (TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip("\n")):
        _leaves(tomllib.loads(text), scan(text), text)


def test_a_table_stands_where_its_heading_does() -> None:
    marks = scan("[a.b]\nc = 1\n[[d]]\n[[d]]\n[a]\n").items
    places = [marks["a"], marks["a"].items["b"], marks["d"].items[0], marks["d"].items[1]]  # type: ignore[union-attr]
    assert [(place.start, place.end) for place in places] == [(24, 27), (0, 5), (12, 17), (18, 23)]  # type: ignore[union-attr]


KEYS = st.one_of(
    st.from_regex(r"[A-Za-z0-9_-]{1,5}", fullmatch=True), st.text(max_size=5).map(lambda text: repr_of(text))
)
BLANKS = st.sampled_from(["", " ", "\t"])
BREAKS = st.sampled_from(["", " ", "\n", " # ] } \" '\n", "\r\n"])


def repr_of(text: str) -> str:
    """A text as TOML has it, with all that is unusual escaped."""
    return (
        '"'
        + "".join(
            c if c.isascii() and c.isalnum() else f"\\U{ord(c):08x}"
            for c in text
            if ord(c) not in range(0xD800, 0xE000)
        )
        + '"'
    )


SCALARS = st.one_of(
    st.integers(-10, 10**6).map(str),
    st.sampled_from(["true", "false", "1.5", "inf", "nan", "1979-05-27", "07:32:00", "1979-05-27 07:32:00Z"]),
    st.text(max_size=6).map(repr_of),
    st.sampled_from(["''", "'a]b'", '"""a\n"b"""', "'''\n'x'''", '"""x""""', '"#"']),
)


@st.composite
def values(draw: st.DrawFn, depth: int = 2) -> str:
    kind = draw(st.sampled_from(["scalar", "scalar", "list", "table"])) if depth else "scalar"
    if kind == "scalar":
        return draw(SCALARS)
    inner = draw(st.lists(values(depth - 1), max_size=3))
    if kind == "list":
        gaps = [draw(BREAKS) for _ in range(2 * len(inner) + 1)]
        items = "".join(f"{gaps[2 * n]}{item}{gaps[2 * n + 1]}," for n, item in enumerate(inner))
        return f"[{items}{gaps[-1]}]"
    keys = draw(st.lists(KEYS, min_size=len(inner), max_size=len(inner), unique=True))
    return (
        "{"
        + ", ".join(f"{key}{draw(BLANKS)}={draw(BLANKS)}{value}" for key, value in zip(keys, inner, strict=True))
        + "}"
    )


@given(
    st.lists(
        st.tuples(st.sampled_from(["pair", "table", "item"]), st.lists(KEYS, min_size=1, max_size=3), values()),
        max_size=8,
    )
)
def test_whatever_is_toml_is_found_where_it_stands(parts: list[tuple[str, list[str], str]]) -> None:
    heads = {"pair": "{key} = {value}\n", "table": "[{key}]\n", "item": " [[ {key} ]] # c\n"}
    text = ""
    for kind, keys, value in parts:
        longer = text + heads[kind].format(key=" . ".join(keys), value=value)
        try:
            tomllib.loads(longer)
        except tomllib.TOMLDecodeError:
            continue
        text = longer
    _leaves(tomllib.loads(text), scan(text), text)
