"""What the screen says of a market that its exchange warns of, in both languages."""

from collections.abc import Mapping
from typing import NamedTuple


class BadgeWords(NamedTuple):
    """Marks of a cell or two, and what they mean."""

    halted: str
    """The mark of a market that does not trade."""
    warned: str
    """The mark of one that its exchange warns of for good reason, and may delist."""
    careful: str
    """The mark of one where something is unusual for now."""
    not_trading: str
    delisting: str
    """When the exchange will delist it."""
    reasons: Mapping[str, str]
    """By the exchange's own words, in lower case."""


ENGLISH = BadgeWords(
    halted="‖",
    warned="!!",
    careful="!",
    not_trading="not trading",
    delisting="delisted on {day}",
    reasons={
        "warning": "investment warning",
        "price fluctuations": "sharp price moves",
        "trading volume soaring": "volume soaring",
        "deposit amount soaring": "deposits soaring",
        "global price differences": "price differs from other exchanges",
        "concentration of small accounts": "few accounts trade most of it",
        "halt": "trading halted",
        "break": "trading suspended",
        "cancel only": "orders can only be cancelled",
        "preview": "trading has not begun",
        "delisted": "delisted",
    },
)

KOREAN = BadgeWords(
    halted="정",
    warned="유",
    careful="주",
    not_trading="거래정지",
    delisting="{day} 거래지원 종료",
    reasons={
        "warning": "거래 유의 종목",
        "price fluctuations": "가격 급등락",
        "trading volume soaring": "거래량 급등",
        "deposit amount soaring": "입금량 급등",
        "global price differences": "글로벌 가격 차이",
        "concentration of small accounts": "소수 계정 거래 집중",
        "halt": "거래 정지",
        "break": "거래 중단",
        "cancel only": "주문 취소만 가능",
        "preview": "거래 시작 전",
        "delisted": "거래지원 종료",
    },
)
