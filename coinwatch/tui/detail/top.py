"""The line under the header: which market this is, its price, and how old that is."""

from coinwatch import text
from coinwatch.tui import badges
from coinwatch.tui import view as views
from coinwatch.tui.roles import Line, Piece, Role, first_that_fits, spread, width
from coinwatch.tui.view import View, exchange_title, name_of, pair

_ARROWS = {1: "▲", -1: "▼", 0: " "}
_FLASHES = {1: Role.FLASH_UP, -1: Role.FLASH_DOWN}
_SHORT_EXCHANGE = 2


def line(view: View, cells: int) -> Line:
    """Return the line in ``cells``: the price is never cut, names are."""
    right = first_that_fits(_right(view), cells // 3)
    left = first_that_fits(_left(view), cells - width(right))
    return spread(left, right, cells)


def _left(view: View) -> list[Line]:
    """Return what stands to the left: all of it, then less and less."""
    market = view.state.market
    code = Piece(f" {pair(market)}", Role.STRONG)
    exchange = exchange_title(market.exchange)
    name = name_of(view)
    badge = badges.of_market(view.state, view.words)
    mark = Piece(f" {badge.mark}" if badge else "", badge.role if badge else Role.WARN)
    price, change = _price(view), _change(view)
    whole = [code, mark, Piece(f"  {exchange}", Role.MUTED)]
    named = [*whole, Piece(f"  {name}" if name else "", Role.MUTED)]
    warned = [*named, *price, *change, Piece(f"   {badge.said}" if badge else "", mark.role)]
    short = [code, mark, Piece(f" {exchange[:_SHORT_EXCHANGE]}", Role.MUTED)]
    return [
        warned,
        [*named, *price, *change],
        [*whole, *price, *change],
        [*short, *price, *change],
        [*short, *price],
    ]


def _right(view: View) -> list[Line]:
    day = view.state.day
    basis = f"{view.words.basis[day.basis]}   " if day else ""
    age = text.age(views.age_s(view))
    if view.stale:
        shown = Piece(f"{view.words.stale} {age} ", Role.WARN)
    else:
        shown = Piece(f"{age} ", Role.MUTED)
    return [[Piece(basis, Role.MUTED), shown], [shown]]


def _price(view: View) -> Line:
    shown, moved = views.price_text(view), view.state.moved
    if views.flashes(view):
        return [Piece("  "), Piece(f"{shown} {_ARROWS[moved]}", _FLASHES[moved])]
    return [Piece("  "), Piece(shown, Role.STRONG), Piece(f" {_ARROWS[moved]}", Role.MUTED)]


def _change(view: View) -> Line:
    change = views.change_pct(view)
    role = Role.MUTED if change is None else Role.UP if change > 0 else Role.DOWN
    return [Piece(f"  {text.percent(change)}", Role.TEXT if change == 0 else role)]
