"""`engram evaluate hashing`: what scoring fewer memories saves, and what it costs."""

from dataclasses import asdict
from pathlib import Path

import click

from bot.research.common import NEW_FILE, one_thread, write

_SEED = click.IntRange(0, 10**6)  # what k-means and the worlds can both be seeded by


@click.command("hashing")
@click.option("--statements", type=click.IntRange(1), default=1_000_000, show_default=True)
@click.option("--asked", type=click.IntRange(1), default=500, show_default=True, help="Questions.")
@click.option(
    "--seed", "seeds", type=click.IntRange(0, 10**6), multiple=True, default=(1,), show_default=True
)
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
@click.option("--picture", type=NEW_FILE, help="Draw accuracy against memories scored, as PNG.")
def evaluate_hashing(
    statements: int, asked: int, seeds: tuple[int, ...], path: Path | None, picture: Path | None
) -> None:
    """Train on a small world; ask in a large one, of all memories or of those in few buckets."""
    from memory.training import hashing

    one_thread()
    scale, results = hashing.Scale(statements=statements, asked=asked), []
    for seed in seeds:
        for result in hashing.evaluate(seed, scale):
            shown = f"{result.hash} hash, {result.buckets} buckets, seed {seed}"
            click.echo(f"{shown}: {result.accuracy:.1f} %, {result.speed_up:.0f}x", err=True)
            results.append(result)
    click.echo(hashing.markdown(results))
    write(path, [asdict(result) for result in results])
    if picture is not None:
        hashing.draw(results, picture)
