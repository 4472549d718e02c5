"""`engram doctor`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

import bot.doctor
from bot.cli import main
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
