"""Recordings: every frame as it came, and what else a replay needs to decode it in the same way.

A recording is a text file, one JSON object a line, or the same compressed with zstd. Each line has
``type`` and ``at``, nanoseconds since the epoch. ``lines`` declares them all:

========= ===========================================================================
coinwatch the first line of a file: version of the format and of the program, the part
watch     the watchlists from here on, and the market that is looked at closely
list      what is known of the watched markets: names, decimals, warnings
history   older prices of a sparkline
open      a connection attempt: exchange, connection, and the number that frames refer to
subscribe what a connection is asked for from here on
frame     one message, as ``text``; as ``base64`` where it is no UTF-8
answer    one answer of prices by REST
close     the end of a connection
status    a connection's state
gap       a span of time of which something may be missing
doubt     markets of which something was missed
clock     how far the wall clock has run ahead of the monotonic one
key       everything that is known by now: a place to begin to read
end       the last line of a whole file
========= ===========================================================================

A file without ``end`` was cut off: what is whole in it is used.
"""
