"""What editors show with the schema alone: the real yaml-language-server finds fault where `vs` finds structure wrong.

`VS_YAML_LS` names a `node_modules` with `yaml-language-server` in it; without it, or without node, this is skipped.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

import pytest

from tests.helpers import ERR_CASES, OK_CASES, SAMPLES, TEMPLATES, findings, name
from tests.validation.planted import planted
from valuestream_cli.findings import Finding
from valuestream_cli.scaffolding.setup import changes

NODE, MODULES = shutil.which("node"), os.environ.get("VS_YAML_LS")
MODELINE = re.compile(r"(?<=# yaml-language-server: \$schema=)\S+")
SILENT = [*OK_CASES, *SAMPLES, *TEMPLATES]
PLANTED = list(planted())[::13]
# Places where the two differ, and why. (case, line of a finding) -> reason
ELSEWHERE = {("wrong-types", 25): "a list in block style begins on the line below its key, which is where `vs` points"}
# (case, line of a diagnostic) -> reason
MORE = {
    (
        "misspelt-keys",
        6,
    ): "a misspelt required key is one finding of `vs`; a stock validator says that it is missing, too",
    ("misspelt-keys", 17): "the same",
    ("outdented-key", 4): "a key that lost its contents to a wrong indent is told at the contents",
    ("wrong-types", 26): "see ELSEWHERE",
}


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[int]]:
    """For each file, by its path, the lines that the server marks; it is set up as `vs init` sets up VS Code."""
    if not NODE or not MODULES:
        pytest.skip("no node on the PATH" if not NODE else "VS_YAML_LS names no node_modules with yaml-language-server")
    root = tmp_path_factory.mktemp("workspace")
    for change in changes(root):
        change.path.parent.mkdir(exist_ok=True)
        change.path.write_text(change.text or "", encoding="utf-8")
    settings = json.loads((root / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    # Samples name their schema in a line of their own, as files by `vs new` do: here it is in .vs/, too.
    texts = {
        str(path): MODELINE.sub(".vs/valuestream.v1.schema.json", path.read_bytes().decode("utf-8", "replace"))
        for path in [*SILENT, *ERR_CASES]
    }
    texts |= {mistake.name: mistake.text for mistake in PLANTED}
    command = [NODE, f"{MODULES}/yaml-language-server/bin/yaml-language-server", "--stdio"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root) as server:
        assert server.stdin
        assert server.stdout
        try:
            return dict(_conversation(server.stdin, server.stdout, root, settings, texts))
        finally:
            server.kill()


def _conversation(
    to: IO[bytes], back: IO[bytes], root: Path, settings: dict[str, Any], texts: dict[str, str]
) -> Iterator[tuple[str, set[int]]]:
    """Open all files, answer what the server asks, and yield its diagnostics until there are some for each file."""
    paths = {f"{root.as_uri()}/{number}.vs.yaml": path for number, path in enumerate(texts)}
    opened: set[str] = set()
    workspace = {"workspaceFolders": [{"uri": root.as_uri(), "name": "streams"}], "rootUri": root.as_uri()}
    capabilities = {"workspace": {"configuration": True, "workspaceFolders": True}}
    _send(to, id=0, method="initialize", params={**workspace, "processId": None, "capabilities": capabilities})
    while paths:
        message = _receive(back)
        if message.get("id") == 0 and "result" in message:
            _send(to, method="initialized", params={})
        elif message.get("method") == "workspace/configuration":
            wanted = [item["section"] for item in message["params"]["items"]]
            yaml = {"schemas": settings["yaml.schemas"], "validate": True, "schemaStore": {"enable": False}}
            _send(to, id=message["id"], result=[yaml if section == "yaml" else None for section in wanted])
            for uri in (uri for uri in paths if uri not in opened):
                opened.add(uri)
                document = {"uri": uri, "languageId": "yaml", "version": 1, "text": texts[paths[uri]]}
                _send(to, method="textDocument/didOpen", params={"textDocument": document})
        elif "id" in message and "method" in message:
            _send(to, id=message["id"], result=None)
        elif message.get("method") == "textDocument/publishDiagnostics":
            marked = {each["range"]["start"]["line"] + 1 for each in message["params"]["diagnostics"]}
            if path := paths.pop(message["params"]["uri"], None):
                yield path, marked


def _send(to: IO[bytes], **message: object) -> None:
    body = json.dumps({"jsonrpc": "2.0", **message}).encode()
    to.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
    to.flush()


def _receive(back: IO[bytes]) -> dict[str, Any]:
    length = 0
    while header := back.readline().strip():
        if header.lower().startswith(b"content-length:"):
            length = int(header.partition(b":")[2])
    assert length, "the server has gone"
    message: dict[str, Any] = json.loads(back.read(length))
    return message


def _is_structural(finding: Finding) -> bool:
    return finding.code.startswith("VS1")


def test_what_is_right_is_not_marked(lines: dict[str, set[int]]) -> None:
    assert {name(path): lines[str(path)] for path in SILENT if lines[str(path)]} == {}


def test_each_structural_finding_is_marked(lines: dict[str, set[int]]) -> None:
    missed = {
        (name(path), finding.span.line)
        for path in ERR_CASES
        for finding in filter(_is_structural, findings(path.read_bytes(), str(path)))
        if finding.span.line not in lines[str(path)]
    }
    assert missed == ELSEWHERE.keys()


def test_nothing_else_is_marked_in_files_that_can_be_parsed(lines: dict[str, set[int]]) -> None:
    more = set()
    for path in ERR_CASES:
        found = findings(path.read_bytes(), str(path))
        if not any(finding.code.startswith("VS0") for finding in found):
            told = {finding.span.line for finding in found if _is_structural(finding)}
            more |= {(name(path), line) for line in lines[str(path)] - told}
    assert more == MORE.keys()


def test_each_planted_mistake_is_marked(lines: dict[str, set[int]]) -> None:
    """On its line, or, where a value is a block, on the first line of that."""
    missed = {m.name: (m.place[0], lines[m.name]) for m in PLANTED if not lines[m.name] & {m.place[0], m.place[0] + 1}}
    assert missed == {}
