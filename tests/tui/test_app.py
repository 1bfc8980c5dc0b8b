"""Tests of the application as a whole: what is on the screen, and how it starts and ends."""

import pytest
from textual.command import CommandPalette
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Input

from coinwatch.model import FeedState, Group, Listing, Market, Standing
from coinwatch.tui.app import CoinwatchApp
from coinwatch.tui.keys import keys_of
from coinwatch.tui.notice import TooSmall
from coinwatch.tui.roles import Role
from coinwatch.tui.theme import Ground
from tests.tui.rig import BTC, BTCUSDT, LISTINGS, World, frame, lines, table

MINUS = "\N{MINUS SIGN}"
WON = {"reference": 115_111_616.0, "high": 117e6, "low": 115e6, "quote_volume": 812.3e9}
DOLLAR = {"reference": 79_057.4, "high": 79_500.0, "low": 78_500.0, "quote_volume": 1.92e9}


def busy() -> World:
    """Return a world in which both exchanges are live and two of three markets have data."""
    world = World()
    for exchange, seconds in (("upbit", 0.038), ("binance", 0.091)):
        health = world.live(exchange)
        health.round_trip_s, health.frames = seconds, 1
    world.ticker(BTC, 116_539_000.0, **WON)
    world.clock.now += 1
    world.ticker(BTC, 116_540_000.0, **WON)
    world.quote(BTC, 116_539_000.0, 116_540_000.0)
    world.ticker(BTCUSDT, 78_812.34, **DOLLAR)
    world.clock.now += 1
    return world


def squeezed(line: str) -> str:
    """Return a line with one blank where there are many."""
    return " ".join(line.split())


async def test_at_120x40() -> None:
    """A usual terminal shows everything that there is, each in its column."""
    app = busy().app()
    async with app.run_test(size=(120, 40)) as pilot:
        shown = await frame(app, pilot)
    assert [squeezed(line) for line in shown[:6]] == [
        "coinwatch ● Upbit live 38 ms —/s ● Binance live 91 ms —/s 12:00:02",
        "[Majors] change since 00:00 UTC sort: manual",
        "Market Price Change Day range Volume Spread Premium 1 h Age",
        "▸BTC/KRW Upbit 116,540,000 ▲ +1.24 % ▕───────●──▏ 812.3 B₩ 0.1 bp · ▄ 1 s",
        "ETH/KRW Upbit — — — — — · —",
        f"BTC/USDT Binance 78,812.34 {MINUS}0.31 % ▕───●──────▏ 1.92 B$ — · ▄ 1 s",
    ]
    assert squeezed(shown[-1]) == (
        "q quit / filter s sort enter detail p premium a add o options t window space freeze "
        "c colours ? help 3 of 3"
    )
    assert shown[6:-1] == [""] * 33


