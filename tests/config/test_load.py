"""From a config file to a config."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.config import Config
from coinwatch.config.load import EXCERPT, MAX_BYTES, default_path, load
from coinwatch.errors import ConfigError, ExitCode


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the user's own config file out of the tests, and return where it would be."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    return default_path()


def write(path: Path, text: str) -> Path:
    """Write a config file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path | None, environ: dict[str, str] | None = None) -> ConfigError:
    """Return the error with which a file is refused."""
    with pytest.raises(ConfigError) as caught:
        load(path, environ or {})
    assert caught.value.exit_code is ExitCode.USAGE
    return caught.value


def test_no_file_is_needed(home: Path) -> None:
    """Without any file the defaults hold."""
    assert not home.exists()
    assert load(None, {}) == Config()


@pytest.mark.skipif(sys.platform != "linux", reason="each platform has its own place")
def test_the_default_place_is_the_platforms(tmp_path: Path, home: Path) -> None:
    """On Linux it is below XDG_CONFIG_HOME."""
    assert home == tmp_path / "xdg" / "coinwatch" / "config.toml"


def test_finds_the_file_at_the_default_place(home: Path) -> None:
    """A file at the default place counts without being named; an empty variable names none."""
    write(home, "display.fps = 7")
    for environ in ({}, {"COINWATCH_CONFIG": ""}):
        config = load(None, environ)
        assert (config.display.fps, config.path) == (7, home)


def test_flag_before_environment_before_default_place(tmp_path: Path, home: Path) -> None:
    """The file that is named last on the way to the program wins."""
    write(home, "display.fps = 1")
    variable = write(tmp_path / "variable.toml", "display.fps = 2")
    flag = write(tmp_path / "flag.toml", "display.fps = 3")
    environ = {"COINWATCH_CONFIG": str(variable)}
    assert load(None, {}).display.fps == 1
    assert load(None, environ).display.fps == 2
    assert load(flag, environ).display.fps == 3


def test_a_named_file_must_be_there(tmp_path: Path, home: Path) -> None:
    """A file that is named and missing is an error, although there is a default one."""
    write(home, "display.fps = 1")
    missing = tmp_path / "no.toml"
    error = refused(missing)
    assert error.message == f"There is no config file {missing}."
    assert error.hint == f"To write one there: coinwatch init --path {missing}"
    error = refused(None, {"COINWATCH_CONFIG": str(missing)})
    assert error.message == f"There is no config file {missing}."
    assert error.hint == (
        f"COINWATCH_CONFIG names it. To write one there: coinwatch init --path {missing}"
    )
    assert refused(home / "below-a-file.toml").message.startswith("There is no config file ")


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """Naming the directory is answered with the name of the file in it."""
    error = refused(tmp_path)
    assert error.message == f"{tmp_path} is a directory."
    assert error.hint == f"Name the file: {tmp_path / 'config.toml'}"


