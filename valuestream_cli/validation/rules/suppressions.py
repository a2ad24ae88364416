"""Suppressions: comments that silence a finding, and what can be wrong with them. `suppressions` finds it."""

from __future__ import annotations

from valuestream_cli.findings import Severity
from valuestream_cli.validation.registry import rule
from valuestream_cli.validation.wording import Wording, shown


@rule("VS921", "unused-suppression", Severity.WARNING, profile="basic")
def unused_suppression(names: list[str], elsewhere: int | None) -> Wording:
    """A suppression that silences nothing.

    ## Why it matters
    What it once silenced was mended. If it stayed, it would silence the next mistake of the kind, which nobody has
    agreed to. It is judged only where its rule was asked for, and once errors that may hide other findings are mended.

    ```yaml bad
    owner: Service desk manager  # vs: ignore[no-owner] there is none yet  # <- unused-suppression
    ```
    ```yaml good
    owner: Service desk manager
    ```
    """
    silenced = " and ".join(f"'{name}'" for name in dict.fromkeys(names))
    message = f"nothing is found here that this suppression of {silenced} could silence"
    if elsewhere is None:
        return Wording(message, "remove it")
    return Wording(message, f"it is found on line {elsewhere}: move the comment there")


@rule("VS922", "suppression-without-reason", Severity.WARNING, profile="basic")
def suppression_without_reason(verb: str, names: list[str]) -> Wording:
    """A suppression that does not say why; it silences nothing.

    ## Why it matters
    Whoever reads the file next year, an auditor among them, has to know why a finding was accepted. A reason is
    one short sentence behind the bracket.

    ```yaml bad
    # vs: ignore[no-owner]  # <- suppression-without-reason
    valuestream: 1
    ```
    ```yaml good
    # vs: ignore[no-owner] the merger decides who owns it, see #12
    valuestream: 1
    ```
    """
    right = f"# vs: {verb}[{shown(', '.join(names))}] reason"
    return Wording("this suppression gives no reason, so it does not count", f"say why: `{right}`")


@rule("VS923", "unknown-rule-suppressed", Severity.WARNING, profile="basic")
def unknown_rule_suppressed(name: str, meant: str | None) -> Wording:
    """A suppression of a rule that does not exist.

    ## Why it matters
    It silences nothing, whatever its author thought. Rules are named by their whole name or code, one by one: there
    is no way to silence all of them.

    ```yaml bad
    # vs: ignore[no-ower] the merger decides who owns it  # <- unknown-rule-suppressed
    valuestream: 1
    ```
    ```yaml good
    # vs: ignore[no-owner] the merger decides who owns it
    valuestream: 1
    ```
    """
    if meant:
        return Wording(f"there is no rule '{shown(name)}'; did you mean '{meant}'?", f"write `{meant}`")
    return Wording(f"there is no rule '{shown(name)}'", "name a rule, such as `no-owner`: see `vs explain rules`")


@rule("VS924", "malformed-suppression", Severity.WARNING, profile="basic")
def malformed_suppression(right: str, *, is_low: bool) -> Wording:
    """A comment that begins with `vs` but is not written as a suppression; it silences nothing.

    ## Why it matters
    `# vs: ignore[rule] reason` stands at the end of the line of a finding or on a line of its own above it, and names
    one or more rules; `# vs: ignore-file[rule] reason` stands on a line of its own above the first key, where every
    reader sees it. Anything near it would look as if it silenced something, and does not.

    ```yaml bad
    # vs: ignore no-owner the merger decides who owns it  # <- malformed-suppression
    valuestream: 1
    ```
    ```yaml good
    # vs: ignore[no-owner] the merger decides who owns it
    valuestream: 1
    ```
    """
    if is_low:
        message = "`ignore-file` counts only above the first key of the file, on a line of its own"
        return Wording(message, "move it to the top")
    other = ", or begin the comment with another word" if "[rule]" in right else ""
    return Wording("this is not how a suppression is written, so it does not count", f"write `{right}`{other}")


@rule("VS925", "suppression-not-allowed", Severity.WARNING, profile="basic")
def suppression_not_allowed(name: str) -> Wording:
    """A suppression of a rule that cannot be suppressed.

    ## Why it matters
    What is wrong with the file itself (VS0xx) leaves parts of it unread, and a gate must not pass what it has not
    read. What is wrong about the use of `vs` (VS9xx) is where suppressions are judged: they cannot judge themselves.

    ```yaml bad
    # vs: ignore[unused-suppression] we like them  # <- suppression-not-allowed
    valuestream: 1
    ```
    ```yaml good
    # vs: ignore[no-owner] the merger decides who owns it
    valuestream: 1
    ```
    """
    return Wording(f"'{shown(name)}' cannot be suppressed", "mend what it finds, and remove the name here")
