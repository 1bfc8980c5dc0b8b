"""Which assets the simulated exchanges list, and what each costs about.

Codes and names are real, prices are of a plausible size, and neither is a quotation. The order is
that of popularity: the first trade several times a second, the last ones once in a few minutes.
"""

from typing import NamedTuple


class Asset(NamedTuple):
    """What can be bought."""

    code: str
    korean_name: str
    english_name: str
    usd: float
    """What one costs about."""
    venues: str
    """Where it trades: K, B, T are Upbit's KRW, BTC and USDT markets, U and C are Binance's USDT
    and BTC markets; X is one of Binance's USDT markets that has stopped trading."""


class Listing(NamedTuple):
    """One market of one exchange."""

    symbol: str
    """The exchange's own spelling: ``KRW-BTC``, ``BTCUSDT``."""
    asset: Asset
    quote: str
    rank: int
    """The place in the order of popularity, from 0; the popular ones trade more often."""
    trading: bool = True


ASSETS = (
    Asset("BTC", "비트코인", "Bitcoin", 78_400.0, "KTU"),
    Asset("ETH", "이더리움", "Ethereum", 2_338.0, "KBTUC"),
    Asset("XRP", "엑스알피(리플)", "XRP", 1.412, "KBTU"),
    Asset("SOL", "솔라나", "Solana", 96.3, "KBTUC"),
    Asset("USDT", "테더", "Tether", 1.0, "K"),
    Asset("DOGE", "도지코인", "Dogecoin", 0.1023, "KTU"),
    Asset("BNB", "비앤비", "BNB", 641.2, "UC"),
    Asset("ADA", "에이다", "Cardano", 0.2847, "KBU"),
    Asset("TRX", "트론", "TRON", 0.2951, "KBU"),
    Asset("SHIB", "시바이누", "Shiba Inu", 0.0000079, "KU"),
    Asset("PEPE", "페페", "Pepe", 0.0000034, "KU"),
    Asset("AVAX", "아발란체", "Avalanche", 9.62, "KU"),
    Asset("LINK", "체인링크", "Chainlink", 9.14, "KBU"),
    Asset("SUI", "수이", "Sui", 0.941, "KU"),
    Asset("USDC", "유에스디코인", "USD Coin", 1.0, "KU"),
    Asset("LTC", "라이트코인", "Litecoin", 53.7, "U"),
    Asset("BCH", "비트코인캐시", "Bitcoin Cash", 448.2, "KU"),
    Asset("XLM", "스텔라루멘", "Stellar Lumens", 0.1604, "KBU"),
    Asset("HBAR", "헤데라", "Hedera", 0.0907, "KU"),
    Asset("NEAR", "니어프로토콜", "NEAR Protocol", 1.347, "KU"),
    Asset("ETC", "이더리움클래식", "Ethereum Classic", 8.43, "KU"),
    Asset("DOT", "폴카닷", "Polkadot", 1.223, "KBU"),
    Asset("APT", "앱토스", "Aptos", 0.914, "KU"),
    Asset("ARB", "아비트럼", "Arbitrum", 0.0951, "KU"),
    Asset("ATOM", "코스모스", "Cosmos", 1.78, "KU"),
    Asset("AAVE", "에이브", "Aave", 96.4, "KU"),
    Asset("SEI", "세이", "Sei", 0.0652, "KU"),
    Asset("ONDO", "온도파이낸스", "Ondo Finance", 0.2718, "KU"),
    Asset("WLD", "월드코인", "Worldcoin", 0.3846, "KU"),
    Asset("ENA", "에테나", "Ethena", 0.1093, "KU"),
    Asset("STX", "스택스", "Stacks", 0.2411, "KU"),
    Asset("POL", "폴리곤에코시스템토큰", "POL", 0.0972, "KU"),
    Asset("MATIC", "폴리곤", "Polygon", 0.3794, "X"),
    Asset("ALGO", "알고랜드", "Algorand", 0.0893, "KU"),
    Asset("VET", "비체인", "VeChain", 0.00681, "KU"),
    Asset("SAND", "샌드박스", "The Sandbox", 0.0804, "KU"),
    Asset("MANA", "디센트럴랜드", "Decentraland", 0.0913, "KU"),
    Asset("AXS", "엑시인피니티", "Axie Infinity", 1.14, "KU"),
    Asset("GRT", "더그래프", "The Graph", 0.0247, "KU"),
    Asset("IMX", "이뮤터블엑스", "Immutable", 0.1562, "KU"),
    Asset("BONK", "봉크", "Bonk", 0.0000061, "KU"),
    Asset("1000SATS", "사츠", "1000 Sats", 0.00001742, "U"),
    # Not everything that trades has an ASCII name, nor is each character one cell wide.
    Asset("币安人生", "바이낸스라이프", "Binance Life", 0.0731, "U"),
    Asset("CHZ", "칠리즈", "Chiliz", 0.0389, "KU"),
    Asset("XTZ", "테조스", "Tezos", 0.3728, "KU"),
    Asset("JTO", "지토", "Jito", 0.2914, "KU"),
    Asset("PYTH", "피스네트워크", "Pyth Network", 0.0417, "KU"),
    Asset("STRK", "스타크넷", "Starknet", 0.0385, "KU"),
    Asset("BLUR", "블러", "Blur", 0.0213, "KU"),
    Asset("ICX", "아이콘", "ICON", 0.0391, "KU"),
    Asset("QTUM", "퀀텀", "Qtum", 0.9126, "KU"),
    Asset("KNC", "카이버네트워크", "Kyber Network", 0.1421, "KU"),
    Asset("ZRX", "제로엑스", "0x Protocol", 0.1038, "KU"),
    Asset("STORJ", "스토리지", "Storj", 0.1021, "KU"),
    Asset("BTT", "비트토렌트", "BitTorrent", 0.00000035, "K"),
    Asset("MED", "메디블록", "MediBloc", 0.0027, "K"),
    Asset("AQT", "알파쿼크", "Alpha Quark Token", 0.3417, "K"),
    Asset("CBK", "코박토큰", "Cobak Token", 0.2936, "K"),
)

STABLE = frozenset({"USDT", "USDC"})
"""Worth a dollar, always."""

_SMALL_MARKET = 18
"""How many places a market in BTC, or in USDT on Upbit, is less popular than the main one."""

_UPBIT = {"K": "KRW", "B": "BTC", "T": "USDT"}
_BINANCE = {"U": "USDT", "C": "BTC", "X": "USDT"}


def upbit_listings() -> list[Listing]:
    """Return Upbit's markets: KRW, then BTC, then USDT, each by popularity."""
    return [
        Listing(f"{quote}-{asset.code}", asset, quote, rank + (venue != "K") * _SMALL_MARKET)
        for venue, quote in _UPBIT.items()
        for rank, asset in enumerate(ASSETS)
        if venue in asset.venues
    ]


def binance_listings() -> list[Listing]:
    """Return Binance's markets: USDT, then BTC, each by popularity, then what has stopped."""
    return [
        Listing(
            asset.code + quote, asset, quote, rank + (venue == "C") * _SMALL_MARKET, venue != "X"
        )
        for venue, quote in _BINANCE.items()
        for rank, asset in enumerate(ASSETS)
        if venue in asset.venues
    ]
