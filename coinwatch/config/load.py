"""From a config file to a Config, or to an error that says file, line and key."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from coinwatch.config import Config
from coinwatch.config.tables import Document
from coinwatch.errors import ConfigError
from coinwatch.text import width as text_width

VARIABLE = "COINWATCH_CONFIG"
"""The environment variable that names a config file."""

MAX_BYTES = 1 << 20
"""A config file is small; more is another file by mistake."""

EXCERPT = 72
"""Characters of a line that are shown with what is wrong in it."""


def load(path: Path | None, environ: Mapping[str, str]) -> Config:
    """Return the config of the file at ``path``, or of the one found by default.

    Without ``path``: the file that COINWATCH_CONFIG names, else the one at the default place, else
    the defaults. A file that is named must be there. Raises ConfigError.
    """
    variable = environ.get(VARIABLE, "")
    named = path or (Path(variable) if variable else None)
    file = named or default_path()
    try:
        text = read(file)
    except (FileNotFoundError, NotADirectoryError) as error:
        if named is None:
            return Config()
        source = "" if path else f"{VARIABLE} names it. "
        hint = f"{source}To write one there: coinwatch init --path {file}"
        raise ConfigError(f"There is no config file {file}.", hint) from error
    except OSError as error:
        raise unreadable(file, error) from error
    return parse(file, text)


def default_path() -> Path:
    """Return where the config file is looked for, and written, unless told otherwise."""
    import platformdirs  # noqa: PLC0415 - start-up time: not loaded where the file is named

    return platformdirs.user_config_path("coinwatch", appauthor=False) / "config.toml"


def read(file: Path) -> str:
    """Return the content of ``file``, its line ends as they are. Raises OSError, ConfigError."""
    with file.open("rb") as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ConfigError(f"{file} is too long for a config file: more than {MAX_BYTES} bytes.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}, line {line}: not UTF-8.", "Save the file as UTF-8.") from error


def parse(file: Path, text: str) -> Config:
    """Return what the ``text`` of a config file says. Raises ConfigError."""
    text = text.replace("\r\n", "\n")
    try:
        return Document(file, text, _tables(file, text)).config()
    except RecursionError as error:
        raise ConfigError(f"{file}: lists in lists, too deep to read.") from error


def _tables(file: Path, text: str) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415 - start-up time: not loaded where there is no file

    try:
        return tomllib.loads(text)
    except ValueError as error:
        fault, _, place = str(error).removesuffix(")").rpartition(" (at ")
        raise _syntax(file, fault or place, place if fault else "", text) from error


def _syntax(file: Path, fault: str, place: str, text: str) -> ConfigError:
    """Return the error for what is not TOML, given the place as the parser words it."""
    if not place:
        return ConfigError(f"{file}: not valid TOML: {fault}.", _remedy(fault))
    lines = text.rstrip("\n").split("\n")
    numbers = [int(each) for each in re.findall(r"\d+", place)]
    # It may know only that the text ended.
    line, column = numbers if len(numbers) > 1 else (len(lines), len(lines[-1]) + 1)
    where = f"{file}, line {line}, column {column}"
    excerpt = _excerpt(lines[line - 1] if line <= len(lines) else "", column)
    return ConfigError(f"{where}: not valid TOML: {fault}.", _remedy(fault), excerpt)


def _remedy(fault: str) -> str:
    if fault == "Unclosed array":
        return "A list that begins in or above this line lacks its ] at the end."
    return 'Text goes in quotes: key = "value".'


def _excerpt(line: str, column: int) -> tuple[str, str]:
    """Return a line, or what is around its ``column``, and a mark below that."""
    start = max(0, column - EXCERPT // 2)
    before = line[start : column - 1].replace("\t", " ")
    after = line[column - 1 : start + EXCERPT].replace("\t", " ")
    return before + after, f"{' ' * text_width(before)}^"


def unreadable(file: Path, error: OSError) -> ConfigError:
    """Return the error for a config file that cannot be read."""
    if file.is_dir():
        return ConfigError(f"{file} is a directory.", f"Name the file: {file / 'config.toml'}")
    remedy = f"See who may read it: ls -l {file}" if isinstance(error, PermissionError) else ""
    return ConfigError(f"{file} cannot be read: {error.strerror}.", remedy)
