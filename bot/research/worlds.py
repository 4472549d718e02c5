"""The simulated world of Memory Networks: its tables, and names never seen."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.research.common import NEW_FILE, one_thread, write

if TYPE_CHECKING:
    from memory.training.tables import Cell


@click.command("table")
@click.argument("number", type=click.IntRange(3, 6))
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
def evaluate_table(number: int, seeds: tuple[int, ...], path: Path | None) -> None:
    """Make table NUMBER (3, 4, 5 or 6) of Memory Networks over the simulated world."""
    from memory.training import sentence_tables, tables

    one_thread()
    make = {
        3: tables.table3, 4: tables.table4, 5: sentence_tables.table5, 6: sentence_tables.table6,
    }[number]  # fmt: skip
    cells = [cell for seed in seeds for cell in make(seed, _show_cell)]
    click.echo(tables.markdown(cells))
    write(path, [asdict(cell) for cell in cells])


@click.command("strangers")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
def evaluate_strangers(seeds: tuple[int, ...], path: Path | None) -> None:
    """Ask about actors, objects and places that training never showed."""
    from memory.training import strangers

    one_thread()
    results = [result for seed in seeds for result in strangers.evaluate(seed)]
    for result in results:
        kind = "roles" if result.names_as_roles else "words"
        where = f"{result.cast} names, seed {result.seed}"
        click.echo(f"names as {kind}, {where}: {result.accuracy:.2f} %")
    write(path, [asdict(result) for result in results])


def _show_cell(cell: "Cell") -> None:
    where = f"{cell.world}, {cell.questions} questions, seed {cell.seed}"
    click.echo(f"{cell.model}, {where}: {cell.accuracy:.2f} %, {cell.seconds:.0f} s", err=True)
