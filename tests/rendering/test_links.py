"""Addresses in pictures: what leads to a page or a neighbour is kept, anything that could do more is not."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from valuestream_cli.rendering.links import safe

GOOD = (
    "https://wiki.example.org/triage?x=1#y",
    "HTTP://example.org",
    "mailto:desk@example.org",
    "fix.swimlane.svg",
    "../teams/fix%20it.swimlane.svg#verify",
    "teams/10:30.svg",
    "?page=a:b",
    "#a:b",
    "障害.svg",
)
BAD = (
    "",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "\u200bjavascript:alert(1)",
    "vbscript:x",
    "data:text/html,<script>alert(1)</script>",
    "file:///etc/passwd",
    "blob:x",
    ":x",
    "//evil.example.org",
    "/etc/passwd",
    "\\\\evil.example.org\\share",
    "https:\\\\evil.example.org",
    "https://example.org/\u202egnp.exe",
    "https://example.org/a b",
    "https://example.org/\ud800",
    "https://example.org/" + "x" * 2_000,
)


@pytest.mark.parametrize("address", GOOD)
def test_what_leads_to_a_page_is_kept(address: str) -> None:
    assert safe(address) == address


@pytest.mark.parametrize("address", BAD)
def test_what_could_do_more_is_not(address: str) -> None:
    assert safe(address) == ""


@given(st.text(st.sampled_from("javscript:htp/\\.#?@\t\n \x00a%\u202e"), max_size=24))
def test_no_address_has_a_scheme_or_host_of_another_kind(address: str) -> None:
    kept = safe(address)
    assert kept in ("", address)
    parts = urlsplit(kept)
    assert parts.scheme in ("", "http", "https", "mailto")
    assert not parts.netloc or parts.scheme
