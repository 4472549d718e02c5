"""The command line: errors are sentences, and a cheap command loads nothing heavy."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main, one_heap


def engram(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


@pytest.mark.parametrize("command", [["--help"], ["chat", "--help"], ["evaluate", "--help"]])
def test_help_loads_nothing_heavy(command: list[str]) -> None:
    heavy = "{'torch', 'discord', 'sentence_transformers', 'numpy', 'pydantic', 'rich'}"
    code = (
        "import sys; from bot.cli import main\n"
        f"main({command!r}, standalone_mode=False)\n"
        f"assert not {heavy} & set(sys.modules), {heavy} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own program
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Usage:")


def test_without_a_token_the_bot_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENGRAM_TOKEN", raising=False)
    result = engram("run")
    assert result.exit_code == 1
    assert "the bot's token is not set" in result.stderr


def test_a_wrong_configuration_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text("[output]\nhop = 2\n", "utf-8")
    result = engram("--config", str(tmp_path / "c.toml"), "chat")
    assert result.exit_code == 1
    assert "did you mean 'hops'?" in result.stderr


@pytest.mark.parametrize("content", [b"not a database, but long enough to be read as one" * 20])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.db"
    file.write_bytes(content)
    result = engram("chat", "--plain", "--db", str(file))
    assert result.exit_code == 1
    assert "this is not a database, or it is damaged" in result.stderr
    assert file.read_bytes() == content


@pytest.mark.parametrize("option", [["chat", "--db"], ["doctor", "--db"], ["--config"]])
def test_a_file_without_a_name_is_none(option: list[str]) -> None:
    result = engram(*option, "")
    assert result.exit_code == 2
    assert f"Invalid value for '{option[-1]}': it needs the name of a file." in result.stderr


def test_a_place_where_no_file_can_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = engram("chat", "--plain", "--db", str(tmp_path / "file" / "x.db"))
    assert result.exit_code == 1
    assert "its folder cannot be made" in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    result = engram("chat", "--plain", "--db", str(tmp_path / "x.db"))
    assert result.exit_code == 1
    assert "its folder cannot be made" in result.stderr


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another libc has no such heaps")
def test_all_threads_share_one_heap_unless_it_is_said_how_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    assert one_heap()
    monkeypatch.setenv("MALLOC_ARENA_MAX", "4")
    assert not one_heap()
