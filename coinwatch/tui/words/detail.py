"""The words of the screen of one market, in both languages."""

from collections.abc import Mapping
from typing import NamedTuple


class DetailWords(NamedTuple):
    """What that screen says. Names in braces are filled in."""

    candle: tuple[str, str, str, str, str]
    """Before open, high, low, close and volume of a candle."""
    book: str
    size: str
    total: str
    """Over the sizes summed up from the best price on."""
    price: str
    group: str
    """How prices of the book are put together."""
    spread: str
    trades: str
    buy: str
    """The taker bought, in a letter or two."""
    sell: str
    day: str
    open: str
    high: str
    low: str
    reference: str
    """What the change is measured against, where that is not the open."""
    change: str
    volume: str
    turnover: str
    elsewhere: str
    age: str
    premium: str
    place: str
    """Of the market in its list."""
    loading: str
    no_candles: str
    no_candles_because: str
    no_trades: str
    nothing_yet: str
    """Where time stands still."""
    not_frozen: str
    """Why a frozen picture lacks something."""
    not_recorded: str
    nowhere: str
    """No other exchange that is watched has the asset."""
    keys: Mapping[str, tuple[str, str]]
    """Of this screen and of the way to it, by the name of the key."""


ENGLISH = DetailWords(
    candle=("O", "H", "L", "C", "V"),
    book="Order book",
    size="Size",
    total="Total",
    price="Price",
    group="by {step}",
    spread="spread {spread}",
    trades="Trades",
    buy="B",
    sell="S",
    day="Day",
    open="Open",
    high="High",
    low="Low",
    reference="Before",
    change="Change",
    volume="Volume",
    turnover="Turnover",
    elsewhere="Elsewhere",
    age="Age",
    premium="Premium",
    place="{place} of {all}",
    loading="loading …",
    no_candles="{exchange} has no candles of this market yet",
    no_candles_because="no candles: {reason}",
    no_trades="no trade yet since this was opened",
    nothing_yet="nothing yet since this was opened",
    not_frozen="not here yet when the picture was frozen; space goes on",
    not_recorded="not recorded",
    nowhere="{asset} is on no other exchange that is watched",
    keys={
        "detail": ("detail", "candles, order book and trades of the selected market"),
        "leave": ("back", "back to the list; order book and trades are dropped"),
        "market": ("market", "next or previous market of the list"),
        "candle": ("candle", "look back, a candle at a time; or click on it"),
        "candle_edge": ("oldest, newest", "the oldest candle, or back to the newest"),
        "interval": ("interval", "1m, 5m, 15m, 1h or 1d a candle; or click on it"),
        "zoom": ("zoom", "wider candles, or more of them"),
        "grouping": (
            "group",
            "larger steps of the book; ≥ is at least: the book ends in that step",
        ),
    },
)

KOREAN = DetailWords(
    candle=("시", "고", "저", "종", "량"),
    book="호가",
    size="잔량",
    total="누적",
    price="가격",
    group="{step} 단위",
    spread="스프레드 {spread}",
    trades="체결",
    buy="매수",
    sell="매도",
    day="당일",
    open="시가",
    high="고가",
    low="저가",
    reference="전일 종가",
    change="전일 대비",
    volume="거래량",
    turnover="거래대금",
    elsewhere="다른 거래소",
    age="경과",
    premium="김프",
    place="{all}개 중 {place}번째",
    loading="불러오는 중 …",
    no_candles="{exchange}에 아직 이 마켓의 캔들이 없습니다",
    no_candles_because="캔들 없음: {reason}",
    no_trades="화면을 연 뒤 아직 체결이 없습니다",
    nothing_yet="화면을 연 뒤 아직 받은 내용이 없습니다",
    not_frozen="화면을 멈출 때 아직 없던 내용입니다. space를 누르면 이어집니다",
    not_recorded="녹화되지 않았습니다",
    nowhere="보고 있는 다른 거래소에는 {asset} 마켓이 없습니다",
    keys={
        "detail": ("상세", "선택한 마켓의 캔들, 호가, 체결"),
        "leave": ("뒤로", "목록으로 돌아가고 호가와 체결 수신을 멈춤"),
        "market": ("마켓", "목록의 다음이나 이전 마켓"),
        "candle": ("캔들", "한 캔들씩 뒤로 보기, 클릭도 가능"),
        "candle_edge": ("처음, 최신", "가장 오래된 캔들이나 최신 캔들로"),
        "interval": ("간격", "캔들 간격 1분, 5분, 15분, 1시간, 1일, 클릭도 가능"),
        "zoom": ("확대", "캔들을 넓게 보거나 더 많이 보기"),
        "grouping": ("묶음", "호가를 더 큰 단위로 묶기, ≥는 그 이상: 받은 호가가 그 단위에서 끝남"),
    },
)
