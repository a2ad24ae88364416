"""A logo is known by its bytes, and its size before anything unpacks it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.images import gif, jpeg, png, webp
from valuestream_cli.logo import UnusableLogo, load

SIZES = ((1, 1), (300, 100), (4000, 3999))
IMAGES = {
    "image/png": [png(*size) for size in SIZES[:2]],
    "image/gif": [gif(*size) for size in SIZES],
    "image/jpeg": [jpeg(*size, kind) for size in SIZES for kind in (0xC0, 0xC1, 0xC2, 0xCF)],
    "image/webp": [webp(*size, kind) for size in SIZES for kind in ("VP8X", "VP8L", "VP8 ")],
}
HEADS = [image for images in IMAGES.values() for image in images]


def loaded(content: bytes, path: Path) -> tuple[str, int, int]:
    path.write_bytes(content)
    logo = load(str(path))
    assert logo.content == content
    return logo.media, logo.width, logo.height


@pytest.mark.parametrize("media", IMAGES)
def test_four_formats_are_known(media: str, tmp_path: Path) -> None:
    found = [loaded(image, tmp_path / "any.name") for image in IMAGES[media]]
    assert {each[0] for each in found} == {media}
    assert {each[1:] for each in found} == set(SIZES[:2] if media == "image/png" else SIZES)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "is no PNG, JPEG, GIF or WebP image"),
        (b"", "is no PNG, JPEG, GIF or WebP image"),
        (gif(0, 10), "has 0 x 10 pixels; a side may have 1 to 4,000"),
        (gif(4001, 10), "has 4,001 x 10 pixels; a side may have 1 to 4,000"),
        (jpeg(9, 9)[:30], "begins like image/jpeg and ends before it tells its size"),
        (gif(9, 9)[:8], "begins like image/gif and ends before it tells its size"),
        (gif(9, 9) + bytes(300_000), "is larger than 300,000 bytes"),
    ],
)
def test_what_is_no_logo(content: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(UnusableLogo, match=f"^{why}$"):
        loaded(content, tmp_path / "logo.png")


def test_what_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.png", Path("/dev/null")):
        with pytest.raises(UnusableLogo, match=r"^is not a file$"):
            load(str(path))


@given(st.sampled_from(HEADS), st.binary(max_size=40), st.integers(0, 60))
def test_no_bytes_are_too_odd(tmp_path_factory: pytest.TempPathFactory, head: bytes, tail: bytes, cut: int) -> None:
    path = tmp_path_factory.mktemp("logo") / "logo.png"
    path.write_bytes(head[:cut] + tail)
    try:
        logo = load(str(path))
    except UnusableLogo:
        return
    assert 1 <= logo.width <= 4000
    assert 1 <= logo.height <= 4000
