"""Recorded and documented messages, read by the decoders and, independently, by the json module.

The recordings are not part of the project; where they are missing, so are these tests. Numbers are
compared with the decimals as they stand in the text, and every field of every record is compared.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from coinwatch.errors import DecodeError
from coinwatch.exchanges.base import Exchange
from coinwatch.exchanges.binance import Binance
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Ack, Candle, Heartbeat, Listing, Refusal, Shutdown, Trade
from tests.exchanges.reference import (
    Facts,
    agree,
    binance_facts,
    binance_ticker,
    long_names,
    plain_json,
    upbit_facts,
)

FOLDERS = [parent / "shared" / "samples" for parent in Path(__file__).resolve().parents]
SAMPLES = next(filter(Path.is_dir, FOLDERS), None)
if SAMPLES is None:
    pytest.skip("no recorded samples beside this checkout", allow_module_level=True)

LATER_NS = 1_790_200_000_000_000_000
"""After every message of the samples."""


def sample(name: str) -> Path:
    """Return the path of a sample."""
    assert SAMPLES is not None
    return SAMPLES / name


def recording(name: str) -> Iterator[tuple[int, bytes]]:
    """Give time of arrival, in nanoseconds, and bytes of every frame that was received."""
    for line in sample(name).read_text(encoding="utf-8").splitlines():
        stamp, colon, text = line.partition(": ")
        if colon and re.fullmatch(r"\d+\.\d+", stamp):
            frame = ast.literal_eval(text) if text.startswith("b'") else text.encode()
            yield int(Decimal(stamp) * 1_000_000_000), frame


def answer(name: str) -> bytes:
    """Return the one answer of a recorded GET."""
    line = sample(name).read_bytes().splitlines()[0]
    return line.split(b": ", 1)[1]


def pairs(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give the replies and the events of a described exchange of messages, each with its sign."""
    text = re.sub(r"\|[^|\n]*\|", "1", path.read_text(encoding="utf-8-sig"))
    for sign, message in re.findall(
        r"^([<=])\d?\s*(.*?)(?=^[<=>]|\Z)", text, re.DOTALL | re.MULTILINE
    ):
        yield sign, message.strip().encode()


def described(name: str) -> bytes:
    """Return the body of a described GET, below its method, path and need of a key."""
    return sample(name).read_text(encoding="utf-8-sig").split("\n", 3)[3].encode()


def documented(name: str, heading: str = "") -> list[tuple[str, Any]]:
    """Return heading and payload of the documentation's examples."""
    lines = sample(name).read_text(encoding="utf-8").splitlines()
    found = [plain_json(line) for line in lines]
    return [(each["heading"], each["payload"]) for each in found if heading in each["heading"]]


def dumped(payload: Any) -> bytes:
    """Return a payload as bytes; the documentation's examples have no decimals but in texts."""
    return json.dumps(payload, ensure_ascii=False).encode()


def watching(exchange: type[Exchange], symbols: Sequence[str]) -> Exchange:
    """Return a connection that knows some markets."""
    return exchange([exchange.market(symbol) for symbol in dict.fromkeys(symbols)], "24h")


# Upbit


def test_upbits_recording() -> None:
    """Every trade and order book of a recorded minute reads the same in both ways."""
    frames = [*recording("cryptofeed/UPBIT.ws.62.0")]
    upbit = watching(Upbit, [plain_json(frame)["cd"] for _, frame in frames])
    kinds = Counter(plain_json(frame)["ty"] for _, frame in frames)
    assert kinds == {"trade": 304, "orderbook": 145}
    for received_ns, frame in frames:
        facts = upbit_facts(plain_json(frame))
        assert agree(upbit.decode(frame, received_ns), facts, received_ns)


def test_the_first_trade_of_upbits_recording() -> None:
    """The values of one recorded trade, written out."""
    received_ns, frame = next(recording("cryptofeed/UPBIT.ws.62.0"))
    (trade,) = watching(Upbit, ["KRW-LAMB"]).decode(frame, received_ns)
    assert received_ns == 1_618_678_263_010_785_000
    assert trade == (
        ("upbit", "KRW-LAMB", "LAMB", "KRW"), 127.0, 46.48838371, "buy", 1_618_678_262_000_003,
        1_618_678_262_000, 1_618_678_263_010_785_000, False,
    )  # fmt: skip


def test_upbits_trades_are_out_of_order() -> None:
    """In the recording time goes back six times, and no id repeats."""
    frames = [*recording("cryptofeed/UPBIT.ws.62.0")]
    upbit = watching(Upbit, [plain_json(frame)["cd"] for _, frame in frames])
    events = [event for at, frame in frames for event in upbit.decode(frame, at)]
    trades = [event for event in events if isinstance(event, Trade)]
    before: dict[str, int] = {}
    back = 0
    for trade in trades:
        symbol = trade.market.symbol
        back += trade.exchange_ms < before.get(symbol, 0)
        before[symbol] = trade.exchange_ms
    assert back == 6
    assert len({(trade.market, trade.trade_id) for trade in trades}) == 304


