"""What packages that extend `vs` may rely on; a test lists it. `docs/extending.md` shows a whole package.

An entry point in the group `valuestream_cli.rules` names a module whose `Rule` objects are used; `.views` and
`.formats` name a dictionary of `Entry` by name; `.reports` names a function from a `Report` to text, and the name of
the entry point is the name of the format; `.templates` names a folder of templates. They count where a configuration
lists their name under `plugins`.
"""

from __future__ import annotations

from valuestream_cli.analysis.flow import Flow
from valuestream_cli.findings import Finding, Report, Severity, Span
from valuestream_cli.model import Step, ValueStream
from valuestream_cli.rendering.brief import Brief
from valuestream_cli.rendering.diagram import Box, Disc, Drawing, Graph, Group, Lane, Link, Node, Path, Scene, Text
from valuestream_cli.rendering.medium import Medium
from valuestream_cli.rendering.registry import Entry
from valuestream_cli.rendering.theme import Theme
from valuestream_cli.rendering.views.graph import stream_graph
from valuestream_cli.validation.nested import Nested
from valuestream_cli.validation.registry import Place, Problem, Problems, Rule, rule
from valuestream_cli.validation.subject import Subject

__all__ = [
    "Box",
    "Brief",
    "Disc",
    "Drawing",
    "Entry",
    "Finding",
    "Flow",
    "Graph",
    "Group",
    "Lane",
    "Link",
    "Medium",
    "Nested",
    "Node",
    "Path",
    "Place",
    "Problem",
    "Problems",
    "Report",
    "Rule",
    "Scene",
    "Severity",
    "Span",
    "Step",
    "Subject",
    "Text",
    "Theme",
    "ValueStream",
    "rule",
    "stream_graph",
]
