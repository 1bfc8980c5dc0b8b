"""Valid inputs to start from: what the simulated exchanges say, and what people write.

Everything is about the price of bitcoin in each exchange's home quote.
"""

from functools import lru_cache
from pathlib import Path

import orjson

from coinwatch.demo import binance_fields, upbit_fields
from coinwatch.demo.binance_requests import INTERVALS_MS
from coinwatch.demo.binance_rest import BinanceRest
from coinwatch.demo.limits import BinanceLimits, UpbitLimits
from coinwatch.demo.prices import Prices
from coinwatch.demo.simulation import Simulation, binance_markets, upbit_markets
from coinwatch.demo.upbit_fields import REALTIME, SNAPSHOT
from coinwatch.demo.upbit_requests import CANDLES_MS, FORMATS
from coinwatch.demo.upbit_rest import UpbitRest
from coinwatch.demo.upbit_spelling import encode
from coinwatch.recording.lines import encode_frame
from tests.exchanges.sound import MS

SEED = 1

CONFIG = Path(__file__).parents[1] / "config.example.toml"

SYMBOLS = (
    b"upbit:KRW-BTC", b"BINANCE:btcusdt", b"upbit:BTC/KRW", b"BTC", b"upbit:KRW-*",
    b"binance:*USDT", b"binance:BTC?SDT", b"upbit:KRW-BTX", "비트코인".encode(), b" eth ",
)  # fmt: skip

DURATIONS = (b"500ms", b"30s", b"5m", b"2h", b"23h30m", b"1d", b"1.5s", b"366d", b"1d2h3m4s5ms")

TEXTS = (
    b"Bitcoin", "비트코인".encode(), b"\x1b[31mred\x1b[0m", "\u202egnp.exe".encode(),
    "\u1107\u1175\u1110\u1173".encode(), "a\u200bb\u2066c\ufeff".encode(), b"[bold red]x[/]",
    b"\xff\xfe", "Z\u0335\u0336a\u0301".encode(),
)  # fmt: skip


@lru_cache
def _upbit() -> Simulation:
    markets = upbit_markets(Prices(SEED), SEED, 1.0)
    return Simulation([each for each in markets if each.symbol == "KRW-BTC"], MS)


@lru_cache
def _binance() -> Simulation:
    markets = binance_markets(Prices(SEED), SEED, 1.0)
    return Simulation([each for each in markets if each.symbol == "BTCUSDT"], MS)


def upbit_frames() -> list[bytes]:
    """Return every kind of frame of Upbit, data in all four formats."""
    simulation = _upbit()
    market, statistics = simulation.markets["KRW-BTC"], simulation.statistics["KRW-BTC"]
    said = [
        upbit_fields.ticker(market, statistics, SNAPSHOT),
        upbit_fields.ticker(market, statistics, REALTIME),
        upbit_fields.trade(market, statistics, market.last, REALTIME),
        upbit_fields.orderbook(market, 1, 0.0, SNAPSHOT),
        upbit_fields.orderbook(market, 5, 0.0, REALTIME),
    ]
    said += [
        upbit_fields.candle(market, kind, statistics.running(span_ms), REALTIME)
        for kind, span_ms in CANDLES_MS.items()
    ]
    listed = {"method": "LIST_SUBSCRIPTIONS", "result": [], "ticket": "1"}
    return [
        *(encode(fields, form) for fields in said for form in sorted(FORMATS)),
        orjson.dumps(listed),
        b'{"error":{"name":"INVALID_AUTH","message":"Not signed."}}',
        b'{"status":"UP"}',
    ]


def binance_frames() -> list[bytes]:
    """Return every kind of frame of Binance, data bare and in its envelope."""
    simulation = _binance()
    market, statistics = simulation.markets["BTCUSDT"], simulation.statistics["BTCUSDT"]
    said = {
        "trade": binance_fields.trade(market, market.last, MS),
        "aggTrade": binance_fields.aggregate(market, market.last, MS),
        "ticker": binance_fields.ticker(market, statistics, MS),
        "miniTicker": binance_fields.mini_ticker(market, statistics, MS),
        "bookTicker": binance_fields.book_ticker(market),
        "depth5": binance_fields.depth(market, 5),
    } | {
        f"kline_{each}": binance_fields.kline(market, statistics.running(span_ms), each, MS)
        for each, span_ms in INTERVALS_MS.items()
    }
    every = [binance_fields.mini_ticker(market, statistics, MS)]
    return [
        *(orjson.dumps({"stream": f"btcusdt@{name}", "data": each}) for name, each in said.items()),
        *(orjson.dumps(each) for name, each in said.items() if name != "depth5"),
        orjson.dumps({"stream": "!miniTicker@arr", "data": every}),
        orjson.dumps({"e": "serverShutdown", "E": MS}),
        b'{"result":null,"id":1}',
        b'{"result":["btcusdt@trade"],"id":"a"}',
        b'{"error":{"code":2,"msg":"Invalid request"},"id":1}',
        b'{"code":-1003,"msg":"Too many requests."}',
    ]


def upbit_answers(path: str) -> list[bytes]:
    """Return answers of Upbit's REST side, and one that refuses."""
    rest = UpbitRest(_upbit(), UpbitLimits())
    params = {"markets": "KRW-BTC", "market": "KRW-BTC", "count": "3", "is_details": "true"}
    return [rest.answer(path, params, 0.0).body, rest.answer("/no", {}, 0.0).body]


def binance_answers(path: str) -> list[bytes]:
    """Return answers of Binance's REST side, and one that refuses."""
    rest = BinanceRest(_binance(), BinanceLimits())
    several = {"symbols": '["BTCUSDT"]', "type": "MINI"}
    one = {"symbol": "BTCUSDT", "interval": "1m", "limit": "3"}
    params = several if "ticker" in path else {} if "Info" in path else one
    refused = rest.answer(path, {"symbol": "?"}, 0.0).body
    return [rest.answer(path, params, 0.0).body, refused]


def configs() -> list[bytes]:
    """Return config files: the example, its tables one by one, and what it leaves out."""
    example = CONFIG.read_bytes()
    return [
        example,
        *(b"[" + table for table in example.split(b"\n[")[1:]),
        b'symbols = []\n[[group]]\nname = "x"\nsymbols = ["BTC"]\n[premium]\nusd_krw = 1478\n',
        b'[exchange.binance]\nfallback_rest_url = ""\nenabled = false\n[feed]\nrollover = "1h"\n',
    ]


def recordings() -> list[bytes]:
    """Return lines of recordings: the first one, frames, and what a run was told."""
    market = b'["upbit","KRW-BTC","BTC","KRW"]'
    return [
        (
            b'{"type":"coinwatch","at":1,"program":"0.1.0","since":1,"part":1,"ahead":0,'
            b'"basis":"utc_day","channels":["ticker"],"format":2}'
        ),
        b'{"type":"watch","at":1,"groups":[["Main",[' + market + b']]],"pairing":'
        b'[[],null,null,"",600.0],"closeup":[]}',
        *(encode_frame(1, 1, frame)[:-1] for frame in (*upbit_frames()[:3], b"\xff")),
    ]