def test_upbits_live_frames() -> None:
    """Frames that other projects quote from today's feed read the same in both ways."""
    frames = sample("upbit_live_frames/frames.jsonl").read_bytes().splitlines()
    messages = [plain_json(frame) for frame in frames]
    data = [(f, m) for f, m in zip(frames, messages, strict=True) if {"type", "ty"} & set(m)]
    upbit = watching(Upbit, [long_names(message)["code"] for _, message in data])
    assert (len(frames), len(data)) == (16, 12)
    for frame, message in data:
        assert agree(upbit.decode(frame, LATER_NS), upbit_facts(message), LATER_NS)
    assert upbit.decode(frames[3], LATER_NS) == (Heartbeat(),)
    for frame, message in zip(frames[4:7], messages[4:7], strict=True):
        error = message["error"]
        assert upbit.decode(frame, LATER_NS) == (Refusal(error["name"], error["message"]),)
    assert [message["error"]["name"] for message in messages[4:7]] == [
        "NO_TICKET",
        "INVALID_PARAM",
        "WRONG_FORMAT",
    ]


def test_a_simple_order_book_of_upbits_live_frames() -> None:
    """The values of one order book with whole numbers and exponents, written out."""
    frame = sample("upbit_live_frames/frames.jsonl").read_bytes().splitlines()[2]
    upbit = watching(Upbit, ["KRW-BTC"])
    quote, book = upbit.decode(frame, LATER_NS)
    market = ("upbit", "KRW-BTC", "BTC", "KRW")
    assert quote == (market, 116534000.0, 116606000.0, 1_790_134_773_006, LATER_NS)
    assert book == (
        market,
        ((116534000.0, 0.00079276), (116521000.0, 0.01624318)),
        ((116606000.0, 0.06288509), (116609000.0, 0.0005)),
        1_790_134_773_006,
        LATER_NS,
    )


def test_upbits_described_events() -> None:
    """Another library's examples read the same in both ways; its unfinished ones are refused."""
    read, refused = 0, 0
    for path in sorted(sample("jkorf_upbit").glob("Subscriptions__*.txt")):
        for _, frame in pairs(path):
            message = plain_json(frame)
            upbit = watching(Upbit, [message["code"]])
            if len(message) > 2:
                assert agree(upbit.decode(frame, LATER_NS), upbit_facts(message), LATER_NS)
                read += 1
            else:
                with pytest.raises(DecodeError, match=r"^Upbit 'candle\.\d+m': no field '"):
                    upbit.decode(frame, LATER_NS)
                refused += 1
    assert (read, refused) == (4, 2)


@pytest.mark.parametrize(
    "body",
    [
        answer("cryptofeed/UPBIT.0"),
        described("jkorf_upbit/Endpoints__Spot__ExchangeData__GetSymbols.txt"),
    ],
    ids=["recorded", "described"],
)
def test_upbits_market_lists(body: bytes) -> None:
    """Every market of a recorded list and of a described one has its names and its warning."""
    rows = plain_json(body)
    listings = Upbit.parse_listings([body])
    assert len(rows) == len(listings)
    for row, listing in zip(rows, listings, strict=True):
        quote, base = row["market"].split("-")
        assert listing.market == ("upbit", row["market"], base, quote)
        assert (listing.korean_name, listing.english_name) == (
            row["korean_name"],
            row["english_name"],
        )
        assert listing.caution == ("warning" if row.get("market_event", {}).get("warning") else "")
        assert listing.decimals[-1] == (0.0, 8)
        assert listing.trading


def test_upbits_described_statistics() -> None:
    """Prices come as texts for one market and as numbers for the other, and mean the same."""
    body = described("jkorf_upbit/Endpoints__Spot__ExchangeData__GetTickers.txt")
    rows = plain_json(body)
    facts = [
        upbit_facts(
            row | {"type": "ticker", "code": row["market"], "ask_bid": "ASK", "stream_type": ""}
        )[0]
        | {"side": None}
        for row in rows
    ]
    upbit = Upbit([Upbit.market(row["market"]) for row in rows], "utc_day")
    assert agree(upbit.parse_tickers(body, LATER_NS), facts, LATER_NS)
    assert len(facts) == 2


def test_upbits_described_candles() -> None:
    """A described candle over REST reads the same in both ways."""
    body = described("jkorf_upbit/Endpoints__Spot__ExchangeData__GetKlines.txt")
    (row,) = plain_json(body)
    facts = upbit_facts(row | {"type": "candle.1m", "code": row["market"]})
    candles = Upbit.parse_candles(Upbit.market("KRW-BTC"), "1m", body)
    assert agree(candles, facts, LATER_NS)


