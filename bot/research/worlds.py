"""The simulated world of Memory Networks: its tables, and names never seen."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.research.common import FOLDER, NEW_FILE, OUT, RESPONDERS, one_thread, write

if TYPE_CHECKING:
    from memory.training.strangers import Result
    from memory.training.tables import Cell


_DEFAULT_WORLD = "difficulty 5, actor + object"


def _worlds(_ctx: click.Context, _param: click.Parameter, names: tuple[str, ...]) -> Sequence[str]:
    """Refuse what is no column of table 3."""
    from memory.training.world import WORLDS

    if unknown := [name for name in names if name not in WORLDS]:
        raise click.BadParameter(f"{unknown[0]!r} is none of {'; '.join(WORLDS)}")
    return names


def _world(ctx: click.Context, param: click.Parameter, name: str) -> str:
    return _worlds(ctx, param, (name,))[0]


@click.command("table")
@click.argument("number", type=click.IntRange(3, 6))
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--model", "models", multiple=True, help="Only these rows, by their names.")
@click.option(
    "--responder", "responders", type=click.Choice([*RESPONDERS, "lstm-copying"]), multiple=True,
    help="Only these rows of table 3: the memory network, and readers of words.",
)  # fmt: skip
@click.option(
    "--world", "chosen", multiple=True, callback=_worlds, help="Only these columns of table 3."
)
@click.option(
    "--questions", type=click.IntRange(min=10),
    help="To learn from, in table 3; as many for test as always. 3000 by default.",
)  # fmt: skip
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
def evaluate_table(
    *,
    number: int,
    seeds: tuple[int, ...],
    models: tuple[str, ...],
    responders: tuple[str, ...],
    chosen: tuple[str, ...],
    questions: int | None,
    path: Path | None,
) -> None:
    """Make table NUMBER (3, 4, 5 or 6) of Memory Networks over the simulated world."""
    from memory.training import comparison, sentence_tables, tables
    from memory.training.world import WORLDS

    one_thread()
    rows = [*models, *(comparison.RESPONDERS[name] for name in responders)]
    known = [*tables.BASELINES, *tables.MEMORY_NETWORKS, *comparison.ROWS]
    if unknown := [row for row in rows if row not in known]:
        raise click.BadParameter(
            f"{unknown[0]!r} is none of {', '.join(known)}", param_hint="--model"
        )
    if number > 4 and (rows or chosen):
        raise click.UsageError("--model, --responder and --world are for tables 3 and 4")
    if number > 3 and questions:
        raise click.UsageError("--questions is for table 3; table 4 has several numbers of them")
    if number == 4 and any(row not in tables.MEMORY_NETWORKS for row in rows):
        raise click.UsageError("table 4 is of memory networks alone")
    cells: list[Cell] = []
    for seed in seeds:
        if number > 4:
            sentences = sentence_tables.table5 if number == 5 else sentence_tables.table6
            cells += sentences(seed, _show_cell)
        elif number == 4:
            cells += tables.table4(seed, _show_cell, rows, *((chosen,) if chosen else ()))
        else:
            cells += comparison.table3(
                seed, _show_cell, rows, chosen or tuple(WORLDS), questions=questions
            )
    click.echo(tables.markdown(cells))
    write(path, [asdict(cell) for cell in cells])


@click.command("strangers")
@click.option("--seed", "seeds", type=int, multiple=True, default=(1,), show_default=True)
@click.option("--json", "path", type=NEW_FILE, help="Write the figures to this file too.")
def evaluate_strangers(seeds: tuple[int, ...], path: Path | None) -> None:
    """Ask about actors, objects and places that training never showed."""
    from memory.training import strangers

    one_thread()
    results = [r for seed in seeds for r in strangers.evaluate(seed, report=_show_result)]
    click.echo(strangers.markdown(results))
    write(path, [asdict(result) for result in results])


@click.command("world")
@click.option("--out", type=OUT, required=True, help="Folder for the trained network.")
@click.option(
    "--world", default=_DEFAULT_WORLD, show_default=True, callback=_world,
    help="A column of table 3.",
)  # fmt: skip
@click.option("--config", default="improved", type=click.Choice(["paper", "improved"]))
@click.option("--questions", default=3000, show_default=True, type=click.IntRange(min=10))
@click.option("--seed", default=1, show_default=True)
def train_world(out: Path, world: str, config: str, questions: int, seed: int) -> None:
    """Train the memory network on a simulated world."""
    from memory.training import worlds

    one_thread()
    settings = worlds.seeded(config, seed)
    with click.progressbar(length=settings.epochs, label=world) as bar:
        right = worlds.train(
            out, world, settings, questions, lambda epoch, _: bar.update(epoch - bar.pos)
        )
    click.echo(f"{100 * right:.2f} % of the test questions; the network is in {out}")


@click.command("world")
@click.argument("folder", type=FOLDER)
@click.option("--question", type=int, help="Draw the hops of this question instead; from 1.")
@click.option("--picture", type=OUT, default=Path("hops.png"), show_default=True)
def evaluate_world(folder: Path, question: int | None, picture: Path) -> None:
    """Measure the network that `train world` left in FOLDER on its test run."""
    from memory.training import pictures, traces, worlds

    one_thread()
    if question is not None:
        pictures.hops(traces.of_world(folder, question), picture)
        click.echo(f"{picture}")
        return
    right, noted = worlds.evaluate(folder)
    click.echo(f"{100 * right:.2f} % of the test questions ({100 * noted:.2f} % after training)")


def _show_result(result: "Result") -> None:
    where = f"{result.cast} names, seed {result.seed}"
    click.echo(f"{result.features}, {where}: {result.accuracy:.2f} %", err=True)


def _show_cell(cell: "Cell") -> None:
    where = f"{cell.world}, {cell.questions} questions, seed {cell.seed}"
    click.echo(
        f"{cell.model}, {where}: {cell.accuracy:.2f} %, {cell.cpu_seconds:.0f} s of computing",
        err=True,
    )
