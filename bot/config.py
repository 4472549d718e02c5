"""config.toml and the environment -> frozen settings. The only reader of either.

Every key has its line in config.example.toml; a wrong key or value is named with the way out.
"""

import dataclasses
import math
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from memory.addressing import OutputSettings
from memory.encoder import EncoderSettings
from memory.errors import EngramError
from memory.lineup import KNOWN
from memory.settings import MemorySettings, NetworkSettings

TOKEN = "ENGRAM_TOKEN"  # noqa: S105 - the variable's name, not its value
CONFIG = "ENGRAM_CONFIG"
DATABASE = "engram.db"


class ConfigError(EngramError):
    """What is wrong with the configuration, all of it at once."""

    def __init__(self, source: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(f"{source}: {problem}" for problem in problems))


@dataclass(frozen=True)
class DiscordSettings:
    """How the bot appears in Discord, and by which way it gets there."""

    activity: str = "what you tell me"  # shown as "Listening to …"; empty: nothing
    api_url: str = ""  # empty: Discord itself; otherwise a REST proxy
    gateway_url: str = ""  # likewise for the gateway
    listening: bool = False  # whether admins may turn it on; needs the message content intent
    cooldown_uses: int = (
        30  # messages, commands and buttons of one person in cooldown_seconds; 0: any number
    )
    cooldown_seconds: float = 60.0
    responders: tuple[str, ...] = KNOWN  # loaded at the start; /owner load and unload do the rest

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if len(self.activity) > 128:  # Discord closes the connection on a longer one
            raise ValueError(f"activity must have at most 128 characters, got {len(self.activity)}")
        if self.cooldown_uses < 0:
            raise ValueError(f"cooldown_uses must not be negative, got {self.cooldown_uses}")
        unknown = sorted({*self.responders} - {*KNOWN})
        if unknown or not self.responders:
            known = ", ".join(KNOWN)
            named = ", ".join(unknown) or "none"
            raise ValueError(f"responders must be one or more of {known}, got {named}")
        if not 0 < self.cooldown_seconds <= 3600:
            raise ValueError(
                f"cooldown_seconds must be above 0 and at most 3600, got {self.cooldown_seconds}"
            )
        for name, scheme in (("api_url", "http"), ("gateway_url", "ws")):
            url = getattr(self, name)
            if url and not url.startswith((f"{scheme}://", f"{scheme}s://")):
                raise ValueError(f"{name} must begin with {scheme}s:// or {scheme}://, got {url!r}")


@dataclass(frozen=True)
class LogSettings:
    """What is written to standard error. Message text and tokens never are."""

    level: str = "INFO"  # DEBUG concerns Engram alone: discord.py's would show message text

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        levels = ("DEBUG", "INFO", "WARNING", "ERROR")
        if self.level not in levels:
            raise ValueError(f"level must be one of {', '.join(levels)}, got {self.level!r}")


@dataclass(frozen=True)
class Settings:
    """Everything that can be set."""

    data_dir: str = ""  # empty: the user's data folder of this system
    memory: MemorySettings = field(default_factory=MemorySettings)
    encoder: EncoderSettings = field(default_factory=EncoderSettings)
    output: OutputSettings = field(default_factory=OutputSettings)
    discord: DiscordSettings = field(default_factory=DiscordSettings)
    log: LogSettings = field(default_factory=LogSettings)

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if "\0" in self.data_dir:
            raise ValueError("data_dir must not contain a NUL character")

    @property
    def folder(self) -> Path:
        """The one data folder: database and history, nothing anywhere else."""
        from platformdirs import user_data_path  # noqa: PLC0415 - only where it is needed

        return Path(self.data_dir).expanduser() if self.data_dir else user_data_path("engram")

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @property
    def network(self) -> NetworkSettings:
        """What the memory network needs of it."""
        return NetworkSettings(self.memory, self.encoder, self.output)


def config_path(named: Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file to read: the one named, the one in ENGRAM_CONFIG, or ./config.toml if any."""
    if named is None and environment.get(CONFIG):
        named = Path(environment[CONFIG])
    if named is not None and not named.is_file():
        raise ConfigError(str(named), ["there is no such file"])
    here = Path("config.toml")
    return named or (here if here.is_file() else None)


def load_settings(path: Path | None) -> Settings:
    """The settings of a file, or the defaults. Raises ConfigError with everything that is wrong."""
    if path is None:
        return Settings()
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise ConfigError(str(path), [f"cannot be read ({error.strerror})"]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), [f"is not valid TOML: {error}"]) from error
    settings = parse(values, str(path))
    if settings.data_dir:  # relative to the file, wherever the bot is started from
        try:
            folder = path.resolve().parent / Path(settings.data_dir).expanduser()
        except RuntimeError as error:
            wrong = (
                f"data_dir: nobody's home folder is known as {settings.data_dir!r}; write it out"
            )
            raise ConfigError(str(path), [wrong]) from error
        settings = dataclasses.replace(settings, data_dir=str(folder))
    return settings


def parse(values: dict[str, Any], source: str) -> Settings:
    """The settings of a parsed file. Raises ConfigError with everything that is wrong."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415 - a tenth of a second

    problems = list(_wrong_keys(values, Settings, ""))
    if problems:
        raise ConfigError(source, problems)
    try:
        return TypeAdapter(Settings).validate_python(values)
    except ValidationError as error:
        problems = [_worded(problem) for problem in error.errors()]
        raise ConfigError(source, problems) from error


def _wrong_keys(values: dict[str, Any], section: Any, prefix: str) -> Iterator[str]:  # noqa: ANN401 - a dataclass or its type
    known = {item.name: item for item in dataclasses.fields(section)}
    for key, value in values.items():
        if key not in known:
            yield _unknown(prefix + key, key, list(known))
        elif isinstance(value, dict) and dataclasses.is_dataclass(known[key].type):
            yield from _wrong_keys(value, known[key].type, f"{prefix}{key}.")
        elif known[key].type is int and isinstance(value, bool | str):  # pydantic would convert
            yield f"{prefix}{key}: input should be a valid integer, got {value!r}"
        elif known[key].type is float and not _is_finite(value):
            yield f"{prefix}{key}: input should be a finite number, got {value!r}"


def _is_finite(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)


def _unknown(path: str, key: str, known: list[str]) -> str:
    if "token" in key.lower():
        return f"{path}: keep the token out of files; set the environment variable {TOKEN}"
    close = get_close_matches(key, known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"
    return f"unknown key {path!r}; {hint}"


def _worded(problem: Mapping[str, Any]) -> str:
    path = ".".join(str(part) for part in problem["loc"])
    message = str(problem["msg"]).removeprefix("Value error, ")
    if problem["type"] == "value_error":
        return f"{path}: {message}"
    return f"{path}: {message[0].lower()}{message[1:]}, got {problem['input']!r}"


def token(environment: Mapping[str, str] = os.environ) -> str:
    """The bot's token. Raises ConfigError when it is not set."""
    found = environment.get(TOKEN, "").strip()
    if not found:
        raise ConfigError(
            TOKEN,
            [
                "the bot's token is not set. Copy it from your application's Bot page at "
                f"https://discord.com/developers/applications, then: export {TOKEN}=…"
            ],
        )
    return found
