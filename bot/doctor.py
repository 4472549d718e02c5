"""`engram doctor`: is everything there that the bot needs, and what to do if not."""

import os
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.config import TOKEN, Settings, config_path, load_settings
from memory.database import open_database
from memory.devices import available_devices, choose_device
from memory.encoder import load_encoder
from memory.errors import EngramError


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    well: bool
    says: str


async def examine(config: Path | None, database: Path | None) -> int:
    """Look at everything, print what was found. Returns 0 when all is well, else 1."""
    findings = [finding async for finding in _findings(config, database)]
    table = Table(box=None, pad_edge=False, show_header=False)
    for finding in findings:
        mark = "[green]ok[/]" if finding.well else "[red]mend[/]"
        table.add_row(mark, finding.subject, Text(finding.says))
    Console(soft_wrap=True).print(table, markup=True)
    return 0 if all(finding.well for finding in findings) else 1


async def _findings(config: Path | None, database: Path | None) -> AsyncIterator[Finding]:
    settings = Settings()
    try:
        path = config_path(config)
        settings = load_settings(path)
        yield Finding("configuration", well=True, says=str(path or "defaults (no config.toml)"))
    except EngramError as error:
        yield Finding("configuration", well=False, says=str(error))
    yield _token()
    yield await _database(database or settings.database)
    yield _device(settings)
    yield _encoder(settings)


def _token() -> Finding:
    if os.environ.get(TOKEN, "").strip():
        return Finding("token", well=True, says=f"{TOKEN} is set")
    return Finding("token", well=False, says=f"{TOKEN} is not set; engram run needs it")


async def _database(path: Path) -> Finding:
    return _no_database(path) or await _opened(path)


async def _opened(path: Path) -> Finding:
    try:
        async with open_database(path) as database:
            problems = await database.problems()
            rows = await database.read("SELECT count(*) FROM slots")
    except EngramError as error:
        return Finding("database", well=False, says=str(error))
    except sqlite3.DatabaseError as error:  # so damaged that the check itself breaks off
        problems, rows = [str(error)], []
    if problems:
        way_out = "Stop the bot and restore a copy of the file."
        return Finding("database", well=False, says=f"{path}: {'; '.join(problems[:3])}. {way_out}")
    return Finding("database", well=True, says=f"{path}: sound, {next(iter(rows))[0]} memories")


def _no_database(path: Path) -> Finding | None:
    """What is said before the first start, since a look must not make the file; None after it."""
    if path.exists():
        return None
    folder = next(parent for parent in path.absolute().parents if parent.exists())
    if folder.is_dir() and os.access(folder, os.W_OK):
        return Finding("database", well=True, says=f"{path}: not there yet, and will be made")
    says = (
        f"{path}: it cannot be made in {folder}. Choose another place, or let yourself write there."
    )
    return Finding("database", well=False, says=says)


def _device(settings: Settings) -> Finding:
    try:
        device = choose_device(settings.encoder.device)
    except EngramError as error:
        return Finding("device", well=False, says=str(error))
    return Finding(
        "device", well=True, says=f"{device} (available: {', '.join(available_devices())})"
    )


def _encoder(settings: Settings) -> Finding:
    try:
        encoder = load_encoder(settings.encoder)
    except EngramError as error:
        return Finding("encoder", well=False, says=str(error))
    return Finding("encoder", well=True, says=f"{encoder.id}, {encoder.dimension} dimensions")
