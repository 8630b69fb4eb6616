"""A photo is known by its bytes."""

import pytest

from inventory.rules.photos import media_type_of
from tests.support.photos import make_png


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"\xff\xd8\xff\xe0rest", "image/jpeg"),
        (make_png(), "image/png"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "image/webp"),
        (b"GIF89a", None),
        (b"<svg onload='alert(1)'>", None),
        (b"RIFF\x10\0\0\0WAVE", None),
        (b"", None),
    ],
)
def test_what_it_is(content: bytes, media_type: str | None) -> None:
    assert media_type_of(content) == media_type
