"""What an exchange notes down."""

from coinwatch.demo.ledger import Asked, Ledger, Received, Sent, Visit


def test_nothing_in_a_ledger_grows_without_bound() -> None:
    """A demo may run for days."""
    ledger, visit = Ledger(), Visit(1, 0.0, "/ws")
    for number in range(100_010):
        ledger.trades.append(Sent("BTCUSDT", number, 1.0, (1,)))
        ledger.asked.append(Asked(0.0, "/", 200))
        ledger.visits.append(visit)
        ledger.handshakes.append(0.0)
        visit.received.append(Received(0.0, "text", b""))
    assert len(ledger.trades) == 100_000
    assert len(ledger.asked) == len(ledger.visits) == len(ledger.handshakes) == 10_000
    assert len(visit.received) == 1_000
    assert ledger.trades[-1].trade_id == 100_009


def test_an_open_visit_has_no_end() -> None:
    """Its code is known when it is over."""
    visit = Visit(1, 0.0, "/ws")
    assert (visit.closed_s, visit.close_code) == (None, None)
