"""What makes a finding known again in the next run: its file, rule and structural route, not its line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from valuestream_cli.findings import Finding
from valuestream_cli.reporting.places import relative


def fingerprints(findings: Iterable[Finding]) -> Iterator[str]:
    """One for each finding, 32 hexadecimal digits; those that are alike are counted, so that no two are the same."""
    from hashlib import sha256

    seen: Counter[str] = Counter()
    for finding in findings:
        identity = "\0".join((relative(finding.path), finding.code, finding.route))
        seen[identity] += 1
        yield sha256(f"{identity}\0{seen[identity]}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
