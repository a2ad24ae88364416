"""Writes `docs/reference` from what the code itself says: schema, rules, commands, templates, catalogue."""

from __future__ import annotations

import inspect
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from valuestream_cli import api, explaining, scaffolding
from valuestream_cli.cli import COMMANDS
from valuestream_cli.itil import catalogue
from valuestream_cli.rendering.options import Options
from valuestream_cli.rendering.picture import Subject, draw
from valuestream_cli.rendering.registry import VIEWS
from valuestream_cli.resources import schema_text
from valuestream_cli.source import read
from valuestream_cli.validation.engine import examine
from valuestream_cli.validation.registry import Rule
from valuestream_cli.validation.rules import ALL_RULES
from valuestream_cli.validation.rules.configuration import as_toml
from valuestream_cli.validation.wording import as_yaml

NOTE = "<!-- Written by `pytest tests/docs --update`; change the source it is made from instead. -->\n\n"
DISCLAIMER = (
    "\n\nITIL is a trade mark of PeopleCert. The facts are told in this project's own words; the project is not "
    "affiliated with PeopleCert or AXELOS.\n"
)
OWN_DATA = (
    "A stream file is named `*.vs.yaml` (or `*.vs.yml`), is UTF-8, holds one YAML document, and uses the core types of "
    "YAML 1.2: `no` and `1:30` are text. Keys that begin with `x-` are yours, at any level: they are carried along and "
    "never judged. Durations are in working time of the file's `calendar`."
)
SHOWN = Path(__file__).parents[2] / "samples" / "cds-restore-service.vs.yaml"
FAMILIES = {
    "VS0": "The file",
    "VS1": "Structure",
    "VS2": "Flow",
    "VS3": "ITIL",
    "VS4": "Measures",
    "VS5": "Information and responsibility",
    "VS6": "Style",
    "VS7": "Governance",
    "VS8": "Flow budgets",
    "VS9": "The use of vs",
}


def pages() -> dict[str, str]:
    """Path below `docs/reference` -> content, for every generated page and picture."""
    return {
        "format.md": NOTE + _format(),
        "configuration.md": NOTE + _configuration(),
        "rules.md": NOTE + _rules(),
        "commands.md": NOTE + _commands(),
        "templates.md": NOTE + _templates(),
        "catalogue.md": NOTE + _catalogue(),
        **dict(_pictures()),
    }


def _format() -> str:
    schema = json.loads(schema_text("valuestream.v1"))
    parts = {"A stream file": schema, **schema["$defs"]}
    objects = {name: part for name, part in parts.items() if part.get("properties")}
    sections = "\n\n".join(_object(name, part) for name, part in objects.items())
    return f"# The stream file\n\n{OWN_DATA}\n\n{_flow_semantics()}\n\n{sections}\n\n{_forms(parts)}\n"


def _object(name: str, part: dict[str, Any]) -> str:
    rows = [
        f"| `{field}` | {'yes' if field in part.get('required', ()) else ''} | {_cell(_says(body))} | "
        f"`{_cell(as_yaml(body['examples'][0]))}` |"
        for field, body in part["properties"].items()
    ]
    table = "\n".join(["| field | required | what it says | example |", "|---|---|---|---|", *rows])
    return f"## {name}\n\n{part['description']}\n\n{table}"


def _says(body: dict[str, Any]) -> str:
    words = explaining.allowed(body)
    return body["description"] + (f" One of: {', '.join(f'`{word}`' for word in words)}." if words else "")


def _forms(parts: dict[str, Any]) -> str:
    plain = {name: part for name, part in parts.items() if not part.get("properties")}
    rows = [f"- **{name}**: {part['description']}" for name, part in plain.items()]
    return "## Forms of values\n\n" + "\n".join(rows)


def _configuration() -> str:
    """Every setting, from the schema; rules are named in their own page."""
    schema = json.loads(schema_text("config.v1"))
    parts = {"The file": schema, **schema["$defs"]}
    objects = {name: part for name, part in parts.items() if part.get("properties")}
    sections = "\n\n".join(_settings(name, part) for name, part in objects.items())
    forms = "\n".join(
        f"- **{name}**: {part['description']}" for name, part in schema["$defs"].items() if name not in objects
    )
    return f"# Settings\n\n{schema['description']}\n\n{sections}\n\n## Forms of values\n\n{forms}\n"


def _settings(name: str, part: dict[str, Any]) -> str:
    rows = [
        f"| `{key}` | {_cell(body['description'])} | {_default(body)} | `{_cell(as_toml(body['examples'][0]))}` |"
        for key, body in part["properties"].items()
    ]
    table = "\n".join(["| key | what it says | default | example |", "|---|---|---|---|", *rows])
    return f"## {name}\n\n{part['description']}\n\n{table}"


