"""The look that a configuration asks for: told once, drawn all the same, shown among the settings."""

from __future__ import annotations

from pathlib import Path

from tests.cli.conftest import Run
from tests.cli.test_validate import GOOD, write
from tests.images import png

COLOURS = '[render]\nlogo = "logo.png"\n[render.colours]\nengage = "#fc0"\nplan = {tint = "#e0f0ff"}\n'
LOW = (
    "warning: vs.toml:4: the colour of engage (#ffcc00) on the tint of engage (#fffdf5) has a contrast of 1.48:1;"
    " WCAG AA asks for 4.5:1\n"
    "  help: write `#8a6e00`, the nearest shade that can be read\n"
)
NO_LOGO = (
    "warning: vs.toml:2: 'logo.png' is not a file\n  help: correct the path; it counts from the folder of this file\n"
)


def test_low_contrast_is_told_once_and_drawn(vs: Run) -> None:
    write("a/one.vs.yaml", GOOD)
    write("a/two.vs.yaml", GOOD)
    write("vs.toml", COLOURS)
    assert vs("render", "a") == (
        0,
        "",
        f"{NO_LOGO}{LOW}wrote a/one.swimlane.svg\nwrote a/two.swimlane.svg\n",
    )
    assert 'fill="#ffcc00"' in Path("a/one.swimlane.svg").read_text(encoding="utf-8")


def test_what_is_no_colour_is_told_and_left_out(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("vs.toml", '[render.colours]\nengage = "crimson"\nplan = "8a1538"\nnone = "#fff"\n')
    status, _, err = vs("render")
    assert (status, err.splitlines()[:4]) == (
        0,
        [
            "warning: vs.toml:2: 'engage' must be a colour such as #2e7d32, not 'crimson'",
            '  help: for example `"#1b5e20"`',
            "warning: vs.toml:3: 'plan' must be a colour such as #2e7d32, not '8a1538'",
            '  help: write `"#8a1538"`',
        ],
    )
    assert err.splitlines()[4] == "warning: vs.toml:4: unknown setting 'none'"
    assert err.endswith("wrote one.swimlane.svg\n")


def test_a_site_tells_it_too(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("vs.toml", '[render.colours]\nengage = "crimson"\n')
    assert "warning: vs.toml:2: 'engage' must be a colour" in vs("docs")[2]


def test_a_logo_makes_pictures_stale(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("vs.toml", 'render = {logo = "logo.png"}\n')
    Path("logo.png").write_bytes(png(3, 1))
    assert vs("render") == (0, "", "wrote one.swimlane.svg\n")
    assert vs("render", "--check")[0] == 0
    Path("logo.png").write_bytes(png(4, 1))
    assert vs("render", "--check")[0] == 1


def test_a_look_is_no_reason_to_fail(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("vs.toml", 'severity = {low-contrast = "off"}\n[render.colours]\nengage = "#fc0"\n')
    assert vs("render") == (0, "", "wrote one.swimlane.svg\n")


def test_settings_show_the_look(vs: Run) -> None:
    write("one.vs.yaml", GOOD)
    write("vs.toml", f'{COLOURS}[render.dark-colours]\npage = "#000"\n')
    _, out, _ = vs("validate", "--show-settings", "one.vs.yaml")
    shown = [" ".join(line.split()) for line in out.splitlines() if line.startswith("  render.")]
    assert shown == [
        "render.view - default",
        "render.format - default",
        "render.direction - default",
        "render.theme - default",
        "render.language - default",
        "render.scale - default",
        "render.logo logo.png vs.toml:2",
        "render.colours engage.strong #ffcc00, plan.tint #e0f0ff vs.toml:3",
        "render.dark-colours page #000000 vs.toml:6",
    ]
