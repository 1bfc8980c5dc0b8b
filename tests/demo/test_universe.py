"""Which markets the simulated exchanges list."""

from coinwatch.demo.universe import ASSETS, binance_listings, upbit_listings


def test_no_symbol_occurs_twice() -> None:
    """A symbol names one market of an exchange."""
    for listings in (upbit_listings(), binance_listings()):
        symbols = [listing.symbol for listing in listings]
        assert len(set(symbols)) == len(symbols)


def test_both_exchanges_have_at_least_forty_markets_in_their_home_currency() -> None:
    """A screen can be filled."""
    assert sum(listing.quote == "KRW" for listing in upbit_listings()) == 53
    assert sum(listing.quote == "USDT" for listing in binance_listings()) == 53


def test_upbit_spells_quote_first_and_binance_base_first() -> None:
    """Each exchange has its own spelling of the same pair."""
    assert upbit_listings()[0].symbol == "KRW-BTC"
    assert binance_listings()[0].symbol == "BTCUSDT"


def test_the_main_markets_are_there() -> None:
    """What the defaults and the documentation speak of exists."""
    upbit = {listing.symbol for listing in upbit_listings()}
    assert upbit >= {"KRW-BTC", "KRW-ETH", "KRW-XRP", "KRW-SOL", "KRW-USDT", "KRW-DOGE"}
    assert upbit >= {"BTC-ETH", "USDT-BTC"}
    binance = {listing.symbol for listing in binance_listings()}
    assert binance >= {"BTCUSDT", "ETHUSDT", "XRPUSDT", "SOLUSDT", "DOGEUSDT", "PEPEUSDT"}
    assert binance >= {"ETHBTC", "币安人生USDT"}
    assert "USDTUSDT" not in binance


def test_some_assets_exist_on_one_exchange_only() -> None:
    """Not every coin has a premium."""
    upbit = {listing.asset.code for listing in upbit_listings()}
    binance = {listing.asset.code for listing in binance_listings()}
    assert upbit - binance == {"USDT", "BTT", "MED", "AQT", "CBK"}
    assert binance - upbit == {"BNB", "LTC", "MATIC", "1000SATS", "币安人生"}


def test_one_market_has_stopped_trading() -> None:
    """A market list holds what cannot be watched any more."""
    stopped = [listing.symbol for listing in binance_listings() if not listing.trading]
    assert stopped == ["MATICUSDT"]


def test_markets_in_bitcoin_are_less_popular_than_those_in_won() -> None:
    """The same asset trades less where the quote is unusual."""
    ranks = {listing.symbol: listing.rank for listing in upbit_listings()}
    assert (ranks["KRW-ETH"], ranks["BTC-ETH"]) == (1, 19)


def test_every_asset_has_names_a_price_and_a_venue() -> None:
    """Nothing in the table was left out."""
    for asset in ASSETS:
        assert asset.korean_name
        assert asset.english_name
        assert asset.usd > 0
        assert set(asset.venues) <= set("KBTUCX")
        assert asset.venues
