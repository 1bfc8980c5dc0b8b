"""Tests of a page in the terminal's place."""

import os
import sys
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, cast

import pytest

from coinwatch.tui.page import PageDriver

Until = Callable[[Callable[[], object]], Coroutine[Any, Any, None]]


class App:
    """What the driver asks of the application."""

    def __init__(self) -> None:
        self.codes: list[int] = []

    def exit(self, _result: None, code: int) -> None:
        """Note the end."""
        self.codes.append(code)


@pytest.fixture(autouse=True)
def stdin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have input that can be waited for, as a page's is."""
    reader, writer = os.pipe()
    with os.fdopen(reader) as file:
        monkeypatch.setattr(sys, "__stdin__", file)
        yield
    os.close(writer)


async def test_output_that_nobody_takes_ends_the_screen(until: Until) -> None:
    """With the code of a hang-up, and without an error."""
    app = App()
    driver = PageDriver(cast("Any", app), size=(80, 24))
    reader, driver.fileno = os.pipe()
    driver.write("shown")
    assert os.read(reader, 64) == b"D\0\0\0\x05shown"
    assert app.codes == []
    os.close(reader)
    driver.write("lost")
    await until(lambda: app.codes)
    assert app.codes == [129]
    os.close(driver.fileno)


@pytest.mark.parametrize("left", [False, True])
async def test_the_end_of_the_input_ends_the_screen(left: bool, until: Until) -> None:  # noqa: FBT001  # both cases
    """Unless the screen was left before."""
    app = App()
    driver = PageDriver(cast("Any", app), size=(80, 24))
    driver._input_reader = cast("Any", Ended())
    if left:
        driver.exit_event.set()
    driver.run_input_thread()
    driver._events.call_soon(app.exit, None, 0)
    await until(lambda: app.codes)
    assert app.codes == ([0] if left else [129, 0])


class Ended:
    """Input that has ended."""

    def __iter__(self) -> "Ended":
        return self

    def __next__(self) -> bytes:
        raise StopIteration

    def close(self) -> None:
        """Do nothing."""
