"""The live screen: it reads the store at its own pace, and knows no exchange.

::

    app.py       the application: one store, one screen, what every screen shares
    screen.py    the main screen: one timer, the actions behind the keys
    keys.py      every key, once: bindings, footer, help and command palette come from here
    words.py     every word, once
    table.py     the widget that paints rows; layout.py where its columns are,
                 columns.py what they show, rows.py which rows there are and in what order
    header.py tabs.py footer.py   what the other lines say; bar.py the widget that paints them
    feeds.py     how each exchange is, in one record; picture.py the store, live or frozen
    roles.py     what text means; theme.py what that looks like

Only app, screen, table, bar, theme and the two small screens know Textual; the rest is pure.
"""
