"""Writers of reports: each turns a `Report` into text. To add one, write a module and name it in `FORMATS`."""

from __future__ import annotations

from valuestream_cli.reporting import github, json, text

FORMATS = {"text": text.write, "json": json.write, "github": github.write}
