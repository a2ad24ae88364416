"""Globs: what they mean, what is no glob, and that none of them is slow."""

from __future__ import annotations

import pytest

from valuestream_cli.config.globs import Glob, fault

MATCHES = [
    ("legacy/**", "legacy/a.vs.yaml", True),
    ("legacy/**", "legacy/deep/a.vs.yaml", True),
    ("legacy/**", "team/legacy/a.vs.yaml", False),
    ("**/legacy/**", "team/legacy/a.vs.yaml", True),
    ("**/legacy/**", "legacy/a.vs.yaml", True),
    ("legacy", "legacy/a.vs.yaml", True),
    ("legacy", "team/legacy/deep/a.vs.yaml", True),
    ("legacy/", "team/legacy/a.vs.yaml", True),
    ("./legacy", "team/legacy/a.vs.yaml", True),
    ("legacy", "legacy-not/a.vs.yaml", False),
    ("draft-*", "team/draft-1.vs.yaml", True),
    ("draft-*", "team/my-draft-1.vs.yaml", False),
    ("team/*.vs.yaml", "team/a.vs.yaml", True),
    ("team/*.vs.yaml", "team/deep/a.vs.yaml", False),
    ("team/*/a.vs.yaml", "team/deep/a.vs.yaml", True),
    ("team/**/a.vs.yaml", "team/a.vs.yaml", True),
    ("team/**/a.vs.yaml", "team/x/y/a.vs.yaml", True),
    ("team/**/x/*", "team/x/y/x/a.vs.yaml", True),
    ("team/?.vs.yaml", "team/a.vs.yaml", True),
    ("team/[ab].vs.yaml", "team/b.vs.yaml", True),
    ("team/[!ab].vs.yaml", "team/b.vs.yaml", False),
    ("**", "a.vs.yaml", True),
    ("**/*", "a.vs.yaml", True),
    ("*", "deep/a.vs.yaml", True),
    ("A.vs.yaml", "a.vs.yaml", False),
    ("team", "a.vs.yaml", False),
    ("a/b/c", "a/b", False),
]


@pytest.mark.parametrize(("pattern", "path", "is_meant"), MATCHES)
def test_matches(pattern: str, path: str, is_meant: bool) -> None:
    assert Glob(".", pattern).matches(path) is is_meant
    assert Glob("below", pattern).matches(f"below/{path}") is is_meant
    assert Glob("..", pattern).matches(f"../{path}") is is_meant


def test_a_glob_counts_from_its_folder() -> None:
    assert not Glob("team", "a.vs.yaml/").matches("b.vs.yaml")
    assert not Glob("team", "legacy/**").matches("legacy/a.vs.yaml")


def test_no_glob_is_slow() -> None:
    assert not Glob(".", "*a" * 100 + "b").matches("a" * 250)
    assert not Glob(".", "/".join(["**", "*a*"] * 70)).matches("/".join(["b" * 20] * 150))


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "is empty"),
        ("./", "is empty"),
        ("a" * 301, "is longer than 300 characters"),
        ("a\\b", "has a backslash; folders are set apart by '/'"),
        ("/a", "is an absolute path; it must be relative to the folder of this file"),
        ("C:/a", "is an absolute path; it must be relative to the folder of this file"),
        ("~/a", "is an absolute path; it must be relative to the folder of this file"),
        ("a/../b", "leads out of the folder of this file"),
        ("a{b,c}", "has braces, which stand for themselves here; write one glob for each case"),
        ("a**/b", "has '**' beside other characters; it must stand alone between slashes"),
        ("a[b", "has a '[' without its ']'"),
        ("a[b/c]", "has a '[' without its ']'"),
    ],
)
def test_what_is_no_glob(pattern: str, why: str) -> None:
    assert fault(pattern) == why


@pytest.mark.parametrize("pattern", [*sorted({pattern for pattern, _, _ in MATCHES}), "[]a]", "[!]a]", "a]", "[a][b]"])
def test_what_is_a_glob(pattern: str) -> None:
    assert fault(pattern) is None
