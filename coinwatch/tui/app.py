"""The application: what all screens share, and how it starts and ends."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.geometry import Size
from textual.screen import Screen
from textual.theme import ThemeProvider

from coinwatch.config import Display
from coinwatch.language import choose_language
from coinwatch.store import Store
from coinwatch.text import Language
from coinwatch.tui import theme
from coinwatch.tui.behind import Behind, Editor, Nothing, Playback
from coinwatch.tui.edits import Remark
from coinwatch.tui.keys import CTRL_C, Key, bindings, keys_of
from coinwatch.tui.notice import LEAST_HEIGHT, LEAST_WIDTH, Help, TooSmall
from coinwatch.tui.picture import Picture
from coinwatch.tui.scene import Scene
from coinwatch.tui.screen import MainScreen
from coinwatch.tui.typeahead import TypeAhead, is_typed
from coinwatch.tui.words import Speaking, words


class CoinwatchApp(App[int], inherit_bindings=False):
    """Shows ``store``, and knows nothing of where it comes from.

    ``editor`` has the config, ``behind`` is asked for what the store does not have yet. ``clock``
    is monotonic, ``wall`` since the epoch, both in seconds. ``run`` returns after ``q`` with a
    return code of 0; from outside, ``exit(return_code=...)`` ends it and restores the terminal.
    """

    TITLE = "coinwatch"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(key, action, show=False, priority=key == CTRL_C)
        for keys, action in bindings(None)
        for key in keys.split(",")
    ]

    def __init__(
        self,
        store: Store,
        editor: Editor,
        behind: Behind = Nothing(),  # noqa: B008  # has no state
        clock: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        playback: Playback | None = None,
    ) -> None:
        few_colors = theme.few_colors()
        super().__init__(ansi_color=few_colors or None)
        if few_colors and "TEXTUAL_THEME" not in os.environ:
            self.theme = theme.OWN_COLORS
        self._editor = editor
        self._shown_as = display = editor.config.display
        language = choose_language(display.language, os.environ)
        self._words = words(language)
        self._convention = theme.choose_convention(display.colors, language)
        self._replay = playback is not None
        picture = Picture(store, clock, wall, playback)
        self._scene = Scene(picture, display.sparkline_s, language, self._words)
        self._main = MainScreen(store, editor, self._scene, self._palette(), behind, self.follow)
        self._typed = TypeAhead(self, super().on_event)

    def get_default_screen(self) -> Screen[None]:
        """Return the main screen, which stays below all others."""
        return self._main

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Give what the command palette finds: what keys do but moving, and the themes."""
        for key in self._keys_of(screen):
            title, help_text = self._words.keys[key.name]
            for which, action in key.commands if key.name != "palette" else ():
                run = partial(self.run_action, action, screen)
                yield SystemCommand(f"{title.capitalize()} {which}".rstrip(), help_text, run)
        yield SystemCommand(*self._words.theme, self.action_change_theme)

    def action_command_palette(self) -> None:
        """Find a command by typing."""
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=self._words.command_prompt))

    def search_themes(self) -> None:
        """Find a theme by typing."""
        prompt = self._words.theme[1]
        self.push_screen(CommandPalette(providers=[ThemeProvider], placeholder=prompt))

    def pop_screen(self) -> AwaitComplete:
        """Leave a screen, and free what it painted: Textual keeps that of up to 1024 widgets."""
        left = self.screen
        popped = super().pop_screen()
        for widget in left.walk_children(with_self=True):
            widget.refresh()
        return popped

    def on_mount(self) -> None:
        """Follow the theme, which may have been set before the start."""
        self._paint()
        self.theme_changed_signal.subscribe(self, lambda _theme: self._paint())
        self._check_room(self.size)
        self.call_after_refresh(self._typed.start)

    async def on_event(self, event: events.Event) -> None:
        """Have what is typed wait for its turn, but for ctrl+c."""
        leaves = isinstance(event, events.Key) and event.key == CTRL_C
        await (self._typed.take if is_typed(event) and not leaves else super().on_event)(event)

    def on_resize(self, event: events.Resize) -> None:
        """Draw everything anew, and say so while the terminal is too small.

        A terminal that shrank and grew back has lost what it showed, and Textual may see only that
        the size is as it was.
        """
        self._check_room(event.size)
        self.refresh()

    def _check_room(self, size: Size) -> None:
        if not self.screen_stack:
            return
        small = size.width < LEAST_WIDTH or size.height < LEAST_HEIGHT
        if small and not isinstance(self.screen, TooSmall):
            self.push_screen(TooSmall(self._words))
        elif not small and isinstance(self.screen, TooSmall):
            self.pop_screen()

    async def action_quit(self) -> None:
        """Leave."""
        self.exit(0)

    def action_help(self) -> None:
        """Show every key of the screen, where it has any of its own."""
        keys = self._keys_of(self.screen)
        if any(not key.everywhere for key in keys):
            self.push_screen(Help(keys, self._words))

    def action_colors(self) -> None:
        """Use the next convention for up and down."""
        self._convention = theme.next_convention(self._convention)
        self._paint()
        self._tell_now("colors", self._convention)

    def action_language(self) -> None:
        """Speak the other language."""
        self.set_language("en" if self._scene.language == "ko" else "ko")
        self._tell_now("language", self._scene.language)

    def set_language(self, language: Language) -> None:
        """Speak ``language`` from now on, on every open screen."""
        self._words = self._scene.words = words(language)
        self._scene.language = language
        for screen in self.screen_stack:
            if isinstance(screen, Speaking):
                screen.speak(self._words)

    def follow(self, display: Display) -> None:
        """Have everything as ``display`` says from now on, as far as it differs from before."""
        before, self._shown_as = self._shown_as, display
        language = choose_language(display.language, os.environ)
        if display.language != before.language:
            self.set_language(language)
        if display.colors != before.colors:
            self._convention = theme.choose_convention(display.colors, self._scene.language)
            self._paint()
        self._main.show_as(display)

    def _tell_now(self, option: str, value: str) -> None:
        edit = self._words.edit
        said = edit.now.format(name=edit.options[option], value=edit.values[value])
        self._main.tell(Remark(said))

    def _keys_of(self, screen: Screen[Any]) -> Sequence[Key]:
        return keys_of(screen.id, replay=self._replay)

    def _palette(self) -> theme.Palette:
        filters = self.get_line_filters()
        dark = self.current_theme.dark
        return theme.palette(self.theme_variables, self._convention, dark=dark, filters=filters)

    def _paint(self) -> None:
        """Have every screen that draws for itself use the colours that hold now."""
        palette = self._palette()
        for screen in self.screen_stack:
            if isinstance(screen, theme.Painted):
                screen.paint(palette)
