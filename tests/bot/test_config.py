"""config.toml: what it means, and what is said when it is wrong."""

import dataclasses
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.config import ConfigError, Settings, config_path, load_settings, parse, token

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def flattened(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        is_section = isinstance(value, dict)
        plain = list(value) if isinstance(value, tuple) else value  # TOML has lists
        flat |= flattened(value, f"{prefix}{key}.") if is_section else {prefix + key: plain}
    return flat


def test_every_setting_stands_in_the_example_with_its_default() -> None:
    example = flattened(tomllib.loads(EXAMPLE.read_text("utf-8")))
    assert example == flattened(dataclasses.asdict(Settings()))


def test_the_example_loads() -> None:
    assert load_settings(EXAMPLE) == Settings()


def test_without_a_file_the_defaults_hold() -> None:
    assert load_settings(None) == Settings()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[output]\nhop = 3", "unknown key 'output.hop'; did you mean 'hops'?"),
        ("colour = 1", "unknown key 'colour'; known here: data_dir, memory,"),
        ("[output]\nhops = 11", "output: hops must be between 1 and 10, got 11"),
        ("[output]\nhops = 'two'", "output.hops: input should be a valid integer"),
        ("[output]\nhops = true", "output.hops: input should be a valid integer, got True"),
        ("[output]\nhops = '2'", "output.hops: input should be a valid integer, got '2'"),
        ("[output]\nthreshold = nan", "output.threshold: input should be a finite number, got nan"),
        ("[output]\nthreshold = true", "output.threshold: input should be a finite number"),
        ("[output]\nthreshold = '1'", "output.threshold: input should be a finite number"),
        ("data_dir = '~nobody-here/x'", "data_dir: nobody's home folder is known as '~nobody"),
        ('data_dir = "a\\u0000b"', "data_dir must not contain a NUL character"),
        ("data_dir = 3", "data_dir: input should be a valid string, got 3"),
        (f"[discord]\nactivity = '{'x' * 129}'", "activity must have at most 128 characters"),
        ("[[memory]]\nmax_slots = 3", "memory: input should be a dictionary or an instance"),
        ("[encoder]\nbatch_size = 0", "encoder: batch_size must be between 1 and 1024, got 0"),
        ("[memory]\nafter_leaving = -1", "memory: after_leaving must be at least 0, got -1"),
        ("[memory]\nmax_slots = 0", "memory: max_slots must be at least 1, got 0"),
        ("[discord]\napi_url = 'x'", "discord: api_url must begin with https:// or http://"),
        ("[discord]\ncooldown_uses = -1", "discord: cooldown_uses must not be negative, got -1"),
        (
            "[discord]\nresponders = ['gpt']",
            "responders must be one or more of memnn, pointer, lstm",
        ),
        (
            "[discord]\nresponders = []",
            "responders must be one or more of memnn, pointer, lstm, ntm",
        ),
        ("[discord]\ncooldown_seconds = 0", "cooldown_seconds must be above 0 and at most 3600"),
        ("[discord]\ntoken = 'abc'", "discord.token: keep the token out of files; set the"),
        ("[log]\nlevel = 'LOUD'", "log: level must be one of DEBUG, INFO, WARNING, ERROR"),
        ("memory = 3", "memory: input should be a dictionary or an instance"),
        ("[output\nhops = 3", "is not valid TOML: Expected ']'"),
    ],
)
def test_what_is_wrong_is_named_with_the_way_out(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        load_settings(file)
    assert str(caught.value).startswith(f"{file}: ")
    assert said in str(caught.value)
    assert "abc" not in str(caught.value)


def test_everything_that_is_wrong_is_named_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        parse({"a": 1, "output": {"b": 2}}, "here")
    assert len(caught.value.problems) == 2


def test_a_relative_data_dir_is_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('data_dir = "mine"', "utf-8")
    assert load_settings(file).database == tmp_path / "mine" / "engram.db"


def test_the_file_is_the_one_named_then_the_environments_then_the_one_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert config_path(None, {}) is None
    (tmp_path / "config.toml").touch()
    assert config_path(None, {}) == Path("config.toml")
    other = tmp_path / "other.toml"
    other.touch()
    assert config_path(None, {"ENGRAM_CONFIG": str(other)}) == other
    assert config_path(EXAMPLE, {"ENGRAM_CONFIG": str(other)}) == EXAMPLE
    with pytest.raises(ConfigError, match="there is no such file"):
        config_path(tmp_path / "none.toml", {})


def test_the_token_comes_from_the_environment_alone() -> None:
    assert token({"ENGRAM_TOKEN": " abc "}) == "abc"
    with pytest.raises(ConfigError, match="the bot's token is not set"):
        token({})
