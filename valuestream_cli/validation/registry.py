"""What a rule is: a function whose docstring is its manual page, with a code, a name and a severity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeVar

from valuestream_cli.config.settings import PROFILES as PROFILES
from valuestream_cli.findings import Severity
from valuestream_cli.validation.repairs import Change

Check = TypeVar("Check", bound=Callable[..., Any])
Field = str | tuple[str | int, ...] | None

_OPENING = r"```(yaml|toml) (bad|good|given)"
_BLOCK = rf"(?ms)^{_OPENING}\n(.*?)^```$"


class Place(NamedTuple):
    """A part of the model that helps to understand a problem, and what to say of it."""

    at: object
    message: str
    field: Field = None


class Problem(NamedTuple):
    """All that a rule may say: which model object, which of its fields, and the words.

    at: the object; without `field`, a step is pointed at by its id.
    field: a field's name, or a path into it such as `("fork", 1)`.
    change: how it can be mended, where the remedy is plain.
    """

    at: object
    message: str
    field: Field = None
    hint: str = ""
    related: tuple[Place, ...] = ()
    change: Change | None = None


class Example(NamedTuple):
    """One block of a manual page, of a stream or of a configuration file; `bad` ones mark their line with `# <- rule`.

    given: the configuration that counts for the stream, where the page has a block of its own for that.
    """

    bad: bool
    text: str
    language: str = "yaml"
    given: str = ""


class Rule(Generic[Check]):
    """One rule: identity, severity, and the function that checks or words it.

    profile: the name of the least profile that uses it; each of `PROFILES` also uses what those before it do.
    """

    def __init__(self, code: str, name: str, severity: Severity, check: Check, profile: str = "recommended") -> None:
        self.code = code
        self.name = name
        self.severity = severity
        self.check = check
        self.profile = profile

    def is_in(self, profile: str) -> bool:
        """Whether a profile uses it."""
        return PROFILES.index(self.profile) <= PROFILES.index(profile)

    @cached_property
    def page(self) -> str:
        """The manual page, as Markdown."""
        import inspect  # it reads source code, with all that this takes: only manual pages are to pay for it

        return inspect.cleandoc(self.check.__doc__ or "")

    @property
    def summary(self) -> str:
        """The first line of the manual page."""
        return self.page.partition("\n")[0]

    @cached_property
    def examples(self) -> tuple[Example, ...]:
        """The bad and good examples of the manual page."""
        blocks = re.findall(_BLOCK, self.page)
        given = "".join(text for _, kind, text in blocks if kind == "given")
        return tuple(
            Example(kind == "bad", text, language, given) for language, kind, text in blocks if kind != "given"
        )


def rule(code: str, name: str, severity: Severity, profile: str = "recommended") -> Callable[[Check], Rule[Check]]:
    """Make a function a rule. It registers nothing: `rules/__init__.py` lists the families."""

    def decorate(check: Check) -> Rule[Check]:
        return Rule(code, name, severity, check, profile)

    return decorate


def readable(page: str) -> str:
    """A manual page as Markdown that any reader shows well: what its examples are stands above them."""
    return re.sub(rf"(?m)^{_OPENING}$", lambda block: f"{block[2].capitalize()}:\n\n```{block[1]}", page)


Problems = Iterator[Problem]
