"""The manual pages, made of the same text as the help, the config's declarations and the schema.

``make man`` writes them. What is committed is held against this by a test, and installed with the
package. The macros are those of man(7).
"""

import argparse
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, wrap

from coinwatch import __version__, args, schema
from coinwatch.command_args import PARSERS
from coinwatch.config import Config, Setting, WatchGroup, settings
from coinwatch.config.example import example

FOLDER = Path(__file__).parents[1] / "man"

DATE = "2026-11-23"
"""Of the text; changed with a release."""

ENVIRONMENT = (
    ("COINWATCH_CONFIG", "The config file, where --config names none."),
    ("NO_COLOR", "Where it is set and not empty, the screen uses no colours."),
    ("HTTPS_PROXY, NO_PROXY", "The proxy to go through, and the hosts to reach without it."),
    ("XDG_CONFIG_HOME", "The folder of config files, instead of ~/.config."),
    ("XDG_CACHE_HOME", "The folder of caches, instead of ~/.cache."),
)

FILES = (
    ("~/.config/coinwatch/config.toml", "The config file, on Linux; see coinwatch\\-config(5)."),
    ("~/.cache/coinwatch/", "Market lists, on Linux; for completion, and without a network."),
)


def pages() -> dict[str, str]:
    """Return the pages by their file names."""
    return {"coinwatch.1": _program(), "coinwatch-config.5": _config()}


def main() -> None:
    """Write the pages."""
    FOLDER.mkdir(exist_ok=True)
    for name, page in pages().items():
        (FOLDER / name).write_text(page, encoding="utf-8")


def _program() -> str:
    watch = args.watch_parser(__version__)
    summary, _, examples = (watch.description or "").partition("\n\n")
    return "\n".join(
        [
            _head("COINWATCH", 1),
            ".SH NAME",
            f"coinwatch \\- {_text(summary.rstrip('.'))}",
            ".SH SYNOPSIS",
            *_lines([line.removeprefix("       ") for line in (watch.usage or "").split("\n")]),
            ".SH DESCRIPTION",
            *_paragraph(_DESCRIPTION),
            ".SH OPTIONS",
            *_options(watch),
            ".SH SYMBOLS",
            *_block(args.SYMBOLS),
            ".SH COMMANDS",
            *(line for name, parser in PARSERS.items() for line in _command(name, parser())),
            ".SH LINES",
            *_kinds(),
            ".SH EXIT STATUS",
            *_block(args.EXIT_CODES),
            ".SH ENVIRONMENT",
            *_terms(ENVIRONMENT),
            ".SH FILES",
            *_terms(FILES),
            ".SH EXAMPLES",
            *_block(examples),
            ".SH SEE ALSO",
            ".BR coinwatch\\-config (5),",
            ".BR jq (1)",
            "",
        ]
    )


_DESCRIPTION = (
    "The screen shows the markets of the watchlist; press ? for every key. With --json each event "
    "is one line of JSON on stdout, and nothing else is. With --once a table is printed, one time. "
    "The first word is a command if it is one of those below; otherwise every word is a symbol. "
    "With --json, the last line on stderr of a failed run is JSON as well."
)


def _config() -> str:
    config = Config()
    sections = [
        ("display", settings(type(config.display)), config.display),
        ("premium", settings(type(config.premium)), config.premium),
        ("feed", settings(type(config.feed)), config.feed),
        *((f"exchange.{name}", settings(type(e)), e) for name, e in config.exchanges.items()),
    ]
    return "\n".join(
        [
            _head("COINWATCH-CONFIG", 5),
            ".SH NAME",
            "coinwatch\\-config \\- the config file of coinwatch",
            ".SH DESCRIPTION",
            *_paragraph(
                "A TOML file. Options on the command line go before the environment, that before "
                "the file, and the file before the defaults; no file is needed. A mistake in it "
                "ends the program, which names the line and the key. To write one with every key "
                "and its default: coinwatch init"
            ),
            ".SH KEYS AT THE TOP",
            *_keys(settings(Config), config),
            ".SH [[group]]",
            "More watchlists, as tabs; each has",
            *_keys(settings(WatchGroup), None),
            *(
                line
                for name, keys, section in sections
                for line in (f".SH [{_text(name)}]", *_keys(keys, section))
            ),
            ".SH EXAMPLE",
            *_block(example()),
            ".SH SEE ALSO",
            ".BR coinwatch (1)",
            "",
        ]
    )


