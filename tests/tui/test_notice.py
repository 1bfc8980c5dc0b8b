"""Tests of the help and of the sentence for small terminals."""

from coinwatch.text import width
from coinwatch.tui.keys import KEYS, keys_of
from coinwatch.tui.notice import Help, HelpLine, TooSmall, help_lines
from coinwatch.tui.words import ENGLISH
from tests.tui.rig import World, lines


def test_help_lines() -> None:
    """The help has a group for each kind of key, and every key with what it does."""
    keys = keys_of("main")
    found = help_lines(keys, ENGLISH, 76)
    assert found[0] == HelpLine("Move")
    assert [line.key for line in found if not line.words and line.key] == [
        "Move", "List", "Edit", "View", "Program", "Signs",
    ]  # fmt: skip
    told = {line.key.strip(): line.words for line in found if line.words}
    meant = {key.shown: ENGLISH.keys[key.name][1] for key in keys}
    assert told == {**ENGLISH.signs, **meant}


def test_help_lines_on_a_narrow_screen() -> None:
    """Long words go on below themselves."""
    found = help_lines(KEYS, ENGLISH, 36)
    assert all(width(line.key) + width(line.words) <= 36 for line in found)
    place = next(n for n, line in enumerate(found) if line.key.strip() == "/")
    assert found[place].words == "filter by code,"
    assert found[place + 1] == HelpLine(" " * 18, "English or Korean")


async def test_help() -> None:
    """The help opens over the prices, and esc, ?, enter or q closes it."""
    app = World().app()
    async with app.run_test(size=(100, 40)) as pilot:
        for key in ("escape", "question_mark", "enter", "q"):
            await pilot.press("question_mark")
            await pilot.pause()
            assert isinstance(app.screen, Help)
            text = "\n".join(lines(app))
            assert "freeze the picture; the data goes on" in text
            assert "BTC/KRW" in text
            await pilot.press(key)
            await pilot.pause()
            assert not isinstance(app.screen, Help)


async def test_help_on_the_smallest_screen() -> None:
    """Where the help is longer than the screen, it scrolls, and always says how to leave."""
    app = World().app()
    async with app.run_test(size=(40, 8)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Move" in "\n".join(lines(app))
        assert lines(app)[-1].strip() == "↑↓ scroll   esc closes"
        await pilot.press("end")
        await pilot.pause()
        assert "investment warning" in " ".join("\n".join(lines(app)).split())
        assert lines(app)[-1].strip() == "↑↓ scroll   esc closes"


async def test_help_is_broken_anew() -> None:
    """When the terminal changes its size, the help's lines do too."""
    app = World().app()
    async with app.run_test(size=(100, 50)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert "filter by code, English or Korean name" in "\n".join(lines(app))
        await pilot.resize_terminal(44, 50)
        await pilot.pause()
        assert "filter by code, English" not in "\n".join(lines(app))


async def test_too_small() -> None:
    """Below 40x8 there is one sentence, whatever was open; above, all is as it was."""
    app = World().app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        for width_, height in ((39, 24), (80, 7), (10, 3), (1, 1)):
            await pilot.resize_terminal(width_, height)
            await pilot.pause()
            assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(39, 8)
        await pilot.pause()
        assert lines(app) == ["terminal too small (need 40x8)", *[""] * 7]
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert isinstance(app.screen, Help)


async def test_too_small_from_the_start() -> None:
    """A terminal that is too small at the start is told so, and can be left with q."""
    app = World().app()
    async with app.run_test(size=(30, 5)) as pilot:
        await pilot.pause()
        assert lines(app)[0] == "terminal too small (need 40x8)"
        await pilot.press("q")
    assert app.return_code == 0
