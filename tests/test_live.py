"""The config while it runs: watched on disk, changed on the screen, applied at once."""

import asyncio
import errno
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coinwatch.config import Config, WatchGroup, save, watchlists
from coinwatch.config.load import load
from coinwatch.config.watchlists import About, Refused
from coinwatch.demo import Demo
from coinwatch.errors import ConfigError, OutputError, SymbolError
from coinwatch.live import LiveConfig
from coinwatch.model import Market
from coinwatch.session import Session
from coinwatch.store import Store

Until = Callable[[Callable[[], object]], Awaitable[None]]


class Desk:
    """A config file on the simulated exchanges, and a run that follows it."""

    def __init__(self, demo: Demo, folder: Path) -> None:
        self._demo = demo
        self.file = folder / "config.toml"
        self.write('# mine\nsymbols = ["upbit:KRW-BTC"] # coins\n')
        self.store = Store()

    def text(self, head: str) -> str:
        """Return a file with ``head`` that leads to the simulated exchanges."""
        demo = self._demo
        return head + "".join(
            f'[exchange.{server}]\nwebsocket_url = "{each.websocket_url}"\n'
            f'rest_url = "{each.rest_url}"\n'
            'fallback_websocket_url = ""\nfallback_rest_url = ""\n'
            for server, each in (("upbit", demo.upbit), ("binance", demo.binance))
        )

    def write(self, head: str) -> None:
        """Write the file in place."""
        self.file.write_text(self.text(head))

    @asynccontextmanager
    async def running(self, **options: object) -> AsyncIterator[LiveConfig]:
        """Follow the file for as long as it is entered."""
        config = load(self.file, {})
        overrule = options.get("overrule", lambda config: config)
        self.session = session = Session(overrule(config), self.store)  # type: ignore[operator]
        live = LiveConfig(config, session, look_s=0.01, **options)  # type: ignore[arg-type]
        task = asyncio.create_task(live.run())
        await asyncio.sleep(0)
        yield live
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    def symbols(self) -> list[str]:
        """Return what is watched."""
        return [str(market) for market in self.store.markets]


@pytest.fixture
def desk(demo: Demo, tmp_path: Path) -> Desk:
    """Return a config file and a store."""
    return Desk(demo, tmp_path)


def more(symbol: str) -> Callable[[Config], Config]:
    """Return the change that adds a symbol."""
    return lambda config: replace(config, symbols=(*config.symbols, symbol))


async def test_an_edited_file_is_taken(desk: Desk, until: Until) -> None:
    """Written in place, or put in place of the old one, as editors do."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        desk.write('symbols = ["upbit:KRW-ETH"]\n[display]\nfps = 3\n')
        await until(lambda: desk.symbols() == ["upbit:KRW-ETH"])
        assert live.config.display.fps == 3
        draft = desk.file.with_suffix(".new")
        draft.write_text(desk.text('symbols = ["upbit:KRW-XRP"]\n'))
        draft.replace(desk.file)
        await until(lambda: desk.symbols() == ["upbit:KRW-XRP"])
        assert live.fault == ""


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("[display]\nfpz = 3\n", "line 2: display.fpz is not a known key. Did you mean display.fp"),
        ("[display]\nfps = 99\n", "line 2: display.fps must be a whole number from 1 to 60, not"),
        ("symbols = [", "not valid TOML"),
        ('symbols = ["binance:!"]\n', "line 1: symbols has a bad entry"),
        ('symbols = ["upbit:KRW-!!"]\n', "upbit:KRW-!!"),
    ],
)
async def test_a_mistake_is_told_and_what_was_goes_on(
    head: str, fault: str, desk: Desk, until: Until, caplog: pytest.LogCaptureFixture
) -> None:
    """With file, line, key and what is allowed; mended, it is taken."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        desk.write(head)
        await until(lambda: live.fault)
        assert str(desk.file) in live.fault
        assert fault in live.fault
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert live.fault in caplog.messages
        desk.write('symbols = ["upbit:KRW-ETH"]\n')
        await until(lambda: desk.symbols() == ["upbit:KRW-ETH"])
        assert live.fault == ""


async def test_a_file_that_is_half_written_is_not_read(desk: Desk, until: Until) -> None:
    """As long as it grows nobody reads it, were it valid or not; then all of it counts."""
    looks = 0

    def grow() -> bool:
        nonlocal looks
        looks += 1
        with desk.file.open("a") as stream:
            stream.write(f"# {looks}\n")
        return looks > 200

    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        desk.file.write_text("")
        await until(grow)
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert live.fault == ""
        desk.write('symbols = ["upbit:KRW-ETH"]\n')
        await until(lambda: desk.symbols() == ["upbit:KRW-ETH"])


