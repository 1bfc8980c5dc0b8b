"""Tests of the dialog that adds markets."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from coinwatch.config import WatchGroup
from coinwatch.model import Listing, Market
from coinwatch.tui.adding import AddPanel
from tests.tui.rig import BTC, DOGE, ETH, LISTINGS, World, frame, lines, table

UPBIT, BINANCE = list(LISTINGS[:3]), [LISTINGS[3]._replace(english_name="")]


@pytest.fixture
def world() -> World:
    """Return a world in which both market lists are known."""
    world = World()
    world.lists = {"upbit": UPBIT, "binance": BINANCE}
    world.ticker(BTC, 116_540_000.0)
    return world


async def test_initial_consonants_find_and_enter_adds(world: World) -> None:
    """What is typed in Hangul is found on both exchanges; the dialog stays open for more."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", "ㄷ", "ㅈ")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "Add to Majors" in text
        assert "▸  DOGE/KRW    Upbit    Dogecoin  도지코인" in text
        await pilot.press("enter")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "DOGE/KRW added to Majors" in text
        assert "▸✓ DOGE/KRW" in text
        assert world.editor.config.groups[0].symbols[-1] == "upbit:KRW-DOGE"
        await pilot.press("b", "t", "c")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert (
            "▸✓ BTC/KRW     Upbit    Bitcoin  비트코인                         116,540,000" in text
        )
        assert " ✓ BTC/USDT    Binance  Bitcoin  비트코인" in text
        await pilot.press("enter")
        await pilot.pause()
        assert "BTC/KRW is in Majors already" in "\n".join(lines(app))
        await pilot.press("escape")
        shown = await frame(app, pilot)
        assert shown[6].startswith(" DOGE/KRW")
        assert table(app).selected == BTC


async def test_a_watchlist_is_resolved_when_it_may_have_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not at each look and not at each letter, but after an addition, by anybody."""
    app, meanings, asked = world.app(), world.meanings, list[Sequence[str]]()

    def counted(texts: Sequence[str]) -> Sequence[Sequence[Market]]:
        asked.append(texts)
        return meanings(texts)

    monkeypatch.setattr(world, "meanings", counted)
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", "d", "o")
        panel = app.screen
        assert isinstance(panel, AddPanel)
        panel.show()
        assert len(asked) == 1
        groups = (WatchGroup("Majors", ("upbit:KRW-DOGE",)),)
        world.editor.config = replace(world.editor.config, groups=groups)
        panel.show()
        panel.show()
        assert asked[1:] == [("upbit:KRW-DOGE",)]
        assert "▸✓ DOGE/KRW" in "\n".join(lines(app))


async def test_decomposed_hangul_is_found(world: World) -> None:
    """Some input methods send a syllable in its parts."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a")
        screen = app.screen
        assert isinstance(screen, AddPanel)
        screen._input.value = "\u1103\u1169\u110c\u1175"
        await pilot.pause()
        assert [each.market for each in screen._found] == [DOGE]


async def test_the_cursor_is_where_is_typed(world: World) -> None:
    """The terminal's own cursor, for input methods, after two cells for each syllable."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", "비", "트")
        await pilot.pause()
        await pilot.pause()
        place = next(y for y, line in enumerate(lines(app)) if line[11:].startswith("비트 "))
        assert tuple(app.cursor_position) == (11 + 4, place)
        await pilot.press("z", "z", "z")
        await pilot.pause()
        await pilot.pause()
        assert tuple(app.cursor_position) == (11 + 7, place)
        assert lines(app)[place][11:].startswith("비트zzz ")


async def test_choosing(world: World) -> None:
    """Arrows, pages and the wheel choose; a click adds."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", "down", "down")
        screen = app.screen
        assert isinstance(screen, AddPanel)
        assert screen.cursor == 2
        await pilot.press("pagedown", "up")
        assert screen.cursor == 2
        screen.on_mouse_scroll_up()
        screen.on_mouse_scroll_down()
        assert screen.cursor == 2
        place = next(y for y, line in enumerate(lines(app)) if "DOGE/KRW" in line)
        await pilot.click(offset=(20, place))
        await pilot.pause()
        assert "upbit:KRW-DOGE" in world.editor.config.groups[0].symbols