# Binance


def binance_symbols(messages: Sequence[Any]) -> list[str]:
    """Return the markets that frames are about."""
    frames = [message.get("data", message) for message in messages]
    named = [
        message["stream"].split("@")[0] for message in messages if "@" in message.get("stream", "")
    ]
    return [frame["s"] for frame in frames if "s" in frame] + [name.upper() for name in named]


def test_binances_recording() -> None:
    """Every frame of a recorded half minute reads the same in both ways, or is known as nothing."""
    frames = [*recording("cryptofeed/BINANCE_US.ws.1.0")]
    messages = [plain_json(frame) for _, frame in frames]
    binance = watching(Binance, binance_symbols(messages))
    kinds = Counter(message["stream"].split("@")[1] for message in messages)
    assert kinds == {"depth": 336, "bookTicker": 128, "aggTrade": 11, "kline_1m": 5}
    for (received_ns, frame), message in zip(frames, messages, strict=True):
        facts = binance_facts(message)
        assert agree(binance.decode(frame, received_ns), facts, received_ns)
        assert bool(facts) == ("@depth@" not in message["stream"])


def test_the_first_quote_of_binances_recording() -> None:
    """The values of one recorded best bid and ask, written out."""
    received_ns, frame = next(
        (at, frame) for at, frame in recording("cryptofeed/BINANCE_US.ws.1.0") if b"@bookT" in frame
    )
    assert watching(Binance, ["OMGBUSD"]).decode(frame, received_ns) == (
        (("binance", "OMGBUSD", "", ""), 13.7664, 13.7952, None, 1_633_998_276_480_073_000),
    )


def test_binances_described_events() -> None:
    """Another library's examples read the same in both ways; its unfinished ones are refused."""
    read: list[str] = []
    refused = acks = 0
    for path in sorted(sample("jkorf_binance").glob("Subscriptions__*.txt")):
        for sign, frame in pairs(path):
            message = plain_json(frame)
            binance = watching(Binance, [*binance_symbols([message]), "BTCUSDT"])
            if sign == "<":
                assert binance.decode(frame, LATER_NS) == (Ack(1),)
                acks += 1
            elif len(message["data"].get("k", "whole")) == 1:
                with pytest.raises(DecodeError, match=r"^Binance 'btcusdt@kline_\dh': no field '"):
                    binance.decode(frame, LATER_NS)
                refused += 1
            else:
                assert agree(binance.decode(frame, LATER_NS), binance_facts(message), LATER_NS)
                read.append(message["stream"].partition("@")[2])
    assert (acks, refused) == (10, 2)
    assert sorted(read) == [
        "aggTrade", "bookTicker", "depth5@100ms", "kline_8h", "miniTicker", "ticker", "ticker_1h",
        "trade",
    ]  # fmt: skip


def test_binances_documented_frames() -> None:
    """Every example of the documentation is read as what it is, or refused where it is elided."""
    examples = documented("binance_docs_payloads/ws_streams.jsonl")
    outcomes: Counter[str] = Counter()
    for heading, payload in examples:
        symbols = binance_symbols([payload]) if isinstance(payload, dict) else []
        binance = watching(Binance, [*symbols, "BNBBTC"])
        frame = dumped(payload)
        if payload == [{}] or "method" in payload or heading == "Partial Book Depth Streams":
            with pytest.raises(DecodeError, match=r"^Binance frame: no field '"):
                binance.decode(frame, LATER_NS)
            outcomes["refused"] += 1
        elif "result" in payload:
            expected = [Ack(payload["id"])] if payload["result"] is None else []
            assert list(binance.decode(frame, LATER_NS)) == expected
            outcomes["answer"] += 1
        elif heading == "Server Shutdown":
            assert binance.decode(frame, LATER_NS) == (Shutdown(1_770_123_456_789),)
            outcomes["shutdown"] += 1
        else:
            facts = binance_facts(payload)
            assert agree(binance.decode(frame, LATER_NS), facts, LATER_NS)
            outcomes["read" if facts else "nothing"] += 1
    assert outcomes == {"shutdown": 2, "answer": 5, "refused": 8, "read": 7, "nothing": 5}


def test_the_documented_order_book_has_a_market_in_its_envelope() -> None:
    """With the envelope that the documentation describes, the elided example is complete."""
    ((_, payload),) = documented("binance_docs_payloads/ws_streams.jsonl", "Partial Book Depth")
    message = {"stream": "bnbbtc@depth5", "data": payload}
    binance = watching(Binance, ["BNBBTC"])
    assert agree(binance.decode(dumped(message), LATER_NS), binance_facts(message), LATER_NS)


