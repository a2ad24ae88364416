"""What only a run over many files shows. `validation.repeated` finds it."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording


@rule("VS333", "duplicate-stream-id", Severity.WARNING)
def duplicate_stream_id(stream_id: str) -> Wording:
    """Two streams have the same id.

    ## Why it matters
    The id is what pictures, reports and other tools know a stream by, so they would take one for the other. Most often
    a file was copied, and its id was left as it was. It is told in a run over several files, of all but the first.

    ## When it is fine
    One stream as it is and as it is to be may have one id: files with another `state` are not compared.

    ```yaml bad
    id: restore-service  # <- duplicate-stream-id
    ```
    ```yaml good
    id: restore-service-abroad
    ```
    """
    return Wording(f"another stream has the id '{stream_id}', too", "give each stream an id of its own")