def test_an_unreadable_file_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's reason is passed on; for a lack of rights, with how to see them."""
    path = write(tmp_path / "secret.toml", "")

    def denied(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def broken(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", denied)
    error = refused(path)
    assert error.message == f"{path} cannot be read: Permission denied."
    assert error.hint == f"See who may read it: ls -l {path}"
    monkeypatch.setattr(Path, "open", broken)
    error = refused(path)
    assert (error.message, error.hint) == (f"{path} cannot be read: Input/output error.", "")


def test_an_unreadable_default_file_is_an_error(home: Path) -> None:
    """Only a file that is not there is passed over in silence."""
    home.mkdir(parents=True)
    assert refused(None).message == f"{home} is a directory."


def test_a_file_must_be_utf8(tmp_path: Path) -> None:
    """Another encoding is an error at the line where it shows."""
    path = tmp_path / "c.toml"
    path.write_bytes(b"# one\n# " + "\uae40".encode("cp949"))
    error = refused(path)
    assert error.message == f"{path}, line 2: not UTF-8."
    assert error.hint == "Save the file as UTF-8."


def test_takes_what_editors_on_windows_write(tmp_path: Path) -> None:
    """A byte order mark and lines that end in CR LF are taken, and lines are counted right."""
    path = tmp_path / "c.toml"
    path.write_bytes("\ufeff[display]\r\nfps = 9\r\n".encode())
    assert load(path, {}) == replace(Config(), path=path, display=replace(Config().display, fps=9))
    path.write_bytes(b"[display]\r\n\r\nfps = 99\r\n")
    assert refused(path).message.startswith(f"{path}, line 3: display.fps must be ")


def test_a_file_has_a_bounded_size(tmp_path: Path) -> None:
    """Another file by mistake is not read to its end."""
    path = tmp_path / "c.toml"
    path.write_bytes(b"\n" * MAX_BYTES)
    assert load(path, {}).symbols == Config().symbols
    path.write_bytes(b"\n" * (MAX_BYTES + 1))
    error = refused(path)
    assert error.message == f"{path} is too long for a config file: more than 1048576 bytes."


@pytest.mark.parametrize(
    ("text", "place", "fault"),
    [
        ("a = 1\nb = x", ", line 2, column 5", "Invalid value"),
        ("a = 1 (at b)", ", line 1, column 7", None),
        ("[display]\n[display]", ", line 2, column 9", "Cannot declare ('display',) twice"),
        ("a = 1\na =", ", line 2, column 4", "Invalid value"),
        ("a = " + "9" * 5000, "", None),
    ],
)
def test_a_syntax_error_keeps_its_line(
    tmp_path: Path, text: str, place: str, fault: str | None
) -> None:
    """What is not TOML is an error where the parser saw it, in the parser's words."""
    path = write(tmp_path / "c.toml", text)
    error = refused(path)
    assert error.message.startswith(f"{path}{place}: not valid TOML: {fault or ''}")
    assert "(at " not in error.message
    assert error.hint == 'Text goes in quotes: key = "value".'


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("[display]\nfps = \n", ("fps = ", "      ^")),
        ('a = "가\t" x', ('a = "가 " x', "          ^")),
        ('symbols = ["BTC"\n\n', ('symbols = ["BTC"', "                ^")),
        ("a = 1\n" + "b" * 50 + " =" + " " * 40 + "x" * 99, None),
        ("a = " + "9" * 5000, ()),
    ],
)
def test_a_syntax_error_shows_its_line(
    tmp_path: Path, text: str, excerpt: tuple[str, ...] | None
) -> None:
    """With a mark below the place, by the cells of a terminal; of a long one what is around it."""
    found = refused(write(tmp_path / "c.toml", text)).excerpt
    if excerpt is None:
        assert len(found[0]) <= EXCERPT
        assert found[0][len(found[1]) - 1] == "x"
        assert found[0].count("x") > 30
    else:
        assert found == excerpt


def test_a_list_that_is_not_closed(tmp_path: Path) -> None:
    """The parser sees it where something else begins, so it is said what lacks its end."""
    error = refused(write(tmp_path / "c.toml", 'symbols = ["BTC"\n[display]\n'))
    assert error.hint == "A list that begins in or above this line lacks its ] at the end."


def test_bottomless_nesting_is_an_error(tmp_path: Path) -> None:
    """A text that is nested beyond any use ends in an error, not in a traceback."""
    path = write(tmp_path / "c.toml", "a = " + "[" * 5000 + "]" * 5000)
    assert refused(path).message == f"{path}: lists in lists, too deep to read."


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_file_is_a_config_or_an_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    """No content of a file ends in another error than ConfigError."""
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(content)
    try:
        config = load(path, {})
    except ConfigError as error:
        assert error.message.startswith(str(path))  # noqa: PT017 - either outcome is right
    else:
        assert config.path == path
