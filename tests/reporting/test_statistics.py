"""The table of how often each rule was breached."""

from __future__ import annotations

from tests.reporting.examples import ALL_WELL, FINDINGS, REPORT
from valuestream_cli.findings import Report
from valuestream_cli.reporting import statistics


def test_the_worst_and_most_frequent_come_first() -> None:
    report = Report((*REPORT.findings, *FINDINGS[1:2] * 1_000, FINDINGS[4], FINDINGS[4]._replace(path="x")), (), {})
    assert statistics.write(report) == (
        "findings  files  fixable  severity  code    rule\n"
        "   1,001      1        0  error     VS007   duplicate-key\n"
        "       1      1        1  error     VS101   unknown-key\n"
        "       1      1        1  warning   VS206   unlabelled-branch\n"
        "       3      2        0  advice    ACME-7  no-cost-centre\n"
        "       1      1        0  advice    VS307   no-owner\n"
    )


def test_nothing_to_count() -> None:
    assert statistics.write(ALL_WELL) == ""
