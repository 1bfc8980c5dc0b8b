"""Steps that need each other, and the time that each has."""

from coinwatch.doctor.findings import Check, State, Step, Verdict
from coinwatch.doctor.steps import LATE, Done, NotNeeded, Steps
from coinwatch.errors import DecodeError, NetworkError
from tests.rig import clock
from tests.virtual import pass_time

VIRTUAL_TIME = True


async def _well() -> Done:
    await pass_time(0.0123)
    return Done("it works")


async def _measured() -> Done:
    return Done("it works", 4.56)


async def _fail() -> Done:
    await pass_time(0.02)
    raise NetworkError("it is \x1b[31m broken", "Mend it.")


async def _fail_otherwise() -> Done:
    raise DecodeError("it is odd")


async def _leave_out() -> Done:
    raise NotNeeded("there is nothing to do")


async def _hang() -> Done:
    await pass_time(1000)
    return Done("never")


def _steps() -> tuple[Steps, list[Check | Verdict]]:
    told: list[Check | Verdict] = []
    return Steps("upbit", 1.5, told.append, clock().monotonic), told


async def test_tells_what_comes_of_each_step_and_how_long_it_took() -> None:
    """In milliseconds, to a tenth; what a step measured itself goes first."""
    steps, told = _steps()
    await steps.take(Step.DNS, _well)
    await steps.take(Step.TCP, _measured)
    await steps.take(Step.TLS, _fail)
    await steps.take(Step.REST, _fail_otherwise)
    assert told == [
        Check("upbit", Step.DNS, State.OK, 12.3, "it works"),
        Check("upbit", Step.TCP, State.OK, 4.6, "it works"),
        Check("upbit", Step.TLS, State.FAILED, 20.0, "it is ␛[31m broken", "Mend it."),
        Check("upbit", Step.REST, State.FAILED, 0.0, "it is odd"),
    ]
    assert [step for step in Step if steps.went_well(step)] == [Step.DNS, Step.TCP]


async def test_what_needs_a_failed_step_is_skipped_and_says_which() -> None:
    """However many steps are between; what needs nothing is done."""
    steps, told = _steps()
    await steps.take(Step.DNS, _fail)
    await steps.take(Step.TCP, _well, needs=Step.DNS)
    await steps.take(Step.TLS, _well, needs=Step.TCP)
    await steps.take(Step.REST, _well)
    assert told[1:] == [
        Check("upbit", Step.TCP, State.SKIPPED, None, "DNS failed"),
        Check("upbit", Step.TLS, State.SKIPPED, None, "DNS failed"),
        Check("upbit", Step.REST, State.OK, 12.3, "it works"),
    ]


async def test_what_is_not_needed_is_in_nobodys_way() -> None:
    """It is skipped with its reason, and what comes after is done."""
    steps, told = _steps()
    await steps.take(Step.TLS, _leave_out)
    await steps.take(Step.WEBSOCKET, _measured, needs=Step.TLS)
    assert told == [
        Check("upbit", Step.TLS, State.SKIPPED, None, "there is nothing to do"),
        Check("upbit", Step.WEBSOCKET, State.OK, 4.6, "it works"),
    ]


async def test_a_step_ends_when_its_time_is_up() -> None:
    """With a sentence of its own, if the step has one."""
    steps, told = _steps()
    await steps.take(Step.TCP, _hang)
    await steps.take(Step.FIRST_TICK, _hang, late=lambda: NetworkError("none came", "Wait."))
    assert told == [
        Check("upbit", Step.TCP, State.FAILED, 1500.0, "no answer within 1s500ms", LATE),
        Check("upbit", Step.FIRST_TICK, State.FAILED, 1500.0, "none came", "Wait."),
    ]
