"""What pictures and pages say in the language of their reader: a file a language, beside the catalogue."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from valuestream_cli.itil import catalogue

_FOLDER = Path(__file__).parent / "languages"
USUAL = "en"


class Words:
    """The words of one language; what a language lacks is said in English."""

    def __init__(self, language: str, framework: str = "itil4") -> None:
        self.language = language
        self._framework = framework
        self._own = _read(language)

    def __call__(self, key: str, **values: object) -> str:
        """One word or sentence, with values filled in. Raises KeyError for a key that English lacks."""
        usual: str = _read(USUAL)["words"][key]
        return str(self._own["words"].get(key, usual)).format_map(values)

    def activity(self, id: str) -> str:
        """The name of an activity; of an unknown one the id."""
        named = catalogue(self._framework).activities.get(id)
        return str(self._own.get("activities", {}).get(id) or (named.name if named else id))

    def practice(self, id: str) -> str:
        """The name of a practice; of an organisation's own the id."""
        named = catalogue(self._framework).practices.get(id)
        return str(self._own.get("practices", {}).get(id) or (named.name if named else id))


def languages() -> tuple[str, ...]:
    """The languages that there are, English first."""
    others = sorted(path.stem for path in _FOLDER.glob("*.yaml") if path.stem != USUAL)
    return (USUAL, *others)


@lru_cache
def _read(language: str) -> dict[str, Any]:
    text = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    data: dict[str, Any] = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return data
