"""The live screen: it reads the store at its own pace, and knows no exchange.

::

    front.py     the screen as a front end of the program
    app.py       the application: what all screens share
    screen.py    the main screen: one timer, the actions behind the keys
    keys.py      every key, once: bindings, footer, help and command palette come from here
    words.py     every word, once
    table.py     the widget of the rows, which repaints what changed
      painter.py   one row: strips.py makes it a strip, layout.py says where its columns are,
                   columns.py what they show, view.py the facts behind that
      rows.py      which rows match, and in what order; watchlist.py holds what the user chose
    lines.py     the other lines: header.py, tabs.py, titles.py and footer.py say what is in
                 them, bar.py is the widget that paints them
    detail/      the screen of one market: candles, order book, trades
    scene.py     what all rows share: picture.py is the store, live or frozen, feeds.py how each
                 exchange is
    roles.py     what text means; theme.py what that looks like
    panel.py     what the panels share: adding.py finds markets (finding.py is their rows),
                 grouping.py has the groups, setting.py the options (options.py is what they are)
    editing.py   the keys that edit, and edits.py what they do to the config
    notice.py    the help, and the sentence where the terminal is too small; stack.py which screen
                 can be seen

Only app, driver, screen, editing, panel and what is made of it, table, painter, strips, bar, lines,
theme, notice and stack know Textual, and of detail/ its screen and panes.
"""
