"""What all tests share: the `golden` fixture, and `pytest --update`, which rewrites what it compares with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
_USED: set[str] = set()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files and generated lists")


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether what is generated is to be written anew."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def golden(update: bool) -> Callable[[Path, str], None]:
    """Compare a text with a file, exactly; under `--update` write the file instead."""

    def compare(path: Path, text: str) -> None:
        _USED.add(str(path))
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
        assert path.exists(), f"{path.name} does not exist; write it with `pytest --update` and read it"
        assert text == path.read_bytes().decode(), f"{path.name} differs; `pytest --update` rewrites it"

    return compare


def _golden_files() -> Iterable[Path]:
    yield from TESTS.rglob("*.out")
    yield from (path for folder in TESTS.rglob("golden") for path in folder.rglob("*") if path.is_file())


def _is_whole_run(config: pytest.Config) -> bool:
    """Whether all tests were asked for: only then can a golden file be known to be unused."""
    narrowed = any(config.getoption(name, None) for name in ("keyword", "markexpr", "ignore", "lf", "maxfail"))
    return not narrowed and {Path(arg).resolve() for arg in config.args} <= {TESTS, TESTS.parent}


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """On a worker hand over which golden files were used; in the end tell which were not."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["golden"] = sorted(_USED)
    elif exitstatus == 0 and _is_whole_run(session.config):
        unused = sorted(str(path) for path in _golden_files() if str(path) not in _USED)
        if unused:
            print(f"\ngolden files that no test uses: {', '.join(unused)}")
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Collect what a worker of pytest-xdist used."""
    _USED.update(getattr(node, "workeroutput", {}).get("golden", ()))
