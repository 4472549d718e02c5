"""`engram evaluate locomo`: real, long conversations."""

import asyncio
from pathlib import Path
from typing import Any

import click

from bot.research.common import OUT, commit, write

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("locomo")
@click.argument("file", type=_FILE)
@click.option("--responder", type=click.Choice(["memnn"]), default="memnn", show_default=True)
@click.option("--seed", default=0, show_default=True, help="Kept with the figures.")
@click.option("--json", "path", type=OUT, help="Write the figures to this file too.")
@click.pass_context
def evaluate_locomo(
    ctx: click.Context, file: Path, responder: str, seed: int, path: Path | None
) -> None:
    """Ask the questions of FILE, in LoCoMo's layout, after its chats."""
    from bot.config import config_path, load_settings
    from memory.encoder import load_encoder
    from memory.training import dialogues, locomo
    from memory.worker import Worker

    settings = load_settings(config_path(ctx.obj))
    chats = dialogues.read(file)

    async def measure() -> dict[str, Any]:
        worker = Worker(lambda: load_encoder(settings.encoder))
        try:
            return await locomo.evaluate(chats, worker, settings.network)
        finally:
            await worker.close()

    found = {"responder": responder, **asyncio.run(measure()), "commit": commit(), "seed": seed}
    _show(found)
    write(path, found)


def _show(found: dict[str, Any]) -> None:
    from rich.console import Console
    from rich.table import Table

    rows = {found["responder"]: found, **found["baselines"]}
    rows |= {f"category {name}": part for name, part in found["by_category"].items()}
    columns = list(found["baselines"]["recency"])
    short = (column.replace("recall", "R").replace("_match", "") for column in columns)
    table = Table("", *short, title=f"{found['questions']} questions, in per cent")
    for name, row in rows.items():
        table.add_row(name, *(str(row[column]) for column in columns))
    console = Console()
    console.print(table)
    console.print(f"abstention {found['abstention']}, {found['ms_per_question']} ms a question")
    if missing := found["unmatched_evidence"]:
        console.print(f"evidence that no message has, skipped: {', '.join(missing)}", markup=False)
