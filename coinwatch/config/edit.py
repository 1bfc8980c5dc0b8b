"""A config file's text with other settings in it: only what differs is written anew.

Libraries that write TOML in its style lose the comments of what they take out of a list, and leave
those of what they move at its neighbour.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from coinwatch.config import Config, WatchGroup, settings
from coinwatch.config.draft import Draft
from coinwatch.config.kinds import toml
from coinwatch.config.lines import Where

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def rewritten(text: str, before: Config, after: Config) -> str:
    """Return ``text``, which says ``before``, changed to say ``after``."""
    crlf = 0 < text.count("\n") == text.count("\r\n")
    draft = Draft(text.replace("\r\n", "\n") if crlf else text)
    _put(draft, (), before, after)
    for name in ("display", "premium", "feed"):
        _put(draft, (name,), getattr(before, name), getattr(after, name))
    for name, exchange in after.exchanges.items():
        _put(draft, ("exchange", name), before.exchanges[name], exchange)
    _put_groups(draft, before.groups, after.groups)
    return draft.text.replace("\n", "\r\n") if crlf else draft.text


def _put(
    draft: Draft, where: Where, before: "DataclassInstance", after: "DataclassInstance"
) -> None:
    """Write the keys of one section that differ."""
    for each in settings(type(after)):
        old, new = getattr(before, each.field), getattr(after, each.field)
        if old != new and isinstance(new, tuple):
            draft.put_list(where, each.name, [toml(one) for one in old], [toml(one) for one in new])
        elif old != new:
            draft.put(where, each.name, each.key.kind.write(new))


def _put_groups(draft: Draft, before: Sequence[WatchGroup], after: Sequence[WatchGroup]) -> None:
    """Write the groups that differ; if there are fewer, those of unknown names are gone."""
    if len(before) > len(after):
        names = [group.name for group in after]
        for place in reversed(range(len(before))):
            if before[place].name not in names:
                draft.remove_table("group", place)
        before = [group for group in before if group.name in names]
    for place, (old, new) in enumerate(zip(before, after, strict=False)):
        _put(draft, ("group", place), old, new)
    for group in after[len(before) :]:
        draft.add_table("group", {"name": toml(group.name), "symbols": toml(group.symbols)})
