"""One run over many files: their findings, those of the configuration, and what the baseline knows already."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from valuestream_cli import cache, config, discovery, plugins, running, source
from valuestream_cli.config import Settings
from valuestream_cli.findings import Report, report
from valuestream_cli.validation import own_schemas, rulebook, selection
from valuestream_cli.validation.checking import Check, Checked


class Scope(NamedTuple):
    """How a run is carried out, and which file has findings that are known; nothing here changes what is found.

    jobs: processes; 0 for as many as pay. cache: `auto`, `stat`, `content` or `off`. progress: told of files done.
    """

    jobs: int = 0
    cache: str = "off"
    progress: running.Progress | None = None
    baseline: str | None = None


class Stdin(NamedTuple):
    """A file that comes through a pipe: its bytes, and the name it is to be known by."""

    content: bytes
    name: str = discovery.STDIN


def run(paths: Sequence[str], check: Check, stdin: Stdin | None = None, scope: Scope = Scope()) -> Report:  # noqa: B008
    """Check files, folders, and `-`.

    Raises VsError where a path, a rule or a configuration file does not exist, or no file is found.
    """
    config.forget()  # files may have changed since this process last looked
    own_schemas.load.cache_clear()
    _demand_known_rules(paths, check)
    files = discovery.stream_files(paths, lambda path: _is_excluded(path, check.settings(path)))
    on_disk = [path for path in files if path != discovery.STDIN]
    checked = running.run(
        on_disk, check, jobs=scope.jobs, cache=_cache(on_disk, check, scope.cache), progress=scope.progress
    )
    if len(on_disk) < len(files) and stdin is not None:
        checked.append(check.document(source.read(stdin.name, stdin.content)))
    names = [stdin.name if path == discovery.STDIN and stdin else path for path in files]
    found = _report(checked, set(names), check)
    left = _without_known(found, scope.baseline, names, check) if scope.baseline else found
    return left._replace(sources=_sources(left, checked))


def _without_known(found: Report, path: str, names: list[str], check: Check) -> Report:
    """The report without what a baseline knows, and with what is wrong with the baseline."""
    from valuestream_cli import baseline

    def was_run(file: str, code: str) -> bool:
        """Whether an entry would have been found if it were still true: a rule that is gone finds nothing."""
        choice = check.choice(file)
        is_known = any(rule.code == code for rule in rulebook.rules(choice.settings))
        return not is_known or any(rule.code == code for rule in choice.rules)

    choice = check.choice(path)
    left = baseline.apply(found, baseline.read(path), names, lru_cache(maxsize=None)(was_run))
    return left._replace(findings=tuple(each for each in left.findings if each.path != path or choice.tells(each.rule)))


def _demand_known_rules(paths: Sequence[str], check: Check) -> None:
    """Raise VsError for a word on the command line that is no rule, also where no file comes to be checked."""
    check.choice(next(iter(paths), "."))


def _is_excluded(path: str, settings: Settings) -> bool:
    return any(glob.matches(path) for glob in settings.exclude)


def _report(checked: list[Checked], paths: set[str], check: Check) -> Report:
    findings = [finding for each in checked for finding in each.findings]
    for file in dict.fromkeys(filter(None, (check.settings(path).source for path in sorted(paths)))):
        from valuestream_cli.validation import configuration  # most projects have none

        findings += configuration.check_config(file)
    found = report(findings, len(paths), {}, sum(each.suppressed for each in checked))
    crashes = tuple(crash for each in checked for crash in each.crashes)
    return found._replace(crashes=crashes, paths=tuple(sorted(paths)))


def _sources(left: Report, checked: list[Checked]) -> dict[str, str]:
    """The texts of the files that have findings left; those whose results came from the cache are read for it."""
    texts = left.sources | {each.path: each.text for each in checked if each.text}
    return {path: texts.get(path) or source.text_of(path) for path in sorted({each.path for each in left.findings})}


def _cache(files: list[str], check: Check, mode: str) -> cache.Cache | None:
    if not files:
        return None
    root = cache.root_of(check.settings(files[0]).source)
    return cache.opened(mode, len(files), root, lambda path: _key(check, check.choice(path)))


@lru_cache(maxsize=256)
def _key(check: Check, choice: selection.Choice) -> str:
    """All that a result depends on beside the file itself."""
    settings = choice.settings
    schemas = [source.text_of(own.path) for own in settings.schemas]
    return repr((check, choice.digest, plugins.version_key(settings.plugins), schemas))
