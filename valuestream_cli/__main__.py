"""`python -m valuestream_cli` is `vs`."""

from valuestream_cli.cli import run

run()
