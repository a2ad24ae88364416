"""The findings that all formats are shown with, and hostile ones for none of them to trip over."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from valuestream_cli.findings import Edit, Finding, Fix, Related, Report, Severity, Span
from valuestream_cli.findings import report as in_order

RESTORE = "streams/it/restore service.vs.yaml"
LEAVE = "leave.vs.yaml"
CLEAN = "streams/hr/onboarding.vs.yaml"
SOURCES = {
    RESTORE: "valuestream: 1\nid: restore\nown: Service desk\nname: Restore\nname: Wieder\U0001f600her\n",
    LEAVE: "valuestream: 1\nid: leave\nsteps:\n  - {id: ask, next: [{to: check}, {to: value}]}\n",
}


def spot(line: int, column: int, end: int) -> Span:
    """A span within one line."""
    return Span(line, column, line, end)


FINDINGS = (
    Finding(
        "VS101", "unknown-key", Severity.ERROR, "unknown key 'own'; did you mean 'owner'?", RESTORE, spot(3, 1, 4),
        hint="rename it to `owner`", route="own", fix=Fix("rename 'own' to 'owner'", True, (Edit(27, 30, "owner"),)),
    ),
    Finding(
        "VS007", "duplicate-key", Severity.ERROR, "key 'name' is here twice", RESTORE, spot(5, 1, 5),
        hint="remove one of the two", related=(Related(RESTORE, spot(4, 1, 5), "first here"),),
    ),
    Finding(
        "VS206", "unlabelled-branch", Severity.WARNING, "the way to 'check' does not say when it is taken", LEAVE,
        spot(4, 27, 32), hint="say `when`, for example `when: urgent | late`", route="steps[id=ask].next[to=check].to",
        fix=Fix("add `when: otherwise`", False, (Edit(63, 63, ", when: otherwise"),)),
    ),
    Finding(
        "VS307", "no-owner", Severity.ADVICE, "nobody owns 100% of this stream", LEAVE, spot(1, 1, 12),
        related=(Related(RESTORE, spot(3, 1, 4), "as it is here"),),
    ),
    Finding("ACME-7", "no-cost-centre", Severity.ADVICE, "no cost centre", LEAVE, spot(1, 1, 12), route="x-cost"),
)  # fmt: skip
REPORT = in_order(FINDINGS, (LEAVE, CLEAN, RESTORE), SOURCES)._replace(suppressed=3, baselined=12)
CRASH = "Traceback (most recent call last):\n  ...\nvaluestream_cli.validation.RuleCrashed: no-owner on a.vs.yaml\n"
ALL_WELL = Report((), (LEAVE, CLEAN, RESTORE), {})

PATIENT = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=60)
TRICKS = (
    "\x1b[31m", "\x9b2J", "\x00", "\r", "\n", "\t", "\x7f", "\u202e", "\u2066", "\u061c", "\u2028", "\ufffe", "\ud800",
    "]]>", "<!--", "-->", "&amp;", "&", '"', "'", "<script>alert(1)</script>", "<img src=x onerror=y>",
    "\n::error::", "::set-output name=x::", "::", "%0A::error::", "%", "##[error]", "##[add-mask]x", "##vso[task.x]y",
    "###[x]", "##teamcity[x]", "|", "\\|", "\\", "`", "``", "`|@team", "@team", "@", "#12", "!12", "GH-12", ":smile:",
    "[x](https://example.org)", "![x](x)", "https://example.org", "www.example.org", "a@example.org", "~label", "$a$",
    "$`a`$", "**b**", "_i_", "~~s~~", "\n# h\n", "\n- l", "\n/close", "\n\n| a |\n|---|\n", "{0}", "{{", ",", "=", ":",
    "\u540d", "\U0001f600", "e\u0301", "x" * 2_000,
)  # fmt: skip
hostile = st.lists(st.sampled_from(TRICKS) | st.text(max_size=5), max_size=8).map("".join)
# No system has a file with such a name; any other byte, text or not, it may have.
paths = hostile.map(lambda text: text.replace("\0", "").replace("\ud800", "\udcff").replace("/", "_")[:200] + "x.yaml")


@st.composite
def hostile_reports(draw: st.DrawFn) -> Report:
    """Reports whose every text comes from somebody who means ill."""
    path, other, source = draw(paths), draw(paths), draw(hostile)
    size = len(source)

    def finding() -> Finding:
        start = draw(st.integers(0, size))
        line, column = draw(st.integers(1, 5)), draw(st.integers(1, 300))
        return Finding(
            code=draw(st.sampled_from(["VS101", "ACME-7"])), rule=draw(st.sampled_from(["unknown-key", "own"])),
            severity=draw(st.sampled_from(Severity)), message=draw(hostile), path=draw(st.sampled_from([path, other])),
            span=spot(line, column, column + 3), hint=draw(hostile), route=draw(hostile),
            related=(Related(other, spot(1, 1, 2), draw(hostile)),),
            fix=Fix(draw(hostile), draw(st.booleans()), (Edit(start, size, draw(hostile)),)),
        )  # fmt: skip

    findings = [finding() for _ in range(draw(st.integers(0, 3)))]
    return in_order(findings, (path, other), {path: source, other: source})
