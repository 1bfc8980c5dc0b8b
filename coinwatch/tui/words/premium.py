"""What the screen says of premiums, in each language."""

from collections.abc import Mapping
from typing import NamedTuple


class PremiumWords(NamedTuple):
    """Names in braces are filled in."""

    titles: Mapping[str, str]
    """Of the columns that only the premium view has."""
    points: str
    """After a difference of percents."""
    headline: str
    rate: str
    """Won per dollar."""
    source: str
    """Where the rate comes from, and how old it is."""
    fixed: str
    """The same of a rate that is a number in the config."""
    none: str
    """Where no asset of the group has a premium."""
    lacking: Mapping[str, str]
    """Why there can be no premium: no prices in a currency, or no rate."""


ENGLISH = PremiumWords(
    titles={
        "asset": "Asset",
        "krw_price": "Price ₩",
        "usd_price": "Price $",
        "asset_premium": "Premium",
        "gap": "Gap ₩",
        "premium_change": "Chg 5 m",
        "premium_trend": "Trend",
        "krw_volume": "Volume ₩",
        "usd_volume": "Volume $",
        "krw_age": "₩ age",
        "usd_age": "$ age",
    },
    points="pp",
    headline="{asset} premium {premium}",
    rate="{pair} {price}",
    source="{exchange}, {age} ago",
    fixed="from the config",
    none="No asset of this group is on both exchanges.",
    lacking={
        "KRW": "No premium: no enabled exchange has prices in KRW.",
        "USDT": "No premium: no enabled exchange has prices in USDT.",
        "rate": "No premium: premium.usd_krw in the config is not to be had.",
    },
)

KOREAN = PremiumWords(
    titles={
        "asset": "코인",
        "krw_price": "현재가 ₩",
        "usd_price": "현재가 $",
        "asset_premium": "김프",
        "gap": "차액 ₩",
        "premium_change": "5분변화",
        "premium_trend": "추세",
        "krw_volume": "대금 ₩",
        "usd_volume": "대금 $",
        "krw_age": "₩경과",
        "usd_age": "$경과",
    },
    points="%p",
    headline="{asset} 김프 {premium}",
    rate="{pair} {price}",
    source="{exchange} {age} 전",
    fixed="설정값",
    none="이 그룹에는 두 거래소에 모두 있는 코인이 없습니다.",
    lacking={
        "KRW": "김프 없음: 원화 시세를 주는 거래소가 꺼져 있습니다.",
        "USDT": "김프 없음: USDT 시세를 주는 거래소가 꺼져 있습니다.",
        "rate": "김프 없음: 설정의 premium.usd_krw 환율을 받을 수 없습니다.",
    },
)
