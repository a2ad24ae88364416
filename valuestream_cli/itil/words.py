"""What pictures and pages say in the language of their reader: a file a language, beside the catalogue."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from valuestream_cli.itil import catalogue

_FOLDER = Path(__file__).parent / "languages"
USUAL = "en"
_AMOUNT = re.compile(r"(?<!\w)(\d[\d.,]*(?<=\d))(%|/(?:min|mo|[hdw])\b|[wdhms]\b)?")
_SECTION = re.compile(r"^(?=[a-z_]+:)", re.M)


class Words:
    """The words of one language; what a language lacks is said in English.

    part: `words`, which pictures say, `page` or `site`, for the pages around them, or `told`, around numbers.
    """

    def __init__(self, language: str, framework: str = "itil4", part: str = "words") -> None:
        self.language = language
        self._framework = framework
        self._part = part

    def __call__(self, key: str, **values: object) -> str:
        """One word or sentence, with values filled in. Raises KeyError for a key that English lacks."""
        usual: str = _section(USUAL, self._part)[key]
        return str(_section(self.language, self._part).get(key, usual)).format_map(values)

    def __contains__(self, key: str) -> bool:
        """Whether there is something to say under a key."""
        return key in _section(USUAL, self._part)

    def activity(self, id: str) -> str:
        """The name of an activity; of an unknown one the id."""
        named = catalogue(self._framework).activities.get(id)
        return str(_section(self.language, "activities").get(id) or (named.name if named else id))

    def letter(self, id: str) -> str:
        """The letter that stands for an activity; of an unknown one a question mark."""
        named = catalogue(self._framework).activities.get(id)
        return str(_section(self.language, "letters").get(id) or (named.letter if named else "?"))

    def practice(self, id: str) -> str:
        """The name of a practice; of an organisation's own the id."""
        named = catalogue(self._framework).practices.get(id)
        return str(_section(self.language, "practices").get(id) or (named.name if named else id))

    def amount(self, text: str) -> str:
        """A figure, time or rate as `vs` writes it (`1,200.5`, `72.5%`, `2d 3h`, `40/d`) in the way of the language."""
        said = _section(self.language, "amounts")
        if not said:
            return text
        signs = str.maketrans({",": said["group"], ".": said["decimal"]})
        return _AMOUNT.sub(lambda found: found[1].translate(signs) + (said[found[2]] if found[2] else ""), text)


def languages() -> tuple[str, ...]:
    """The languages that there are, English first."""
    others = sorted(path.stem for path in _FOLDER.glob("*.yaml") if path.stem != USUAL)
    return (USUAL, *others)


@lru_cache
def _section(language: str, name: str) -> dict[str, Any]:
    """One part of the file of a language: a picture needs no more than its own."""
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    parts = {part.partition(":")[0]: part for part in _SECTION.split(text)}
    data: dict[str, Any] = yaml.load(
        parts.get(name, f"{name}: {{}}"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return data[name]  # type: ignore[no-any-return]