@pytest.mark.parametrize(
    ("term", "wish", "theme"),
    [
        ("xterm-256color", None, "textual-dark"),
        ("linux", None, "ansi-dark"),
        ("linux", "textual-dark", "textual-dark"),
    ],
)
async def test_theme_of_the_start(
    term: str, wish: str | None, theme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With 16 colours it starts in the terminal's own, unless a theme is asked for."""
    monkeypatch.setenv("TERM", term)
    if wish:
        monkeypatch.setenv("TEXTUAL_THEME", wish)
    app = busy().app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert app.theme == theme


async def test_columns_are_aligned() -> None:
    """Every number ends where its title ends."""
    app = busy().app()
    async with app.run_test(size=(120, 40)) as pilot:
        shown = await frame(app, pilot)
    for title, ends in (("Change", ("%", "—", "%")), ("Volume", ("₩", "—", "$")), ("Age", "s—s")):
        end = shown[2].index(title) + len(title) - 1
        assert [line[end] for line in shown[3:6]] == list(ends)


async def test_at_80x24() -> None:
    """On a narrower screen the less important columns are gone, and nothing is cut."""
    app = busy().app()
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await frame(app, pilot)
    assert [squeezed(line) for line in shown[:6]] == [
        "coinwatch ● Upbit live 38 ms —/s ● Binance live 91 ms —/s 12:00:02",
        "[Majors] change since 00:00 UTC sort: manual",
        "Market Price Change Volume Premium 1 h Age",
        "▸BTC/KRW Upbit 116,540,000 ▲ +1.24 % 812.3 B₩ · ▄ 1 s",
        "ETH/KRW Upbit — — — · —",
        f"BTC/USDT Binance 78,812.34 {MINUS}0.31 % 1.92 B$ · ▄ 1 s",
    ]
    assert {len(line) for line in shown[:6]} == {79}


async def test_at_40x8() -> None:
    """The smallest terminal still tells states, basis, prices, changes and ages."""
    app = busy().app()
    async with app.run_test(size=(40, 8)) as pilot:
        assert await frame(app, pilot) == [
            " ● Upbit live  38 ms    —/s",
            " ● Binance live  91 ms    —/s",
            " [Majors]               since 00:00 UTC",
            " Market             Price   Change   Age",
            "▸BTC/KRW  Up 116,540,000▲   +1.24%   1 s",
            " ETH/KRW  Up           —         —     —",
            f" BTC/USDT Bi   78,812.34    {MINUS}0.31%   1 s",
            " q quit  a add  ? help           3 of 3",
        ]


async def test_at_300x100() -> None:
    """A very wide terminal has names, and sparklines as long as there is room."""
    app = busy().app()
    async with app.run_test(size=(300, 100)) as pilot:
        shown = await frame(app, pilot)
    assert squeezed(shown[3]) == (
        "▸BTC/KRW Upbit Bitcoin 116,540,000 ▲ +1.24 % "
        "▕────────────────●─────▏ 812.3 B₩ 0.1 bp · ▄▄▄ 1 s"
    )
    assert len(shown[3]) == 299


async def test_before_any_data() -> None:
    """The first paint shows the watchlist and dashes; nothing is 0."""
    world = World()
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        shown = lines(app)
    assert squeezed(shown[0]) == "coinwatch ◐ Upbit connecting ◐ Binance connecting 12:00:00"
    assert squeezed(shown[3]) == "▸BTC/KRW Upbit — — — — — · —"
    assert "0" not in "".join(shown[3:6])


async def test_without_a_watchlist() -> None:
    """Where nothing is watched yet, the screen says so."""
    world = World(Group("Mine", ()))
    app = world.app()
    async with app.run_test(size=(80, 10)) as pilot:
        assert (await frame(app, pilot))[4] == "  Nothing is watched here yet: a adds a market."


async def test_hangul() -> None:
    """Korean names take two cells a syllable, and the columns behind them stay in line."""
    world = busy()
    app = world.app(language="ko")
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        strips = app.screen._compositor.render_strips()
        won, dollar = strips[3], strips[5]
        assert won.cell_length == dollar.cell_length == 120
        assert "비트코인" in won.text
        assert "8,123억₩" in won.text
        place = {slot.column.name: slot for slot in table(app).columns.slots}["price"]
        for strip, price in ((won, "116,540,000 ▲"), (dollar, "78,812.34")):
            assert strip.crop(place.x, place.end).text.strip() == price
        style = table(app)._painter.palette[Ground.ROW][Role.UP]
    assert style.color
    assert style.color.triplet
    assert style.color.triplet.red > style.color.triplet.blue


async def test_stale() -> None:
    """When a feed stops, its rows say stale and lose their colours; the other's do not."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        await frame(app, pilot)
        world.status("upbit", FeedState.WAITING, "connection lost", 3_000)
        world.clock.now += 1
        shown = await frame(app, pilot)
        assert "◐ Upbit waiting" in shown[0]
        assert shown[1] == " Upbit: connection lost; next try in 2 s"
        assert shown[4].endswith(" stale 2s")
        assert shown[6].endswith(" 2 s")
        styles = {segment.style for segment in app.screen._compositor.render_strips()[4]}
        palette = table(app)._painter.palette
        assert styles <= set(palette[Ground.STALE_SELECTED].values())
        world.live("upbit")
        world.ticker(BTC, 116_541_000.0, **WON)
        shown = await frame(app, pilot)
        assert shown[3].endswith(" 0 s")
        assert "stale" not in "\n".join(shown)


async def test_no_data() -> None:
    """After ten seconds a row that is still empty gives the reason in words."""
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        world.clock.now = 1_009.5
        assert "no data" not in "\n".join(await frame(app, pilot))
        world.clock.now = 1_010.0
        shown = await frame(app, pilot)
        assert squeezed(shown[4]) == "ETH/KRW no data: Upbit is live but has sent nothing for it"
        world.status("upbit", FeedState.BLOCKED, "HTTP 451: not served where this computer is")
        shown = await frame(app, pilot)
        assert squeezed(shown[5]).startswith("ETH/KRW no data: Upbit is blocked: HTTP 451")


async def test_offline() -> None:
    """Without a network every line says what is wrong, and how to go on without one."""
    world = World()
    for exchange, host in (("upbit", "api.upbit.com"), ("binance", "stream.binance.com")):
        world.status(exchange, FeedState.WAITING, f"cannot resolve {host}", 4_000)
    app = world.app()
    async with app.run_test(size=(80, 24)) as pilot:
        world.clock.now += 1
        shown = await frame(app, pilot)
    assert shown[1:4] == [
        " Upbit: cannot resolve api.upbit.com; next try in 3 s",
        " Binance: cannot resolve stream.binance.com; next try in 3 s",
        " Without a network: coinwatch --demo",
    ]


async def test_hostile_names() -> None:
    """Names and reasons from a server are text, whatever is in them, and break no line."""
    evil = Market("upbit", "KRW-EVIL", "[red]E\x1b[2J", "K\u202eRW")
    names = Listing(evil, "\x1b]0;title\x07", "[@click=app.quit]x[/]\n\u0300\u0300", ((0.0, 2),))
    world = World(Group("[b]\x9bgroup", (evil, BTC)), listings=[names, *LISTINGS])
    world.status("upbit", FeedState.WAITING, "\x1b[31m[link=x]bad\r\n", 1_000)
    app = world.app()
    async with app.run_test(size=(300, 20)) as pilot:
        shown = await frame(app, pilot)
        text = "\n".join(shown)
        assert "[b]\ufffdgroup" in text
        assert "[red]E␛[2J/K\ufffdRW" in text
        assert "[@click=app.quit]x[/]␊" in text
        assert "␛[31m[link=x]bad␍␊" in text
        assert all(strip.cell_length == 300 for strip in app.screen._compositor.render_strips())
        assert all(line.isprintable() for line in shown)


@pytest.mark.parametrize("key", ["q", "ctrl+c"])
async def test_quit(key: str) -> None:
    """Both keys leave, with return code 0."""
    app = World().app()
    async with app.run_test() as pilot:
        await pilot.press(key)
    assert app.return_code == 0


async def test_ctrl_c_while_typing() -> None:
    """In the filter's line q is a letter, and ctrl+c still leaves."""
    app = World().app()
    async with app.run_test() as pilot:
        await pilot.press("slash", "q")
        assert app.is_running
        await pilot.press("ctrl+c")
    assert app.return_code == 0


async def test_exit_from_outside() -> None:
    """Whoever runs the application may end it with a code of its own."""
    app = World().app()
    async with app.run_test():
        app.exit(return_code=143)
    assert app.return_code == 143


async def test_colours() -> None:
    """The key changes what up and down look like, round and round."""
    app = busy().app()
    async with app.run_test(size=(120, 20)) as pilot:
        seen = []
        for _ in range(4):
            await frame(app, pilot)
            style = table(app)._painter.palette[Ground.ROW][Role.UP]
            strip = app.screen._compositor.render_strips()[3]
            change = next(segment for segment in strip if "+1.24" in segment.text)
            selected = table(app)._painter.palette[Ground.SELECTED][Role.UP]
            assert change.style == selected
            seen.append(style.color)
            await pilot.press("c")
            await pilot.pause()
        assert seen[0] == seen[3]
        assert len(set(seen)) == 3


async def test_theme() -> None:
    """Another theme is followed at once, and one that was set before the start too."""
    app = busy().app()
    app.theme = "textual-light"
    async with app.run_test(size=(120, 20)) as pilot:
        await pilot.pause()
        palette = table(app)._painter.palette
        ground = palette[Ground.ROW][Role.TEXT].bgcolor
        assert ground
        assert ground.name == "#e0e0e0"
        app.theme = "textual-dark"
        await pilot.pause()
        ground = table(app)._painter.palette[Ground.ROW][Role.TEXT].bgcolor
        assert ground
        assert ground.name == "#121212"


async def test_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR everything is grey, and nothing is lost."""
    monkeypatch.setenv("NO_COLOR", "1")
    world = busy()
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        world.ticker(BTC, 116_539_000.0, **WON)
        await frame(app, pilot)
        strips = app.screen._compositor.render_strips()
        for strip in strips:
            for _text, style, _control in strip:
                for color in (style.color, style.bgcolor) if style else ():
                    assert color
                    assert color.triplet
                    assert len(set(color.triplet)) == 1
        assert "116,539,000 ▼" in strips[3].text
        assert "▸" in strips[3].text


async def test_command_palette() -> None:
    """The palette finds what every key does but moving, and runs it."""
    app = World().app()
    async with app.run_test(size=(100, 40)) as pilot:
        commands = {each.title: each for each in app.get_system_commands(app.screen)}
        assert set(commands) == {
            "Quit", "Filter", "Sort", "Reverse", "Detail", "Premium", "Window", "Freeze", "Colours",
            "Back", "Help", "Theme", "Add", "Remove", "Undo", "Groups", "Options", "Language",
            "Move K", "Move J", "Group tab", "Group shift+tab",
        }  # fmt: skip
        assert all(each.help for each in commands.values())
        await commands["Freeze"].callback()
        assert "FROZEN" in (await frame(app, pilot))[0]
        await pilot.press("ctrl+p")
        await pilot.pause()
        assert isinstance(app.screen, CommandPalette)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, CommandPalette)


async def test_command_palette_in_korean() -> None:
    """Its prompts and commands are in the language of the screen."""
    app = World().app()
    async with app.run_test(size=(100, 40)) as pilot:
        app.set_language("ko")
        assert "정렬" in {each.title for each in app.get_system_commands(app.screen)}
        for open_palette, prompt in (
            (app.action_command_palette, "명령 검색"),
            (app.search_themes, "어둡거나 밝은 다른 테마 고르기"),
        ):
            open_palette()
            open_palette()
            await pilot.pause()
            assert app.screen.query_one(Input).placeholder == prompt
            await pilot.press("escape")
            await pilot.pause()
            if isinstance(app.screen, CommandPalette):
                await pilot.press("escape")
                await pilot.pause()


async def test_help_is_only_for_the_main_screen() -> None:
    """Where another screen is open already, the key for help opens nothing over it."""
    app = World().app()
    async with app.run_test(size=(20, 5)) as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)


def test_size_before_there_is_a_screen() -> None:
    """A size that comes before the first screen is taken in without fuss."""
    app = World().app()
    app._check_room(Size(10, 3))
    assert app.screen_stack == []


async def test_keys_are_bound() -> None:
    """Every key of the table runs its action on the main screen."""
    app = World().app()
    async with app.run_test():
        bound = app.screen.active_bindings
        for key in keys_of("main"):
            for names, action in key.actions:
                for name in names.split(","):
                    assert bound[name].binding.action == action


async def test_keys_of_textual_are_gone() -> None:
    """What Textual binds by itself and the table does not list is not there."""
    app = World().app()
    async with app.run_test():
        assert "ctrl+q" not in app.screen.active_bindings


def test_language_and_colours_by_locale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the config says auto, a Korean locale means Korean names and red for up."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    western = World().app(language="auto")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    korean = World().app(language="auto")
    assert convention(western) == "western"
    assert convention(korean) == "korean"
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert convention(World().app(language="auto")) == "western"


def convention(app: CoinwatchApp) -> str:
    """Return which convention an application starts with."""
    return app._convention


async def test_what_the_mark_of_the_selected_row_means() -> None:
    """The footer says it in words, where half of the line is enough."""
    listings = [LISTINGS[0]._replace(caution="warning, price fluctuations"), *LISTINGS[1:]]
    app = World(listings=listings).app()
    async with app.run_test(size=(120, 20)) as pilot:
        shown = await frame(app, pilot)
        assert shown[3].startswith("▸BTC/KRW !! Upbit")
        assert shown[-1].endswith("!! investment warning, sharp price moves   3 of 3")
        await pilot.resize_terminal(60, 20)
        assert (await frame(app, pilot))[-1].endswith(" 3 of 3")
        assert "investment" not in lines(app)[-1]


async def test_a_halt_comes_and_goes() -> None:
    """Row and footer have it from the ticker that tells of it to the one that does not."""
    world = World()
    app = world.app()
    async with app.run_test(size=(120, 20)) as pilot:
        world.ticker(BTC, 116e6, standing=Standing("halt"))
        await frame(app, pilot)  # from here on the column has room for the mark
        world.clock.now += 1  # the footer is looked at once a second
        shown = await frame(app, pilot)
        assert shown[3].startswith("▸BTC/KRW ‖ Upbit")
        assert shown[-1].endswith("‖ trading halted   3 of 3")
        world.ticker(BTC, 116e6)
        world.clock.now += 1
        shown = await frame(app, pilot)
        assert "‖" not in shown[3] + shown[-1]


async def test_what_a_left_screen_painted_is_freed() -> None:
    """Textual keeps its widgets for a while: they must not keep their pictures."""
    app = World().app()
    async with app.run_test(size=(100, 20)) as pilot:
        await pilot.press("question_mark")
        await frame(app, pilot)
        left = list(app.screen.walk_children(Widget, with_self=True))
        assert any(widget._styles_cache._cache for widget in left)
        await pilot.press("escape")
        await frame(app, pilot)
        assert not any(widget._styles_cache._cache for widget in left)
