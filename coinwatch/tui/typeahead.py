"""What is typed ahead: a key waits until all that the one before it does is done.

Textual hands a key to the widget that has the focus when the key is read. What keys do (open a line
to type in, delete a letter) is mostly done later, once they came from that widget up to the
application. So of keys that are read at once, as after a stall of the line or of the program, all
would go to where the first one went: ``/doge`` would run what ``d`` means in the rows.
"""

from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.errors import NoWidget

MOST_WAITING = 1000
"""Keys, pasted texts and clicks. What comes beyond is refused with the bell, as terminals do."""

LINE_FEED = "ctrl+j"
"""What enter comes as if it was pressed before the program had the terminal for itself."""


def is_typed(event: events.Event) -> bool:
    """Return whether an event has its turn: a mouse that only moves changes nothing."""
    typed = isinstance(event, events.Key | events.Paste | events.MouseEvent)
    return typed and not isinstance(event, events.MouseMove) and not event.is_forwarded


class TypeAhead:
    """Has ``handle`` take one event after the other, in the task of ``app``.

    An event is done when whatever was sent to the widgets that it passed, from the focus up to the
    application, has been handled twice: first the event itself, then what came of it; and again
    while that moves the focus or opens or closes a screen. All of it goes the event's own way, so
    nothing waits here that would not have held up the event as well, and a single one is not late.
    """

    def __init__(self, app: App[Any], handle: Callable[[events.Event], Awaitable[None]]) -> None:
        self._app = app
        self._handle = handle
        self._waiting: deque[events.Event] = deque()
        self._busy = True

    def start(self) -> None:
        """Begin, the screen being there; until then everything waits."""
        self._rise(self._app.screen, None)

    async def take(self, event: events.Event) -> None:
        """Handle an event at once, or when it is its turn."""
        if not self._busy:
            await self._begin(event)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting.append(event)
        else:
            self._app.bell()

    async def _begin(self, event: events.Event) -> None:
        self._busy = True
        if isinstance(event, events.Key) and event.key == LINE_FEED:
            event = events.Key("enter", "\r")
        await self._handle(event)
        self._rise(self._place_of(event), None)

    def _rise(self, node: DOMNode | None, began: DOMNode | None) -> None:
        """Go on from ``node`` to the application, behind all that is sent there already.

        A round other than an event's own ``began`` at a place, which is compared when it ends. A
        widget that is closing takes nothing more, and is passed by.
        """
        while node is not None and node is not self._app:
            if node.call_later(self._rise, node.parent, began):
                return
            node = node.parent
        self._app.call_later(self._arrive, began)

    async def _arrive(self, began: DOMNode | None) -> None:
        """Go round again, or take the next event if this round changed nothing."""
        place = self._place()
        if place is not began:
            self._rise(place, place)
        elif self._waiting:
            await self._begin(self._waiting.popleft())
        else:
            self._busy = False

    def _place(self) -> DOMNode:
        """Return where keys go."""
        return self._app.focused or self._app.screen

    def _place_of(self, event: events.Event) -> DOMNode:
        """Return where an event was sent."""
        if not isinstance(event, events.MouseEvent):
            return self._place()
        try:
            return self._app.get_widget_at(event.x, event.y)[0]
        except NoWidget:
            return self._app.screen
