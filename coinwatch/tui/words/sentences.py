"""The core's sentences in Korean. The core itself says them in English, for lines and logs.

A sentence that is not in the table stays as it is.
"""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

_DEEPEST = 4
"""Sentences within sentences, at most: what an exchange sent may be quoted in them."""

_KINDS = {"host": r"\S+", "n": r"-?\d+", "title": r"[^:]+", "key": r"[\w.'-]+"}
"""What may stand for a name; anything for those that are not here."""

# What is more special comes first. What a name stands for may be a sentence itself.
_TABLE = (
    ("{why}; trying {host} again", "{why}, {host} 다시 시도"),
    ("{why}; trying {host}", "{why}, {host} 시도 중"),
    ("cannot resolve {host}", "{host} 주소를 찾을 수 없음"),
    ("the certificate of {host} is not valid: {why}", "{host} 인증서가 유효하지 않음: {why}"),
    ("no secure connection to {host}: {why}", "{host} 보안 연결 실패: {why}"),
    ("TLS failed", "TLS 오류"),
    ("the exchange does not answer in time", "거래소가 제때 응답하지 않음"),
    ("{host} does not answer in time", "{host} 응답 시간 초과"),
    ("{host} refuses connections", "{host} 연결 거부"),
    ("{host} drops the connection", "{host} 쪽에서 연결을 끊음"),
    ("cannot reach {host} over HTTP", "{host} HTTP 접속 불가"),
    ("cannot reach {host}: {why}", "{host} 접속 불가: {why}"),
    ("none of its addresses answers", "응답하는 주소가 없음"),
    ("Network is unreachable", "네트워크에 연결되어 있지 않음"),
    ("No route to host", "호스트까지 가는 경로가 없음"),
    (
        "a SOCKS proxy is set, for which this is missing: {command}",
        "SOCKS 프록시를 쓰려면 설치 필요: {command}",
    ),
    ("a proxy in the environment is not valid", "환경 변수의 프록시 설정이 올바르지 않음"),
    ("{host} leads to something that is not a WebSocket", "{host} 주소가 웹소켓이 아님"),
    (
        "{host} or a proxy in the environment is not a valid address",
        "{host} 또는 환경 변수의 프록시가 올바른 주소가 아님",
    ),
    (
        "{host} leads elsewhere in a way that cannot be followed",
        "{host} 주소가 따라갈 수 없는 곳으로 넘겨짐",
    ),
    ("{host} does not speak WebSocket", "{host} 서버가 웹소켓으로 응답하지 않음"),
    ("the proxy refused, HTTP {n}", "프록시가 거부함, HTTP {n}"),
    ("refused by the exchange's firewall", "거래소 방화벽이 거부함"),
    ("banned for too many requests", "요청이 너무 많아 차단됨"),
    ("too many requests", "요청이 너무 많음"),
    ("not served where this computer is", "이 컴퓨터가 있는 지역에는 제공되지 않음"),
    ("the exchange has an internal error", "거래소 내부 오류"),
    ("the exchange is down or in maintenance", "거래소 장애 또는 점검 중"),
    (
        "not a WebSocket; is there a proxy or a login page between?",
        "웹소켓이 아님, 중간에 프록시나 로그인 페이지가 있는지 확인",
    ),
    ("connection lost while closing", "닫는 중에 연결이 끊김"),
    ("connection lost", "연결이 끊김"),
    ("closed by us: {why}", "이쪽에서 연결을 닫음: {why}"),
    ("closed by the exchange, {n} ({why})", "거래소가 연결을 닫음, {n} ({why})"),
    ("keepalive ping timeout", "핑 응답 없음"),
    ("normal closure", "정상 종료"),
    ("going away", "서버가 떠남"),
    ("protocol error", "프로토콜 오류"),
    ("unsupported data", "지원하지 않는 데이터"),
    ("no status rcvd", "상태 코드 없음"),
    ("abnormal closure", "비정상 종료"),
    ("invalid data", "잘못된 데이터"),
    ("policy violation", "정책 위반"),
    ("message too big", "메시지가 너무 큼"),
    ("mandatory extension", "필수 확장 없음"),
    ("internal error", "내부 오류"),
    ("service restart", "서비스 재시작"),
    ("try again later", "나중에 다시 시도"),
    ("bad gateway", "게이트웨이 오류"),
    ("tls handshake", "TLS 핸드셰이크 실패"),
    ("unknown", "알 수 없음"),
    ("replaced by another connection", "다른 연결로 교체됨"),
    ("{n} frames in a row could not be read: {why}", "프레임 {n}개를 연달아 읽지 못함: {why}"),
    ("the exchange refused a request: {what}", "거래소가 요청을 거부함: {what}"),
    ("the exchange refused: {what}", "거래소가 거부함: {what}"),
    ("a subscription was not confirmed within {n} s", "구독이 {n}초 안에 확인되지 않음"),
    ("this computer's clock was set back by {n} s", "이 컴퓨터의 시계가 {n}초 뒤로 돌려짐"),
    (
        "this computer slept for {n} s, or its clock was set forward",
        "이 컴퓨터가 {n}초 동안 잠들었거나 시계가 앞으로 돌려짐",
    ),
    ("the exchange asked to be left alone", "거래소가 당분간 요청하지 말라고 함"),
    ("{market} is not known over HTTP: {why}", "{market}: HTTP에서 알 수 없음: {why}"),
    ("nothing came for {n} s", "{n}초 동안 아무것도 오지 않음"),
    ("{title}: {host} answers HTTP {n}", "{title}: {host} 응답 HTTP {n}"),
    ("the answer of {host} is too big", "{host} 응답이 너무 큼"),
    ("the market list is empty", "마켓 목록이 비어 있음"),
    ("the recording stopped: {why}", "녹화가 멈춤: {why}"),
    ("not JSON", "JSON이 아님"),
    ("not a list", "목록이 아님"),
    ("no field {what}", "{what} 필드 없음"),
    ("a field of the wrong type", "필드의 형식이 다름"),
    ("a field that cannot be read", "읽을 수 없는 필드"),
    ("a number out of its range", "범위를 벗어난 숫자"),
    ("a price that is {what}", "잘못된 가격 {what}"),
    ("a number that is {what}", "잘못된 숫자 {what}"),
    ("a whole number that is {what}", "잘못된 정수 {what}"),
    ("a text that is {what}", "잘못된 문자열 {what}"),
    ("a time that is {what}", "잘못된 시각 {what}"),
    (
        "a time {n} s ahead of the exchange's clock, {what}",
        "거래소 시계보다 {n}초 앞선 시각 {what}",
    ),
    # What is wrong with the config file, and what to do about it.
    ("{file}, line {n}, column {column}: {why}", "{file} {n}번째 줄 {column}번째 칸: {why}"),
    ("{file}, line {n}: {why}", "{file} {n}번째 줄: {why}"),
    ("{file} is gone. What it said goes on.", "{file} 없음. 이전 내용으로 계속합니다."),
    ("{file} cannot be read: {why}. {hint}", "{file} 읽을 수 없음: {why}. {hint}"),
    ("{file} cannot be read: {why}.", "{file} 읽을 수 없음: {why}"),
    ("See who may read it: {command}", "읽기 권한 확인: {command}"),
    ("not UTF-8. Save the file as UTF-8.", "UTF-8이 아님. UTF-8로 저장하세요."),
    ("not valid TOML: {why}. {hint}", "올바른 TOML이 아님: {why}. {hint}"),
    ('Text goes in quotes: key = "value".', '글자는 따옴표 안에: key = "value"'),
    ("{key} is not a known key. {hint}", "{key}: 알 수 없는 키. {hint}"),
    ("{key} is not a known exchange. {hint}", "{key}: 알 수 없는 거래소. {hint}"),
    ("Did you mean {guess}? {hint}", "{guess} 아닌가요? {hint}"),
    ("Did you mean {guess}?", "{guess} 아닌가요?"),
    ("Known in {section}: {names}.", "{section}에 쓸 수 있는 이름: {names}"),
    ("Known at the top: {names}.", "맨 위에 쓸 수 있는 이름: {names}"),
    ("{key} must be {allowed}, not {value}. {hint}", "{key}: {allowed}, 지금은 {value}. {hint}"),
    ("{key} must be {allowed}, not {value}.", "{key}: {allowed}, 지금은 {value}"),
    ("true or false", "true 또는 false여야 함"),
    ("a whole number from {low} to {high}", "{low}~{high} 정수여야 함"),
    ("a duration from {low} to {high}", "{low}~{high} 기간이어야 함"),
    ("one of {names}", "{names} 중 하나여야 함"),
    ("{key} has {value} twice.", "{key}: {value} 중복"),
    ("There is no market {what}. {hint}", "{what} 마켓 없음. {hint}"),
    ("{title} has no market {what}. {hint}", "{title}에 {what} 마켓 없음. {hint}"),
    ("{title} market list", "{title} 마켓 목록"),
    ("{title} candles", "{title} 캔들"),
    ("{title} tickers", "{title} 현재가"),
    ("{title}: {why}", "{title}: {why}"),
)


@lru_cache(maxsize=256)
def in_korean(sentence: str, deep: int = 0) -> str:
    """Return a sentence of the core in Korean; one that is not known as it is."""
    if deep > _DEEPEST:
        return sentence
    for pattern, korean in _patterns():
        if found := pattern.fullmatch(sentence):
            parts = {name: in_korean(part, deep + 1) for name, part in found.groupdict().items()}
            return korean.format(**parts)
    return sentence


@cache
def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    """Return the table as patterns. Making them takes 17 ms, which nobody waits for in English."""
    return [(_pattern(template), korean) for template, korean in _TABLE]


def _pattern(template: str) -> re.Pattern[str]:
    """Return what finds a template's sentences, and takes out what stands for its names."""
    pieces = re.split(r"\{(\w+)\}", template)
    texts, names = pieces[::2], pieces[1::2]
    groups = [f"(?P<{name}>{_KINDS.get(name, '.+')})" for name in names]
    source = "".join(
        re.escape(text) + group for text, group in zip(texts, [*groups, ""], strict=True)
    )
    return re.compile(source, re.DOTALL)