def _head(title: str, section: int) -> str:
    words = f'"{DATE}" "coinwatch {__version__}" "coinwatch"'
    return f".TH {_text(title)} {section} {words}\n.nh"


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:  # noqa: SLF001  # argparse has no public list of them
        flags = ", ".join(rf"\fB{_text(flag)}\fR" for flag in action.option_strings)
        words = "|".join(map(str, action.choices)) if action.choices else ""
        value = action.metavar if isinstance(action.metavar, str) else words
        metavar = rf" \fI{_text(value)}\fR" if value and action.nargs != 0 else ""
        if flags:
            yield from (".TP", f"{flags}{metavar}", *_sentence(action.help or ""))


def _command(name: str, parser: argparse.ArgumentParser) -> Iterator[str]:
    summary, _, examples = (parser.description or "").partition("\n\n")
    others = [action for action in parser._actions if not action.option_strings]  # noqa: SLF001  # as above
    usage = [f"coinwatch {name} [options]", *(_place(action) for action in others)]
    yield f".SS {_text(name)}"
    yield from _lines([" ".join(usage)])
    yield ".PP"
    yield from _paragraph(f"{summary} {parser.epilog or ''}")
    yield from _options(parser)
    if examples:
        yield ".PP"
        yield from _block(examples)


def _place(action: argparse.Action) -> str:
    words = "|".join(map(str, action.choices)) if action.choices else action.metavar
    return {"*": f"[{words} ...]", "+": f"{words} ..."}.get(str(action.nargs), str(words))


def _kinds() -> Iterator[str]:
    described = schema.schema()
    yield from _paragraph(str(described["description"]))
    for kind, line in described["$defs"].items():
        yield f".SS {_text(kind)}"
        yield from _paragraph(line["description"])
        for key, value in line["properties"].items():
            null = "" if "null" not in str(value.get("type")) else " or null"
            words = ", ".join(str(word) for word in value.get("enum", ()) if word)
            kinds = value.get("type", value.get("const"))
            shown = words or (kinds[0] if isinstance(kinds, list) else kinds)
            yield ".TP"
            yield rf"\fB{_text(key)}\fR ({_text(f'{shown}{null}')})"
            yield from _sentence(value["description"])


def _keys(keys: tuple[Setting, ...], section: object) -> Iterator[str]:
    for each in keys:
        yield ".TP"
        default = ""
        if section is not None:
            default = f" = {_text(each.key.kind.write(getattr(section, each.field)))}"
        yield rf"\fB{_text(each.name)}\fR{default}"
        yield from _sentence(each.key.help)


def _terms(terms: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for term, says in terms:
        yield from (".TP", rf"\fB{_text(term)}\fR", says.replace("--", r"\-\-"))


def _block(text: str) -> Iterator[str]:
    """Give the lines under a heading, as they are."""
    head, _, rest = text.partition("\n")
    body = dedent(rest) if head.endswith(":") and " " not in head.removesuffix(" codes:") else text
    yield from _lines(body.rstrip("\n").split("\n"))


def _lines(lines: list[str]) -> Iterator[str]:
    yield ".nf"
    yield from (_text(line) for line in lines)
    yield ".fi"


def _sentence(text: str) -> Iterator[str]:
    """Give a help text as a sentence; what is a word of the program stays as it is."""
    yield from _paragraph(f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}")


def _paragraph(text: str) -> Iterator[str]:
    """Give a text in lines that are short before and after what roff needs is added."""
    yield from map(_text, wrap(text, 60, break_long_words=False, break_on_hyphens=False))


def _text(text: str) -> str:
    """Return ``text`` as roff prints it: nothing in it is a request or an escape."""
    for sign, escape in (("\\", r"\e"), ("-", r"\-"), ("'", r"\(aq"), ("`", r"\(ga")):
        text = text.replace(sign, escape)
    for sign, escape in (("^", r"\(ha"), ("~", r"\(ti"), ('"', r"\(dq")):
        text = text.replace(sign, escape)
    shown = "".join(each if each.isascii() else rf"\[u{ord(each):04X}]" for each in text)
    return rf"\&{shown}" if shown.startswith(".") or not shown else shown


if __name__ == "__main__":
    main()
