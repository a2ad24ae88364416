"""Where a link in a picture may lead: files come from strangers, and so do the addresses in them."""

from __future__ import annotations

import re
import unicodedata

_SCHEMES = ("http", "https", "mailto")
_SCHEME = re.compile(r"([^/?#]*?):")
_LONGEST = 2_000  # browsers take more, but not all that show pictures do
_UNSEEN = ("C", "Z")  # general categories: controls, marks of direction, surrogates, what is unassigned; blanks


def safe(address: str) -> str:
    """The address if it is http, https, mailto or plainly relative, visible and not endless; else nothing.

    Browsers read a backslash as a slash, and drop tabs and line breaks before they look for a scheme.
    """
    if len(address) > _LONGEST or "\\" in address or any(unicodedata.category(char)[0] in _UNSEEN for char in address):
        return ""
    scheme = _SCHEME.match(address)
    if scheme:
        return address if scheme[1].lower() in _SCHEMES else ""
    return "" if address.startswith("/") else address