def _default(body: dict[str, Any]) -> str:
    return f"`{as_toml(body['default'])}`" if "default" in body else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _flow_semantics() -> str:
    from valuestream_cli.analysis import flow

    return "## How a stream flows\n\n" + inspect.cleandoc(flow.__doc__ or "").partition("\n\n")[2]


def _rules() -> str:
    toc = "\n".join(
        f"\n**{title}**\n\n" + "\n".join(f"- [{r.code} {r.name}](#{r.name}): {r.summary}" for r in _family(prefix))
        for prefix, title in FAMILIES.items()
    )
    body = "\n\n".join(_rule(rule) for rule in ALL_RULES)
    return f"# Rules\n\nEach page is what `vs explain RULE` prints; its examples are run as tests.\n{toc}\n\n{body}\n"


def _family(prefix: str) -> list[Rule[Any]]:
    return [rule for rule in ALL_RULES if rule.code.startswith(prefix)]


def _rule(rule: Rule[Any]) -> str:
    page = rule.page.replace("## ", "#### ")
    for kind, words in {"bad": "Bad", "good": "Good", "given": "With this configuration"}.items():
        page = re.sub(rf"^```(\w+) {kind}$", rf"{words}:\n\n```\1", page, flags=re.M)
    facts = f"`{rule.code}`, {rule.severity.label}, profile {rule.profile}."
    heading = f'<a id="{rule.name}"></a>\n\n### {rule.name}\n\n{facts} '
    pictures = "\n\n| bad | good |\n|---|---|\n| ![bad]({0}-bad.svg) | ![good]({0}-good.svg) |".format(
        f"pictures/{rule.name}"
    )
    return heading + page + (pictures if rule.code.startswith("VS2") else "")


def _pictures() -> Iterator[tuple[str, str]]:
    """The pictures of README and guide, and the examples of flow rules: there a picture says more than the text."""
    for view in VIEWS:
        yield f"pictures/restore-service-{view}.svg", api.render(str(SHOWN), Options(view=view)).content.decode()
    from tests.validation.examples import stream_text

    for rule in _family("VS2"):
        for example in rule.examples:
            text = stream_text(example.text)
            stream = examine(read("example.vs.yaml", text.encode())).stream
            assert stream is not None
            name = f"{rule.name}-{'bad' if example.bad else 'good'}"
            picture = draw(Subject(stream=stream, text=text, stem=name), Options())
            yield f"pictures/{name}.svg", picture.content.decode()


def _commands() -> str:
    names = list(COMMANDS)
    sections = [f"## vs {name}\n\n```text\n{_help(name)}\n```" for name in names]
    return "# Commands\n\n```text\n" + _help() + "\n```\n\n" + "\n\n".join(sections) + "\n"


def _help(*command: str) -> str:
    env = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
    arguments = [sys.executable, "-m", "valuestream_cli", *command, "--help"]
    text = subprocess.run(arguments, capture_output=True, text=True, env=env, check=True).stdout
    return "\n".join(line.rstrip() for line in text.strip("\n").split("\n")).replace("python -m valuestream_cli", "vs")


def _templates() -> str:
    sections = []
    for template in scaffolding.templates():
        stream = examine(read(template.name, template.text.encode())).stream
        assert stream is not None
        steps = "\n".join(f"{n}. {step.name} ({step.activity})" for n, step in enumerate(stream.steps, 1))
        also = f" Also: {', '.join(f'`{alias}`' for alias in template.aliases)}." if template.aliases else ""
        about = f"{template.title}: {template.summary}.{also}"
        sections.append(f"## {template.name}\n\n{about}\n\n{steps}\n\nSource: {template.source}.")
    return (
        "# Templates\n\n`vs new NAME` writes one of these; each is valid and complete as it is.\n\n"
        + "\n\n".join(sections)
        + "\n"
    )


def _catalogue() -> str:
    facts = catalogue()
    activities = "\n\n".join(explaining.activity_page(a).replace("# ", "### ", 1) for a in facts.activities.values())
    practices = "\n\n".join(explaining.practice_page(p).replace("# ", "### ", 1) for p in facts.practices.values())
    terms = "\n\n".join(
        f"## {kind.replace('_', ' ').capitalize()}\n\n"
        + "\n".join(f"- **{term.name}**: {term.meaning.strip()}" for term in facts.terms(kind).values())
        for kind in explaining.TERM_KINDS
    )
    return f"# Catalogue\n\n## Activities\n\n{activities}\n\n## Practices\n\n{practices}\n\n{terms}{DISCLAIMER}"
