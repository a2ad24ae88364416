"""Text to a scalar of YAML that reads back as the same text."""

from __future__ import annotations

import re

import yaml

from valuestream_cli.source.builder import scalar

# As text: a run that writes nothing needs neither.
_PLAIN = r"[^\W_]([\w ./()%+'&;-]*[\w.)%])?"
_ESCAPED = '["\\\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]'


def scalar_text(value: str) -> str:
    """A text as one line of YAML that reads back as the same text, in a block and in a list such as `[a, b]`.

    Plain where every reader takes it for text, also one of YAML 1.1 (`no`, `1:30`); else in double quotes.
    """
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(value[:1], [])
    is_text = isinstance(scalar(value), str) and not any(pattern.match(value) for _, pattern in resolvers)
    if is_text and re.fullmatch(_PLAIN, value):
        return value
    return '"' + re.sub(_ESCAPED, _escape, value) + '"'


def _escape(match: re.Match[str]) -> str:
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}
    return short.get(match[0]) or f"\\U{ord(match[0]):08X}"