async def test_a_file_that_is_deleted_or_unreadable(
    desk: Desk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it said goes on, the reason is told, and a change brings the file back."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        desk.file.unlink()
        await until(lambda: "is gone. What it said goes on." in live.fault)
        assert desk.symbols() == ["upbit:KRW-BTC"]
        await live.change(more("upbit:KRW-ETH"))
        assert desk.symbols() == ["upbit:KRW-BTC", "upbit:KRW-ETH"]
        assert live.fault == ""
        assert load(desk.file, {}) == live.config

        def forbidden(*_: object) -> str:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

        monkeypatch.setattr("coinwatch.live.read", forbidden)
        desk.file.chmod(0o000)
        await until(lambda: "cannot be read: Permission denied." in live.fault)
        monkeypatch.undo()
        desk.file.chmod(0o600)
        await until(lambda: live.fault == "")


async def test_a_change_is_saved_and_applied(desk: Desk, until: Until) -> None:
    """The file has it with its comments, and reading it back changes nothing more."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        await live.change(more("upbit:KRW-ETH"))
        assert desk.symbols() == ["upbit:KRW-BTC", "upbit:KRW-ETH"]
        assert desk.file.read_text() == desk.text(
            '# mine\nsymbols = ["upbit:KRW-BTC", "upbit:KRW-ETH"] # coins\n'
        )
        assert await live.undo()
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert desk.file.read_text() == desk.text('# mine\nsymbols = ["upbit:KRW-BTC"] # coins\n')
        assert not await live.undo()


async def test_a_change_that_cannot_be_saved_changes_nothing(
    desk: Desk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither in the file nor in the run; nor does one that means nothing."""
    before = desk.file.read_text()

    def read_only(*_: object) -> int:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        with monkeypatch.context() as patch:
            patch.setattr("coinwatch.config.files.os.open", read_only)
            with pytest.raises(OutputError, match="Read-only file system"):
                await live.change(more("upbit:KRW-ETH"))
        with pytest.raises(SymbolError, match="KRWBTC"):
            await live.change(more("upbit:KRWBTC"))
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert desk.file.read_text() == before
        assert not await live.undo()


async def test_an_undo_after_an_edit_elsewhere(desk: Desk, until: Until) -> None:
    """What was changed here goes back to what it was, other settings stay."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        await live.change(more("upbit:KRW-ETH"))
        saved = desk.file.read_text()
        desk.file.write_text(saved + "[display]\nfps = 7\n")
        assert await live.undo()
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert load(desk.file, {}).display.fps == 7


async def test_an_edit_elsewhere_ends_what_can_be_undone(desk: Desk, until: Until) -> None:
    """What somebody wrote into the file is not undone, whether or not it was read by then."""
    for read in (False, True):
        desk.write('symbols = ["upbit:KRW-BTC"]\n')
        async with desk.running() as live:
            await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
            await live.change(more("upbit:KRW-ETH"))
            theirs = desk.text('symbols = ["upbit:KRW-XRP"]\n')
            desk.file.write_text(theirs)
            if read:
                await until(lambda: desk.symbols() == ["upbit:KRW-XRP"])
            with pytest.raises(Refused, match="elsewhere"):
                await live.undo()
            assert desk.file.read_text() == theirs
            assert await live.undo() is None


async def test_what_cannot_be_undone_leaves_the_rest(desk: Desk, until: Until) -> None:
    """A setting that nobody else touched goes back, though the list was changed elsewhere since."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        fps = live.config.display.fps
        await live.change(lambda c: replace(c, display=replace(c.display, fps=3)))
        await live.change(more("upbit:KRW-ETH"))
        text = desk.file.read_text()
        desk.file.write_text(text.replace('"upbit:KRW-BTC", ', ""))
        with pytest.raises(Refused, match="elsewhere"):
            await live.undo()
        assert await live.undo()
        assert load(desk.file, {}).display.fps == fps
        assert desk.symbols() == ["upbit:KRW-ETH"]


async def test_nothing_is_written_that_cannot_be_applied(desk: Desk, until: Until) -> None:
    """A market that does not exist, elsewhere in the file, is told with its line; mended, it goes.

    A change that takes it out is applied.
    """
    async with desk.running() as live:
        await until(lambda: not isinstance(desk.session.listings()["upbit"], str))
        group = '[[group]]\nname = "Two"\nsymbols = ["upbit:KRW-BTX"]\n'
        desk.write(f'symbols = ["upbit:KRW-BTC"]\n{group}')
        before = desk.file.read_text()
        with pytest.raises(
            SymbolError, match=r"config\.toml, line 4: There is no market upbit:KRW-B"
        ):
            await live.change(more("upbit:KRW-ETH"))
        assert desk.file.read_text() == before
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert await live.undo() is None
        await live.change(lambda config: replace(more("upbit:KRW-ETH")(config), groups=()))
        assert desk.symbols() == ["upbit:KRW-BTC", "upbit:KRW-ETH"]
        assert live.fault == ""


async def test_an_undo_that_fails_can_be_tried_again(
    desk: Desk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says why, and is still the last change."""
    before = desk.file.read_text()

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        await live.change(more("upbit:KRW-ETH"))
        with monkeypatch.context() as patch:
            patch.setattr("coinwatch.config.files.os.open", full)
            with pytest.raises(OutputError, match="No space left on device"):
                await live.undo()
        assert desk.symbols() == ["upbit:KRW-BTC", "upbit:KRW-ETH"]
        good = desk.file.read_text()
        desk.file.write_text(good + "symbols =\n")
        with pytest.raises(ConfigError, match="not valid TOML"):
            await live.undo()
        desk.file.write_text(good)
        assert await live.undo()
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert desk.file.read_text() == before


async def test_every_change_can_be_undone(desk: Desk, until: Until) -> None:
    """One after the other, options as well, each with what it was about."""
    before = desk.file.read_text()
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        await live.change(more("upbit:KRW-ETH"), About("added"))
        await live.change(lambda c: replace(c, display=replace(c.display, fps=7)), About("fps"))
        await live.change(lambda c: replace(c, symbols=c.symbols[1:]), About("removed"))
        await live.change(lambda c: c, About("nothing"))
        assert [await live.undo() for _ in range(4)] == [
            About("removed"),
            About("fps"),
            About("added"),
            None,
        ]
        assert live.config.display.fps == 10
        assert desk.symbols() == ["upbit:KRW-BTC"]
        assert desk.file.read_text() == before


async def test_starts_over_if_the_file_changes_in_the_same_moment(
    desk: Desk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And gives up in words if that goes on."""
    write, times = save.write, [2]

    def disturbed(file: Path, wanted: save.Rewrite) -> bool:
        if times[0]:
            times[0] -= 1
            desk.write(f'symbols = ["upbit:KRW-XRP"] # {times[0]}\n')
        return write(file, wanted)

    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        monkeypatch.setattr(save, "write", disturbed)
        await live.change(more("upbit:KRW-ETH"))
        assert desk.file.read_text() == desk.text(
            'symbols = ["upbit:KRW-XRP", "upbit:KRW-ETH"] # 0\n'
        )
        times[0] = 3
        with pytest.raises(OutputError, match="another program"):
            await live.change(more("upbit:KRW-SOL"))


async def test_a_run_of_its_own_keeps_nothing(desk: Desk, until: Until) -> None:
    """Changes last for the run, the file is not touched, and what else it says is followed."""
    before = desk.file.read_text()

    def overrule(config: Config) -> Config:
        return replace(config, symbols=("upbit:KRW-SOL",), groups=())

    async with desk.running(overrule=overrule, keeps=False) as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-SOL"])
        await live.change(more("upbit:KRW-ETH"))
        await live.change(lambda c: replace(c, display=replace(c.display, fps=7)))
        assert desk.symbols() == ["upbit:KRW-SOL", "upbit:KRW-ETH"]
        assert desk.file.read_text() == before
        desk.write('symbols = ["upbit:KRW-XRP"]\n[display]\nfps = 3\nsort = "price"\n')
        await until(lambda: live.config.display.sort == "price")
        assert live.config.display.fps == 7
        assert desk.symbols() == ["upbit:KRW-SOL", "upbit:KRW-ETH"]
        assert await live.undo()
        assert live.config.display.fps == 10
        assert await live.undo()
        assert desk.symbols() == ["upbit:KRW-SOL"]


async def test_a_file_that_comes_to_be(
    desk: Desk, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a config at the start, the one that is written later is taken."""
    elsewhere = desk.file.with_name("later.toml")
    monkeypatch.setattr("coinwatch.live.default_path", lambda: elsewhere)
    config = load(desk.file, {})
    session = Session(config, desk.store)
    live = LiveConfig(replace(config, path=None), session, look_s=0.01)
    task = asyncio.create_task(live.run())
    await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
    elsewhere.write_text(desk.text('symbols = ["upbit:KRW-ETH"]\n'))
    await until(lambda: desk.symbols() == ["upbit:KRW-ETH"])
    assert live.config.path == elsewhere
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_an_empty_group_is_a_tab(desk: Desk, until: Until) -> None:
    """It was made to be filled."""
    async with desk.running() as live:
        await until(lambda: desk.symbols() == ["upbit:KRW-BTC"])
        await live.change(lambda config: replace(config, groups=(WatchGroup("New", ()),)))
        assert [group.name for group in desk.store.groups] == ["Watchlist", "New"]


async def test_a_market_that_does_not_exist(desk: Desk, until: Until) -> None:
    """It is told with the nearest name as long as it is in the file."""
    async with desk.running() as live:
        await until(lambda: not isinstance(desk.session.listings()["upbit"], str))
        desk.write('symbols = ["upbit:KRW-BTX"]\n')
        await until(lambda: live.fault)
        assert f"{desk.file}, line 1: There is no market upbit:KRW-BTX. Did you mean" in live.fault
        desk.write('symbols = ["upbit:KRW-BTC"]\n')
        await until(lambda: live.fault == "")


MINE = """\
# what I watch
symbols = [
  "BTC", # bitcoin
  # smaller ones
  "upbit:KRW-ETH",  "binance:XRPUSDT" # two
]

# one
[[group]]
name = "Majors" # the tab
symbols = ["BTC", "upbit:KRW-XRP"] # both

# how it looks
[display] # here
fps = 20   # fast
"""

MARKETS = [Market(*each) for each in (
    ("upbit", "KRW-BTC", "BTC", "KRW"),
    ("binance", "BTCUSDT", "BTC", "USDT"),
    ("upbit", "KRW-ETH", "ETH", "KRW"),
    ("upbit", "KRW-XRP", "XRP", "KRW"),
    ("binance", "XRPUSDT", "XRP", "USDT"),
)]  # fmt: skip


def meanings(texts: Sequence[str]) -> list[list[Market]]:
    """Return what symbols stand for among these markets."""
    return [[each for each in MARKETS if text in {each.base, str(each)}] for text in texts]


class Obedient:
    """A session that takes every config."""

    fault = None

    def check(self, config: Config) -> Config:
        """Have nothing against it."""
        return config

    def adopt(self, plan: Config) -> None:
        """Work by it."""


NAMES = st.sampled_from([watchlists.MAIN, "Majors", "New"])
MARKET = st.sampled_from(MARKETS)
EDITS = st.one_of(
    st.builds(lambda n, m: lambda c: watchlists.add(c, n, m, meanings), NAMES, MARKET),
    st.builds(lambda n, m: lambda c: watchlists.remove(c, n, m, meanings), NAMES, MARKET),
    st.builds(
        lambda n, m, s: lambda c: watchlists.move(c, n, m, s, meanings),
        NAMES,
        MARKET,
        st.sampled_from([-1, 1]),
    ),
    st.builds(
        lambda n, o, m: lambda c: watchlists.transfer(c, (n, o), m, meanings), NAMES, NAMES, MARKET
    ),
    st.just(lambda c: watchlists.add_group(c, "New")),
    st.builds(lambda n: lambda c: watchlists.rename_group(c, n, "Else"), NAMES),
    st.builds(lambda n: lambda c: watchlists.remove_group(c, n), NAMES),
    st.builds(
        lambda f: lambda c: replace(c, display=replace(c.display, fps=f)), st.integers(1, 60)
    ),
)


@settings(max_examples=50)
@given(
    st.lists(EDITS, max_size=8), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"])
)
def test_as_many_undos_as_edits(
    edits: list[Callable[[Config], Config]], newline: str, mark: str
) -> None:
    """They give the file back, byte for byte, and the config."""

    async def edit_and_undo(file: Path) -> None:
        live = LiveConfig(load(file, {}), Obedient())  # type: ignore[arg-type]  # what is used of it
        before = live.config
        for each in edits:
            with suppress(Refused):
                await live.change(each)
        while await live.undo():
            assert load(file, {}) == live.config
        assert live.config == before

    with TemporaryDirectory() as folder:
        file = Path(folder) / "config.toml"
        content = (mark + MINE.replace("\n", newline)).encode()
        file.write_bytes(content)
        asyncio.run(edit_and_undo(file))
        assert file.read_bytes() == content


@pytest.mark.parametrize(
    "edit",
    [
        lambda c: watchlists.add(c, "Majors", MARKETS[2], meanings),
        lambda c: watchlists.remove(c, "Majors", MARKETS[3], meanings),
        lambda c: watchlists.move(c, watchlists.MAIN, MARKETS[2], 1, meanings),
        lambda c: watchlists.rename_group(c, "Majors", "Else"),
        lambda c: watchlists.add_group(c, "New"),
        lambda c: replace(c, display=replace(c.display, fps=5, sort="-price")),
    ],
    ids=["add", "remove", "move", "rename", "group", "options"],
)
async def test_comments_are_kept(edit: Callable[[Config], Config], tmp_path: Path) -> None:
    """Whatever is changed; only those of a line that goes, go with it."""
    file = tmp_path / "config.toml"
    file.write_text(MINE)
    live = LiveConfig(load(file, {}), Obedient())  # type: ignore[arg-type]  # what is used of it
    await live.change(edit)
    found = file.read_text()
    assert found != MINE
    assert sorted(re.findall("#.*", found)) == sorted(re.findall("#.*", MINE))
