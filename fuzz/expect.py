"""What a target says when something must not be."""


def expect(holds: object, culprit: object) -> None:
    """Raise AssertionError about ``culprit`` unless ``holds``: with -O as well."""
    if not holds:
        raise AssertionError(repr(culprit))
