"""The GitHub action: its steps run by bash as a runner does, with inputs of every kind."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.helpers import ROOT
from tests.packaging.shell import BAD, GOOD, OFFLINE, SITE, Done, bash, build_context, environment

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {step["id"]: step for step in ACTION["runs"]["steps"] if "id" in step}
DEFAULTS = {name: said["default"] for name, said in ACTION["inputs"].items()}
HERE = {"python": sys.executable}
Check = Callable[..., Done]


def perform(
    step: str, folder: Path, *, inputs: Mapping[str, str] = {}, outputs: Mapping[str, Mapping[str, str]] = {},
    action: Path = ROOT, extra: Mapping[str, str] = {},
) -> tuple[Done, dict[str, str]]:  # fmt: skip
    """Run a step in a folder; how it ended, and its outputs."""
    temporary = folder.parent / "temporary"
    temporary.mkdir(exist_ok=True)
    told = temporary / "outputs"
    told.write_text("")
    given = {**DEFAULTS, **inputs}

    def value(expression: re.Match[str]) -> str:
        match expression[1].split("."):
            case ["inputs", name]:
                return given[name]
            case ["steps", id, "outputs", name]:
                return outputs[id][name]
        raise AssertionError(expression[0])

    said = {key: re.sub(r"\$\{\{ (\S+) }}", value, text) for key, text in STEPS[step]["env"].items()}
    runner = {"RUNNER_TEMP": str(temporary), "GITHUB_OUTPUT": str(told), "GITHUB_ACTION_PATH": str(action)}
    done = bash(STEPS[step]["run"], folder, environment({**said, **runner, **extra}))
    return done, dict(line.split("=", 1) for line in told.read_text().splitlines())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A checkout with a stream."""
    work = tmp_path / "work"
    work.mkdir()
    (work / "a.vs.yaml").write_text(GOOD)
    return work


@pytest.fixture
def check(folder: Path) -> Callable[..., tuple[Done, dict[str, str]]]:
    """Run the check with these inputs."""
    return lambda **inputs: perform(
        "check",
        folder,
        inputs={name.replace("_", "-"): text for name, text in inputs.items()},
        outputs={"install": HERE},
    )


def test_no_script_holds_an_expression() -> None:
    """What a runner puts into a script is run; what it puts into a variable is not."""
    scripts = [step["run"] for step in STEPS.values() if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def test_every_input_is_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert {name for name in DEFAULTS if f"inputs.{name} " not in text} == set()


def test_a_right_stream_passes_and_a_wrong_one_is_annotated(check: Check, folder: Path) -> None:
    done, outputs = check()
    assert (done.status, done.out, outputs) == (0, "", {})
    (folder / "a.vs.yaml").write_text(BAD)
    done, outputs = check()
    assert done.status == 1
    assert done.out.startswith("::error file=a.vs.yaml,line=11,")
    assert outputs == {}


def test_paths_may_have_blanks_and_are_one_a_line(check: Check, folder: Path) -> None:
    (folder / "my streams").mkdir()
    (folder / "my streams" / "b.vs.yaml").write_text(BAD)
    assert check(paths="a.vs.yaml")[0].status == 0
    done, _ = check(paths="a.vs.yaml\nmy streams\n")
    assert done.status == 1
    assert "2 files checked: 1 error" in done.err


def test_options_reach_the_command(check: Check, folder: Path) -> None:
    (folder / "a.vs.yaml").write_text(BAD)
    assert check(args="--ignore  unknown-word\n--ignore VS2")[0].status == 0
    assert check(args="--ignore VS1")[0].status == 0
    assert check(fail_on="advise")[0].status == 2
    done, _ = check(config="missing.toml")
    assert done.status == 2
    assert "missing.toml" in done.err
    done, _ = check(baseline="missing.json")
    assert done.status == 2
    assert "missing.json" in done.err


def test_findings_are_kept_for_code_scanning(check: Check, folder: Path) -> None:
    (folder / "a.vs.yaml").write_text(BAD)
    done, outputs = check(sarif="true")
    assert done.status == 1
    assert "unknown-word" in Path(outputs["sarif"]).read_text()
    upload = ACTION["runs"]["steps"][-1]
    assert upload["with"]["sarif_file"] == ACTION["outputs"]["sarif"]["value"] == "${{ steps.check.outputs.sarif }}"


def test_what_fails_is_up_to_the_gate_not_to_the_report(check: Check, folder: Path) -> None:
    (folder / "a.vs.yaml").write_text(BAD)
    for inputs in ({"fail_on": "warning"}, {"args": "--fail-on warning"}):
        done, outputs = check(sarif="true", **inputs)
        assert (done.status, "unknown-word" in Path(outputs["sarif"]).read_text()) == (1, True)
        assert done.out.startswith("::error file=a.vs.yaml")


def test_wrong_use_leaves_nothing_to_upload(check: Check) -> None:
    done, outputs = check(sarif="true", paths="missing")
    assert (done.status, outputs) == (2, {})


HOSTILE = [
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned",
    "' ; touch pwned ; '",
    '" && touch pwned #',
    "a\ntouch pwned",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["paths", "fail_on", "config", "baseline", "args", "sarif"])
def test_inputs_are_never_run(name: str, text: str, check: Check, folder: Path) -> None:
    check(**{name: text})
    assert not list(folder.rglob("pwned"))


def test_a_path_is_no_option(check: Check) -> None:
    done, _ = check(paths="--help")
    assert (done.status, done.out) == (2, "")


def test_modules_of_the_checkout_are_not_run(check: Check, folder: Path) -> None:
    for name in ("json", "valuestream_cli", "typer", "venv", "pip", "sitecustomize"):
        (folder / f"{name}.py").write_text("open('pwned', 'w')")
    assert check()[0].status == 0
    assert not (folder / "pwned").exists()


def test_it_installs_itself(folder: Path, tmp_path: Path) -> None:
    """Into an environment of its own; here that one finds the libraries of ours, as there is no index in a test."""
    python = tmp_path / "python"
    links = f'echo "{SITE}" > "$4/lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages/ours.pth"'
    python.write_text(f'#!/bin/sh\nset -e\ntest "$1 $2 $3" = "-I -m venv"\n"{sys.executable}" "$@"\n{links}\n')
    python.chmod(0o755)
    action = build_context(tmp_path / "action")
    given = {"python": {"python-path": str(python)}}
    done, outputs = perform("install", folder, outputs=given, action=action, extra=OFFLINE)
    assert done.status == 0, done.err
    place = bash(
        f"\"{outputs['python']}\" -I -c 'import valuestream_cli as vs; print(vs.__file__)'", folder, environment()
    )
    assert place.out.startswith(str(tmp_path / "temporary" / "vs")), place
    done, _ = perform("check", folder, outputs={"install": outputs})
    assert done.status == 0, done.err


@pytest.mark.parametrize("version", ["9.9.9", HOSTILE[0]])
def test_another_version_comes_from_the_index(version: str, folder: Path, tmp_path: Path) -> None:
    """There is none in a test, so it is asked for in vain."""
    given = {"python": {"python-path": sys.executable}}
    done, outputs = perform("install", folder, inputs={"version": version}, outputs=given, extra=OFFLINE)
    assert done.status != 0
    assert outputs == {}
    assert version != "9.9.9" or "No matching distribution found for valuestream-cli==9.9.9" in done.err
    assert not list(tmp_path.rglob("pwned"))