def expected_listing(row: Any) -> Listing:
    """Return what a market of Binance's list should be read as."""
    sizes = [
        Decimal(rule["tickSize"]).normalize()
        for rule in row["filters"]
        if rule.get("filterType") == "PRICE_FILTER"
    ]
    decimals = tuple((0.0, max(0, -int(size.as_tuple().exponent))) for size in sizes if size)
    market = Binance.market(row["symbol"])._replace(base=row["baseAsset"], quote=row["quoteAsset"])
    status = row["status"]
    if status == "TRADING":
        return Listing(market, decimals=decimals)
    return Listing(market, decimals=decimals, trading=False, caution=status.lower())


@pytest.mark.parametrize(
    "body",
    [
        answer("cryptofeed/BINANCE_US.0"),
        described("jkorf_binance/Endpoints__Spot__ExchangeData__GetExchangeInfo.txt"),
        dumped(documented("binance_docs_payloads/rest_all.jsonl", "Exchange information")[0][1]),
    ],
    ids=["recorded", "described", "documented"],
)
def test_binances_market_lists(body: bytes) -> None:
    """Every market of a recorded list and of two described ones has its assets and decimals."""
    rows = plain_json(body)["symbols"]
    assert rows
    assert Binance.parse_listings([body]) == [expected_listing(row) for row in rows]


def test_decimals_of_binances_recorded_list() -> None:
    """The decimals of two markets, written out, and how many markets have which."""
    listings = Binance.parse_listings([answer("cryptofeed/BINANCE_US.0")])
    found = {listing.market.symbol: listing.decimals for listing in listings}
    assert found["BTCUSD"] == ((0.0, 2),)
    assert all(len(bands) == 1 for bands in found.values())


def rest_facts(row: Any, basis: str) -> Facts:
    """Return what a row of statistics over REST should be read as."""
    names = {
        "c": "lastPrice", "o": "openPrice", "h": "highPrice", "l": "lowPrice", "v": "volume",
        "q": "quoteVolume", "E": "closeTime", "s": "symbol",
    }  # fmt: skip
    frame = {short: row[name] for short, name in names.items()}
    return binance_ticker(frame, None) | {"basis": basis, "live": True}


@pytest.mark.parametrize(
    ("heading", "basis", "count"),
    [("24hr ticker price change statistics", "24h", 4), ("Trading Day Ticker", "utc_day", 4)],
)
def test_binances_documented_statistics(heading: str, basis: Any, count: int) -> None:
    """Full and short statistics over REST read the same in both ways."""
    examples = documented("binance_docs_payloads/rest_all.jsonl", heading)
    assert len(examples) == count
    for _, payload in examples:
        rows = payload if isinstance(payload, list) else [payload]
        binance = Binance([Binance.market(row["symbol"]) for row in rows], basis)
        facts = [rest_facts(row, basis) for row in rows]
        assert agree(binance.parse_tickers(dumped(rows), LATER_NS), facts, LATER_NS)


@pytest.mark.parametrize("name", ["GetTicker", "GetTradingDayTicker"])
def test_binances_described_statistics(name: str) -> None:
    """Another library's examples of statistics read the same in both ways."""
    body = described(f"jkorf_binance/Endpoints__Spot__ExchangeData__{name}.txt")
    row = plain_json(body)
    binance = watching(Binance, [row["symbol"]])
    found = binance.parse_tickers(b"[" + body + b"]", LATER_NS)
    assert agree(found, [rest_facts(row, "24h")], LATER_NS)


@pytest.mark.parametrize(
    "body",
    [
        described("jkorf_binance/Endpoints__Spot__ExchangeData__GetKlines.txt"),
        dumped(documented("binance_docs_payloads/rest_all.jsonl", "Kline/Candlestick data")[0][1]),
    ],
    ids=["described", "documented"],
)
def test_binances_candles(body: bytes) -> None:
    """Candles over REST read the same in both ways."""
    market = Binance.market("BTCUSDT")
    (row,) = plain_json(body)
    first, high, low, last, volume, quote_volume = (
        float(Decimal(row[position])) for position in (1, 2, 3, 4, 5, 7)
    )
    expected = Candle(market, "1d", row[0], first, high, low, last, volume, quote_volume)
    assert Binance.parse_candles(market, "1d", body) == [expected]


def test_binances_documented_error() -> None:
    """A refused GET says why in Binance's words."""
    ((_, payload),) = documented("binance_docs_payloads/rest_all.jsonl", "Error Codes")
    with pytest.raises(DecodeError) as caught:
        Binance.parse_listings([dumped(payload)])
    assert caught.value.message == f"Binance market list: {payload['code']}: {payload['msg']}"
