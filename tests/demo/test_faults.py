"""What can be made to go wrong: the switches themselves. Each is thrown in test_server.py."""

from dataclasses import dataclass, field, fields

from coinwatch.demo.answers import refusal
from coinwatch.demo.faults import Close, Faults, Flood
from coinwatch.demo.limits import Rate


@dataclass
class Victim:
    """Notes what is done to it."""

    done: list[object] = field(default_factory=list)

    def close(self, code: int, reason: str = "") -> None:
        """Note it."""
        self.done.append((code, reason))

    def abort(self) -> None:
        """Note it."""
        self.done.append("abort")

    def reset(self) -> None:
        """Note it."""
        self.done.append("reset")

    def force(self, data: bytes) -> None:
        """Note it."""
        self.done.append(data)


def test_at_first_nothing_goes_wrong() -> None:
    """All switches are off."""
    faults = Faults()
    assert not any(getattr(faults, switch.name) for switch in fields(faults))


def test_all_switches_can_be_set_back_at_once() -> None:
    """And the connections stay known."""
    faults, victim = Faults(), Victim()
    faults.victims = [victim]
    faults.refuse, faults.rest = refusal(503), refusal(503)
    faults.hang = faults.stall = faults.half_open = faults.duplicate = faults.reorder = True
    faults.close_at_once, faults.flood = Close(1000), Flood("BTCUSDT", 10)
    faults.fragment, faults.drip = 5, Rate(1, 0.1)
    faults.ignore_requests = faults.rest_drop = True
    faults.ack_delay_s = faults.rest_delay_s = 1.0
    faults.rest_prefix = "/"
    faults.clear()
    assert faults == Faults()
    assert faults.victims == [victim]


def test_methods_act_on_every_connection() -> None:
    """At once, and in the order of the connections."""
    faults, one, other = Faults(), Victim(), Victim()
    faults.victims = [one, other]
    faults.close_all(1008, "why")
    faults.abort_all()
    faults.reset_all()
    faults.inject("{")
    faults.inject(b"\xff")
    faults.inject_wire(b"\x00")
    expected = [(1008, "why"), "abort", "reset", b"\x81\x01{", b"\x82\x01\xff", b"\x00"]
    assert one.done == other.done == expected
