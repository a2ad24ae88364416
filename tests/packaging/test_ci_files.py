"""The files that `vs init` writes for CI: valid for their service, of this version, and what they run is really run."""

from __future__ import annotations

import re
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import ROOT
from tests.packaging.shell import BAD, GOOD, Done, bash, commit, environment, git, repository, run
from valuestream_cli import __version__
from valuestream_cli.scaffolding.setup import SERVICES

SETUP = ROOT / "setup"
WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
VENDORED = {
    SETUP / "github.yml": "github-workflows",
    SETUP / "gitlab.yml": "gitlab-ci",
    SETUP / "azure.yml": "azure-pipelines",
    WORKFLOW: "github-workflows",
    ROOT / "action.yml": "github-actions",
}
PIN = re.compile(r"(?<=valuestream-cli==)[\w.]+")


@pytest.mark.parametrize("file", VENDORED, ids=lambda path: path.name)
def test_it_is_valid_for_its_service(file: Path) -> None:
    schema = f"vendor.{VENDORED[file]}"
    # Patterns of the Azure schema are none for engines of today unless they are read as of old.
    options = ["--regex-variant", "nonunicode", "--builtin-schema", schema]
    done = run([sys.executable, "-m", "check_jsonschema", *options, str(file)], ROOT)
    assert (done.status, done.out) == (0, "ok -- validation done\n"), done


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml", "azure.yml", "pre-commit.yaml"])
def test_it_installs_this_version(name: str, update: bool) -> None:
    text = (SETUP / name).read_text(encoding="utf-8")
    healed = PIN.sub(__version__, text)
    if update:
        (SETUP / name).write_text(healed, encoding="utf-8")
    assert PIN.search(text)
    assert update or text == healed, "the version has changed: run `pytest --update`"


def test_every_service_has_its_file() -> None:
    files = {SETUP / file for _, file, _ in SERVICES.values()}
    assert files == {file for file in VENDORED if file.parent == SETUP}


def gate(service: str) -> tuple[str, str]:
    """What a service runs to check streams, and what it runs afterwards."""
    said: Any = yaml.safe_load((SETUP / f"{service}.yml").read_text(encoding="utf-8"))
    if service == "gitlab":
        job = said["value-streams"]
        return "\n".join(job["script"]), "\n".join(job["after_script"])
    steps = said["jobs"]["value-streams"]["steps"] if service == "github" else said["steps"]
    scripts = [step.get("run") or step.get("bash") for step in steps]
    first, *rest = (script for script in scripts if script and not script.startswith("pip "))
    assert len(rest) <= 1
    return first, "".join(rest)


def strict_gate(service: str) -> str:
    """What the comments of a file say to run instead, as the check."""
    return "\n".join(script for script in strict_scripts(service) if "--fail-on never" not in script)


def strict_scripts(service: str) -> list[str]:
    text = (SETUP / f"{service}.yml").read_text(encoding="utf-8")
    lines = [line.strip()[1:] for line in text.splitlines() if re.match(r"\s*#(   | - )", line)]
    said: list[Any] = yaml.safe_load(textwrap.dedent("\n".join(lines)))
    return [item if isinstance(item, str) else item.get("run") or item["bash"] for item in said]


def served(folder: Path, script: str, extra: Mapping[str, str] = {}) -> Done:
    """Run a script where `pip` does nothing."""
    programs = folder / ".git" / "programs"
    programs.mkdir(exist_ok=True)
    (programs / "pip").write_text("#!/bin/sh\n")
    (programs / "pip").chmod(0o755)
    return bash(script, folder, environment(extra, first=programs))


SAYS = {"github": "::error file=a.vs.yaml,line=11", "gitlab": "a.vs.yaml:11:15", "azure": "a.vs.yaml:11:15"}


@pytest.mark.parametrize("service", SERVICES)
def test_it_passes_what_is_right_and_stops_what_is_wrong(service: str, tmp_path: Path) -> None:
    folder = repository(tmp_path, {"a.vs.yaml": GOOD})
    check, report = gate(service)
    assert served(folder, check).status == 0
    (folder / "a.vs.yaml").write_text(BAD)
    done = served(folder, check)
    assert done.status == 1
    assert SAYS[service] in done.out
    if report:
        before = set(folder.iterdir())
        served(folder, report)
        (written,) = set(folder.iterdir()) - before
        assert "unknown-word" in written.read_text()
        assert written.name in (SETUP / f"{service}.yml").read_text().replace(report, "")


