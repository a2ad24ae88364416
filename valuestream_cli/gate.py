"""One run over many files: their findings, those of the configuration, and what baselines know already."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from valuestream_cli import cache, discovery, plugins, running, source
from valuestream_cli.config import Settings
from valuestream_cli.findings import Report, Severity, report
from valuestream_cli.validation import checking, repeated, rulebook, selection
from valuestream_cli.validation.checking import Check, Checked
from valuestream_cli.validation.repeated import Repeated

WasRun = Callable[[str, str], bool]


class Scope(NamedTuple):
    """How a run is carried out, and how its findings are judged; nothing here changes what is found in a file.

    jobs: processes; 0 for as many as pay. cache: `auto`, `stat`, `content` or `off`. progress: told of files done.
    baseline: a file of known findings, or empty for none, and fail_on: the least severity that fails the run; each in
    the place of what the settings of a file say. force_exclude: whether excluded files are left out even where named.
    """

    jobs: int = 0
    cache: str = "off"
    progress: running.Progress | None = None
    baseline: str | None = None
    fail_on: Severity | None = None
    force_exclude: bool = False


class Stdin(NamedTuple):
    """A file that comes through a pipe: its bytes, and the name it is to be known by."""

    content: bytes
    name: str = discovery.STDIN


def run(paths: Sequence[str], check: Check, stdin: Stdin | None = None, scope: Scope = Scope()) -> Report:  # noqa: B008
    """Check files, folders, and `-`.

    Raises VsError where a path, a rule or a configuration file does not exist, or no file is found.
    """
    checking.forget()  # files may have changed since this process last looked

    def name(path: str) -> str:
        return stdin.name if path == discovery.STDIN and stdin else path

    def is_excluded(path: str) -> bool:
        return check.settings(name(path)).excludes(name(path))

    files = discovery.stream_files(paths, is_excluded, force=scope.force_exclude)
    names = list(map(name, files))
    demand_known_rules([*map(name, paths), *names], check)
    on_disk = [path for path in files if path != discovery.STDIN]
    checked = running.run(
        on_disk, check, jobs=scope.jobs, cache=_cache(on_disk, check, scope.cache), progress=scope.progress
    )
    again = repeated.repeated(checked, check)
    if len(on_disk) < len(files) and stdin is not None:
        checked.append(check.document(source.read(stdin.name, stdin.content)))
    settings = settings_of(names, check)
    left = _report(checked, again, names, settings, check)
    if scope.baseline or any(each.baseline for each in settings):
        left = _without_known(left, check, scope.baseline, was_run(check, paths))
    return left._replace(
        sources=_sources(left, checked),
        fail_on=_thresholds(left, check, scope.fail_on),
        rules=rulebook.pages(left.findings, check.settings),
    )


def settings_of(paths: Iterable[str], check: Check) -> list[Settings]:
    """All settings that count for some paths, each once."""
    return list(dict.fromkeys(check.settings(path) for path in paths))


def demand_known_rules(paths: Iterable[str], check: Check) -> None:
    """Raise VsError for a word on the command line that is no rule under any settings that count for some paths."""
    if check.select or check.ignore:
        rules = {rule.name: rule for settings in settings_of(paths, check) for rule in rulebook.rules(settings)}
        selection.demand_rules((*check.select, *check.ignore), rules.values())


def _report(
    checked: list[Checked], again: Repeated, paths: list[str], settings: list[Settings], check: Check
) -> Report:
    findings = [*(finding for each in checked for finding in each.findings), *again.findings]
    for file in dict.fromkeys(each.source for each in settings if each.source):
        from valuestream_cli.validation import configuration  # most projects have none

        findings += configuration.check_config(file, check.select, check.ignore)
    found = report(findings, paths, {}, sum(each.suppressed for each in checked) + again.suppressed)
    return found._replace(crashes=tuple(crash for each in checked for crash in each.crashes))


def _without_known(found: Report, check: Check, given: str | None, ran: WasRun) -> Report:
    """The report without what the baseline of each file knows: the one given, else that of the file's settings.

    One that the settings name and that is not there is a mistake in them, told as such.
    """
    files: dict[str | None, list[str]] = {}
    for path in found.paths:
        files.setdefault(check.settings(path).baseline if given is None else given, []).append(path)
    for baseline, paths in files.items():
        if baseline and (given or os.path.isfile(baseline)):  # noqa: PTH113 (a Path raises where it may not look)
            found = _without(found, baseline, paths, check, ran)
    return found


def was_run(check: Check, paths: Sequence[str]) -> WasRun:
    """Whether a rule, by its code, was run on a file: where it was not, an entry of a baseline is not judged.

    A rule that is gone finds nothing. What needs several files is found for certain where all were searched that the
    settings count for.
    """

    @lru_cache(maxsize=None)  # noqa: UP033 (`cache` is our own)
    def answer(file: str, code: str) -> bool:
        choice = check.choice(file)
        is_known = any(rule.code == code for rule in rulebook.rules(choice.settings))
        if code == repeated.RULE.code and not _is_searched(choice.settings.root, paths):
            return False
        return not is_known or any(rule.code == code for rule in choice.rules)

    return answer


def _is_searched(folder: str, paths: Sequence[str]) -> bool:
    """Whether a search of some paths looks through all of a folder."""
    place = Path(folder).resolve()
    return any(os.path.isdir(path) and place.is_relative_to(Path(path).resolve()) for path in paths)  # noqa: PTH112


def _without(found: Report, path: str, files: list[str], check: Check, ran: WasRun) -> Report:
    """The report without what one baseline knows of some files, and with what is wrong with the baseline."""
    from valuestream_cli import baseline

    mine = set(files)
    judged = tuple(each for each in found.findings if each.path in mine)
    left = baseline.apply(found._replace(findings=judged), baseline.read(path), files, ran)
    choice = check.choice(path)
    told = [each for each in left.findings if each.path != path or choice.tells(each.rule)]
    others = [each for each in found.findings if each.path not in mine]
    every = report([*others, *told], found.paths, found.sources | left.sources)
    return left._replace(findings=every.findings, sources=every.sources)


def _thresholds(found: Report, check: Check, given: Severity | None) -> dict[str, Severity]:
    """For each file with findings the least severity that fails the run, where somebody says so."""
    said = {path: given or check.settings(path).fail_on for path in {each.path for each in found.findings}}
    return {path: severity for path, severity in said.items() if severity}


def _sources(left: Report, checked: list[Checked]) -> dict[str, str]:
    """The texts of the files that have findings left; those whose results came from the cache are read for it."""
    texts = left.sources | {each.path: each.text for each in checked if each.text}
    digests = {each.path: each.digest for each in checked}
    paths = sorted({each.path for each in left.findings})
    return {path: texts.get(path) or _text_now(path, digests.get(path, "")) for path in paths}


def _text_now(path: str, digest: str) -> str:
    """The text of a file; nothing where it is not the one any more that the findings are about."""
    from valuestream_cli.cache import entries

    text = source.text_of(path)
    return text if not digest or entries.short(text) == digest else ""


def _cache(files: list[str], check: Check, mode: str) -> cache.Cache | None:
    if not files:
        return None
    root = cache.root_of(files[0])
    return cache.opened(mode, len(files), root, lambda path: _key(check, check.choice(path), root))


@lru_cache(maxsize=256)
def _key(check: Check, choice: selection.Choice, root: Path) -> str:
    """All that a result depends on beside the file itself; the same wherever `vs` is started."""
    settings = choice.settings
    schemas = [source.text_of(own.path) for own in settings.schemas]
    return repr((check.suppressions, choice.digest(root), plugins.version_key(settings.plugins), schemas))
