"""The pictures of the README: what is committed is sound, and what is made of a screen's."""

from xml.etree import ElementTree as ET

import pytest

from tools import pictures


@pytest.mark.parametrize("name", list(pictures.PICTURES))
def test_what_is_committed_can_be_shown(name: str) -> None:
    """It is XML, not heavy, and loads nothing."""
    svg = (pictures.FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"  # noqa: S314  # our own
    assert "url(http" not in svg.replace('"', "")
    assert 20_000 < len(svg) < 200_000


def test_wide_characters_are_two_cells_wide() -> None:
    """Else a browser squeezes them into one."""
    text = '<text textLength="{}" x="0">비트 &amp;</text>'
    assert pictures.tidied(text.format("40")) == text.format("60.0")
    assert pictures.tidied("<style>@font-face {a: b;}</style>") == "<style></style>"
