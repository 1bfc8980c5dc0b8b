"""The words of an examination."""

from coinwatch.doctor.findings import Step


def test_every_step_has_a_word_for_people() -> None:
    """Abbreviations in capitals, the others as they are spoken."""
    assert [step.label for step in Step] == [
        "program", "config", "proxy", "DNS", "TCP", "TLS", "REST", "WebSocket", "subscribe",
        "first tick", "round trip", "clock",
    ]  # fmt: skip
