"""Which language people are spoken to in."""

import pytest

from coinwatch.language import choose_language


@pytest.mark.parametrize(
    ("setting", "environ", "language"),
    [
        ("auto", {"LANG": "ko_KR.UTF-8"}, "ko"),
        ("auto", {"LANG": "en_GB.UTF-8"}, "en"),
        ("auto", {"LANG": "ko_KR.UTF-8", "LC_ALL": "C.UTF-8"}, "en"),
        ("auto", {"LANG": "C", "LC_MESSAGES": "ko_KR", "LC_ALL": ""}, "ko"),
        ("auto", {}, "en"),
        ("en", {"LANG": "ko_KR.UTF-8"}, "en"),
        ("ko", {"LANG": "C"}, "ko"),
    ],
)
def test_choose_language(setting: str, environ: dict[str, str], language: str) -> None:
    """What is set counts; ``auto`` goes by the first variable of the locale that is not empty."""
    assert choose_language(setting, environ) == language
