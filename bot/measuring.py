"""`engram evaluate` and `engram bench`: measurements, as tables and as JSON."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from bot.config import Settings
from memory.encoder import load_encoder
from memory.training.bench import bench
from memory.training.conversations import evaluate_conversations
from memory.worker import Worker


def run_bench(settings: Settings, options: Mapping[str, Any], out: Path | None) -> None:
    """Time the memory, print a table, write JSON."""
    encoder = load_encoder(settings.encoder)
    found = asyncio.run(bench(encoder, **options))
    title = f"{found['slots']:,} memories, {found['questions']} questions"
    table = Table("search", "p50 ms", "p95 ms", title=title)
    for name, spread in found["search"].items():
        table.add_row(name, str(spread["p50_ms"]), str(spread["p95_ms"]))
    console = Console()
    console.print(table)
    for key in ("encoded_per_s", "encode_one_ms", "added_per_s", "rss_mb", "threads"):
        console.print(f"{key:15} {'unknown' if found[key] is None else f'{found[key]:,}'}")
    _write(out, found)


def run_conversations(settings: Settings, file: Path, *, out: Path | None, mistakes: bool) -> None:
    """Play the conversations of a file, print a table, write JSON."""
    tally = asyncio.run(_play(settings, file))
    found = tally.summary()
    table = Table("what", "right", "of", "%", title=str(file))
    for name, share in found.items():
        if isinstance(share, dict):
            table.add_row(name, *(str(share[key]) for key in ("right", "of", "percent")))
    console = Console()
    console.print(table)
    console.print(f"ms_per_question {found['ms_per_question']}")
    if mistakes:
        console.print("\n".join(tally.mistakes), markup=False)
    _write(out, found)


async def _play(settings: Settings, file: Path) -> Any:  # noqa: ANN401 - a Tally
    worker = Worker(lambda: load_encoder(settings.encoder))
    try:
        return await evaluate_conversations(file, worker, settings.network)
    finally:
        await worker.close()


def _write(out: Path | None, found: dict[str, Any]) -> None:
    if out is None:
        return
    try:
        out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise click.ClickException(f"{out} cannot be written ({error.strerror})") from error
