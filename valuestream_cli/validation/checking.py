"""Checks one document as the settings of its folder say: rules, own schemas, severities, suppressions."""

from __future__ import annotations

from typing import NamedTuple

from valuestream_cli import config, source
from valuestream_cli.config import Settings, settings_for
from valuestream_cli.findings import Finding
from valuestream_cli.source import Document
from valuestream_cli.validation import own_schemas, repeated, rulebook, selection, suppressions
from valuestream_cli.validation.engine import Outcome, examine
from valuestream_cli.validation.suppressions import Filtered, Suppressed


class Checked(NamedTuple):
    """What is known of one file: its findings, how many were suppressed, and its text where it has findings.

    crashes: the tracebacks of rules that failed on it; such a result must not be remembered.
    digest: of the file's content, where the result is remembered and the text is not.
    identity: what no other stream may share with it (`repeated.identity`).
    """

    path: str
    findings: list[Finding]
    suppressed: int = 0
    text: str = ""
    crashes: tuple[str, ...] = ()
    digest: str = ""
    identity: str = ""


class Check(NamedTuple):
    """How a run checks each file: plain words, so that it can be sent to another process.

    config: a configuration file to use instead of the nearest one. suppressions: whether comments may silence.
    """

    config: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    suppressions: bool = True

    def __call__(self, path: str) -> Checked:
        """Check one file."""
        return self.document(source.load(path))

    def document(self, document: Document) -> Checked:
        """Check what was read."""
        choice = self.choice(document.path)
        settings = choice.settings
        outcome = examine(document, choice.chosen, settings)
        found, suppressed, _ = self._filtered(document, outcome, settings, choice)
        graded = [_graded(finding, choice, settings) for finding in found] if settings.severity else found
        crashes = tuple(_traceback(crash) for crash in outcome.crashes)
        text, identity = document.text if graded else "", repeated.identity(document.data)
        return Checked(document.path, graded, suppressed, text, crashes, identity=identity)

    def silenced(self, document: Document) -> tuple[Suppressed, ...]:
        """The findings of a document that its comments silence, each with the reason given."""
        if not suppressions.may_speak(document.text):
            return ()
        settings, choice = self.settings(document.path), self.choice(document.path)
        outcome = examine(document, choice.chosen, settings)
        return self._filtered(document, outcome, settings, choice).silenced

    def _filtered(self, document: Document, outcome: Outcome, settings: Settings, choice: selection.Choice) -> Filtered:
        """What was found, with what breaches own schemas, and without what comments silence."""
        found = outcome.findings
        if settings.schemas:
            found += _own(document, outcome, settings, choice)
        if not self.suppressions:
            return Filtered(found)
        return suppressions.apply(document, found, _judged(choice), rulebook.rules(settings))

    def settings(self, path: str) -> Settings:
        """The settings that count for a path."""
        return settings_for(path, self.config)

    def choice(self, path: str) -> selection.Choice:
        """The rules that count for a path."""
        return selection.choice(self.settings(path), path, self.select, self.ignore)


def forget() -> None:
    """Look at the settings, and at what they name, anew: files may have changed."""
    config.forget()
    own_schemas.load.cache_clear()


def _judged(choice: selection.Choice) -> suppressions.Chosen:
    """The rules whose suppressions can be told as unused: not one that needs other files to be found."""
    return lambda rule: rule is not repeated.RULE and choice.chosen(rule)


def _own(document: Document, outcome: Outcome, settings: Settings, choice: selection.Choice) -> list[Finding]:
    """What breaches own schemas, where the format itself is not breached at the same place.

    What has no rule is left out: its name or code is one of another, which is a finding in the configuration.
    """
    taken = {finding.span for finding in outcome.findings if finding.code.startswith(selection.STRUCTURE)}
    rules = {rule.name: rule.code for rule in choice.rules}
    breaches = own_schemas.breaches(document, settings, outcome.crashes)
    return [each for each in breaches if each.span not in taken and rules.get(each.rule) == each.code]


def _graded(finding: Finding, choice: selection.Choice, settings: Settings) -> Finding:
    """The finding with the severity that the settings give its rule."""
    return finding._replace(severity=choice.severity(rulebook.by_name(settings)[finding.rule]))


def _traceback(crash: Exception) -> str:
    import traceback

    return "".join(traceback.format_exception(crash))