@pytest.mark.parametrize("service", SERVICES)
def test_nothing_to_check_is_no_success(service: str, tmp_path: Path) -> None:
    assert served(repository(tmp_path, {}), gate(service)[0]).status == 2


@pytest.mark.parametrize("service", SERVICES)
def test_the_strict_gate_cannot_be_disarmed(service: str, tmp_path: Path) -> None:
    """A merge request that switches the rule off and suppresses the finding passes the one gate, not the other."""
    origin = repository(tmp_path / "origin", {"a.vs.yaml": GOOD, "vs.toml": 'profile = "recommended"\n'})
    git(origin, "switch", "--quiet", "--create", "change")
    hidden = BAD.replace("engaged", "engaged  # vs: ignore[unknown-word] we say so")
    commit(origin, {"a.vs.yaml": hidden, "b.vs.yaml": BAD, "vs.toml": 'ignore = ["unknown-word"]\n'})
    git(origin, "switch", "--quiet", "main")
    git(origin, "switch", "--quiet", "--create", "merged")
    git(origin, "merge", "--quiet", "--no-ff", "--no-edit", "change")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "2", "--branch", "merged", origin.as_uri(), str(clone))
    variables = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_DEFAULT_BRANCH": "main"}
    assert served(clone, gate(service)[0], variables).status == 0
    done = served(clone, strict_gate(service), variables)
    assert done.status == 1
    assert "2 errors" in done.err
    assert "a.vs.yaml" in done.out
    assert "b.vs.yaml" in done.out


@pytest.mark.parametrize("service", SERVICES)
def test_the_strict_gate_takes_the_baseline_of_the_branch(service: str, tmp_path: Path) -> None:
    """The comment says to check it out, too: a merge request that adds to it would pass otherwise."""
    empty = '{"format": "vs-baseline/v1", "findings": []}'
    names = 'baseline = "vs-baseline.json"\n'
    origin = repository(tmp_path / "origin", {"a.vs.yaml": GOOD, "vs.toml": names, "vs-baseline.json": empty})
    git(origin, "switch", "--quiet", "--create", "change")
    (origin / "a.vs.yaml").write_text(BAD)
    (origin / "vs-baseline.json").unlink()
    assert served(origin, "vs validate --write-baseline vs-baseline.json").status == 0
    commit(origin, {})
    git(origin, "switch", "--quiet", "main")
    git(origin, "switch", "--quiet", "--create", "merged")
    git(origin, "merge", "--quiet", "--no-ff", "--no-edit", "change")
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth", "2", "--branch", "merged", origin.as_uri(), str(clone))
    variables = {"CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", "CI_DEFAULT_BRANCH": "main"}
    text = (SETUP / f"{service}.yml").read_text(encoding="utf-8")
    assert "-- vs.toml # and all that it names, such as vs-baseline.json\n" in text
    script = strict_gate(service).replace("-- vs.toml", "-- vs.toml vs-baseline.json")
    assert served(clone, gate(service)[0], variables).status == 0
    assert served(clone, script, variables).status == 1


def test_the_report_is_judged_as_the_gate_is() -> None:
    check = strict_gate("gitlab").splitlines()[-1].split()
    (report,) = (script.split() for script in strict_scripts("gitlab") if "--fail-on never" in script)
    assert set(check) <= set(report)
    plain = gate("gitlab")[1].split()
    assert set(report) - set(check) == set(plain) - {"vs", "validate"}
    azure = (SETUP / "azure.yml").read_text(encoding="utf-8")
    options = " ".join(strict_gate("azure").splitlines()[-1].split()[2:])
    assert f"give this step the same options, `{options}`:" in azure


@pytest.mark.parametrize("service", SERVICES)
def test_a_report_hides_no_wrong_use(service: str, tmp_path: Path) -> None:
    folder = repository(tmp_path, {"a.vs.yaml": BAD})
    report = gate(service)[1]
    assert "||" not in report
    if report:
        assert served(folder, report).status == 0
        assert served(folder, f"{report} --select no-such-rule").status == 2


def test_a_gate_without_its_configuration_fails(tmp_path: Path) -> None:
    """Where the branch has no vs.toml yet, nothing is judged by another one."""
    folder = repository(tmp_path, {"a.vs.yaml": GOOD})
    commit(folder, {"vs.toml": ""})
    assert served(folder, strict_gate("github")).status != 0


def test_workflows_withstand_an_audit() -> None:
    files = ["action.yml", "setup/github.yml", ".github"]
    done = run([str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress", *files], ROOT)
    assert done.status == 0, done.out
