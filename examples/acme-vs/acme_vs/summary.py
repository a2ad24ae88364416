"""A report: how many findings each file has."""

from __future__ import annotations

from collections import Counter

from valuestream_cli.extend import Report


def write(report: Report) -> str:
    """One line for each file with findings."""
    found = Counter(finding.path for finding in report.findings)
    return "".join(f"{path}: {number}\n" for path, number in sorted(found.items()))
