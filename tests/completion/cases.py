"""Command lines, and what the shells complete them to."""

CASES: list[tuple[str, set[str]]] = [
    ("coinwatch i", {"init"}),
    ("coinwatch --ev", {"--events", "--every"}),
    ("coinwatch --json --events tick,tr", {"tick,trade"}),
    ("coinwatch b", {"BTC", "BTT", "binance:"}),
    ("coinwatch upbit:krw-b", {"upbit:KRW-BTC"}),
    ("coinwatch BTC bin", {"binance:"}),
    ("coinwatch init --", {"--help", "--path", "--stdout", "--force"}),
    ("coinwatch completion z", {"zsh"}),
    ("coinwatch markets --exchange u", {"upbit"}),
    ("coinwatch markets bt", set()),
    ("coinwatch --every ", set()),
]
"""What is typed, and what it is completed to."""