async def test_what_was_probably_meant(world: World) -> None:
    """It says so, and what was probably meant."""
    world.lists = {"upbit": LISTINGS[:3]}
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", *"btcc")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "Nothing matches “btcc”. Did you mean BTC?" in text
        assert "▸✓ BTC/KRW" in text
        assert "enter adds" in text
        await pilot.press(*"qqqqqqqq")
        await pilot.pause()
        assert "Nothing matches “btccqqqqqqqq”." in "\n".join(lines(app))
        assert "Did you mean" not in "\n".join(lines(app))
        assert "enter adds" not in "\n".join(lines(app))
        assert "esc closes" in "\n".join(lines(app))


async def test_what_was_probably_meant_is_added(world: World) -> None:
    """Enter takes the chosen one below the sentence; the arrows never leave the markets."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", *"btcc", "down", "up", "up", "up")
        await pilot.pause()
        assert "▸✓ BTC/KRW" in "\n".join(lines(app))
        await pilot.press("enter")
        await pilot.pause()
        assert "BTC/KRW is in Majors already" in "\n".join(lines(app))
        await pilot.press(*"dogee")
        await pilot.pause()
        assert "▸  DOGE/KRW" in "\n".join(lines(app))
        await pilot.press("enter")
        await pilot.pause()
        assert world.editor.config.groups[0].symbols[-1] == "upbit:KRW-DOGE"


async def test_the_added_row_is_selected(world: World) -> None:
    """Behind the dialog, which stays open for more; one that is there already as well."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await frame(app, pilot)
        await pilot.press("a", *"doge", "enter", "escape")
        assert table(app).selected == DOGE
        await pilot.press("a", *"eth", "enter", "escape")
        assert table(app).selected == ETH


async def test_a_group_that_goes_meanwhile(world: World) -> None:
    """Nothing is added to the one that took its place."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await frame(app, pilot)
        await pilot.press("a", *"doge")
        other = replace(world.editor.config.groups[0], name="Other")
        world.editor.set(replace(world.editor.config, groups=(other,)))
        await pilot.press("enter")
        await pilot.pause()
        assert "the group Majors is not in the config any more" in "\n".join(lines(app))
        assert world.editor.config.groups == (other,)


async def test_before_the_lists_are_there(world: World) -> None:
    """It says what is on its way and what is wrong, and takes what comes."""
    world.lists = {"upbit": "", "binance": "cannot resolve api.binance.com"}
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", "d", "o", "g")
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "Upbit: loading the market list" in text
        assert "Binance: no market list yet: cannot resolve api.binance.com" in text
        await pilot.press("enter")
        assert len(world.editor.config.groups[0].symbols) == 3
        world.lists = {"upbit": UPBIT, "binance": BINANCE}
        screen = app.screen
        assert isinstance(screen, AddPanel)
        screen.show()
        await pilot.pause()
        assert "DOGE/KRW" in "\n".join(lines(app))


async def test_nothing_found(world: World) -> None:
    """An empty list says why."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a", "z", "z", "z")
        await pilot.pause()
        assert "Nothing matches “zzz”." in "\n".join(lines(app))


@pytest.mark.parametrize("size", [(40, 8), (80, 24), (300, 100)])
async def test_every_size(size: tuple[int, int], world: World) -> None:
    """The line where is typed and the choice are in sight everywhere."""
    many = [
        Listing(Market("upbit", f"KRW-A{n}", f"A{n}", "KRW"), caution="x" * 99) for n in range(99)
    ]
    world.lists = {"upbit": many}
    app = world.app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("a", "a", *["pagedown"] * 5)
        await pilot.pause()
        shown = lines(app)
        left = max(0, (size[0] - 78) // 2)
        assert any(line[left:].strip() == "a" or line[left:].startswith("a  ") for line in shown)
        assert sum("▸  A50/KRW" in line for line in shown) == 1
        assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {size[0]}


async def test_language_and_colours_change_while_it_is_open(world: World) -> None:
    """Every word and every line follows."""
    app = world.app()
    async with app.run_test(size=(100, 24)) as pilot:
        await pilot.press("a")
        app.set_language("ko")
        app.theme = "textual-light"
        await pilot.pause()
        text = "\n".join(lines(app))
        assert "Majors에 추가" in text
        assert "초성" in text
        assert "비트코인  Bitcoin" in text
