"""The command line. Heavy imports wait until a command needs them."""

import asyncio
import ctypes
import os
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.research import evaluate, train
from bot.research.common import NEW_FILE, NamedFile
from memory.errors import EngramError

if TYPE_CHECKING:
    from bot.config import Settings

_FILE = NamedFile(dir_okay=False, path_type=Path)
# Threads that wait must not spin: on a busy machine that makes one short sentence take half a
# second instead of twenty milliseconds.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
_ARENA_MAX = -8  # mallopt(3)


def one_heap() -> bool:
    """Have all threads allocate from one heap, where libc is glibc: each keeps its own, unused.

    That takes some 50 MB less here. False: it is another libc, or MALLOC_ARENA_MAX says how many.
    """
    if sys.platform != "linux" or "MALLOC_ARENA_MAX" in os.environ:
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and bool(mallopt(_ARENA_MAX, 1))


one_heap()


class _Group(click.Group):
    """Shows the library's errors as the sentences that they are."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - click's own signature
        try:
            return super().invoke(ctx)
        except EngramError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--config", type=_FILE, help="Settings file. Default: config.toml, if there is one.")
@click.version_option(package_name="engram-bot", prog_name="engram")
@click.pass_context
def main(ctx: click.Context, config: Path | None) -> None:
    """Engram: a Discord bot that remembers what people teach it."""
    ctx.obj = config


def _settings(ctx: click.Context) -> "Settings":
    from bot.config import config_path, load_settings  # noqa: PLC0415 - pulls in torch

    return load_settings(config_path(ctx.obj))


def _run(work: Coroutine[Any, Any, None]) -> None:
    try:
        asyncio.run(work)
    except KeyboardInterrupt:
        sys.exit(130)


@main.command()
@click.option("--as", "name", metavar="NAME", help="Who is talking. Default: your login name.")
@click.option("--db", "database", type=_FILE, help="Database file. Default: in the data folder.")
@click.option("--plain", is_flag=True, help="One message a line in, one reply a line out.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line out.")
@click.pass_context
def chat(
    ctx: click.Context,
    name: str | None,
    database: Path | None,
    plain: bool,  # noqa: FBT001 - click passes options by name
    as_json: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Talk with the bot in the terminal."""
    from bot.chat import chat as talk  # noqa: PLC0415 - pulls in torch

    _run(talk(_settings(ctx), name=name, database=database, plain=plain, as_json=as_json))


@main.command()
@click.argument("question")
@click.option("--as", "name", default="you", show_default=True, help="Who asks.")
@click.option("--db", "database", type=_FILE, help="Database file. Default: in the data folder.")
@click.option("--json", "as_json", is_flag=True, help="A JSON list instead of the table.")
@click.option("--picture", type=NEW_FILE, help="Draw hop scores and attention into this PNG.")
@click.pass_context
def compare(ctx: click.Context, /, **options: Any) -> None:  # noqa: ANN401 - click passes them by name
    """Ask every responder, side by side, about what was told in the terminal."""
    from bot.comparing import run_compare  # noqa: PLC0415 - pulls in torch

    run_compare(_settings(ctx), **options)


@main.command()
@click.pass_context
def run(ctx: click.Context) -> None:
    """Run the Discord bot. Its token stands in ENGRAM_TOKEN."""
    from bot.config import token  # noqa: PLC0415 - pulls in torch

    settings, secret = _settings(ctx), token()
    from bot.service import serve  # noqa: PLC0415 - pulls in discord.py

    _run(serve(settings, secret))


@main.command()
@click.option("--db", "database", type=_FILE, help="Database file. Default: in the data folder.")
@click.pass_context
def doctor(ctx: click.Context, database: Path | None) -> None:
    """Check configuration, token, database, encoder and device, and say what to do."""
    from bot.doctor import examine  # noqa: PLC0415 - pulls in torch

    sys.exit(asyncio.run(examine(ctx.obj, database)))


@main.command()
@click.option("--slots", default=10_000, show_default=True, type=click.IntRange(1))
@click.option("--questions", "asked", default=200, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "out", type=_FILE, help="Write the figures to this file, too.")
@click.option("--heard", is_flag=True, help="As messages that were heard: s_O is learned.")
@click.pass_context
def bench(ctx: click.Context, /, out: Path | None, **options: int) -> None:
    """Time the memory beside plain baselines."""
    from bot.measuring import run_bench  # noqa: PLC0415 - pulls in torch

    run_bench(_settings(ctx), options, out)


main.add_command(train)
main.add_command(evaluate)


@evaluate.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "out", type=_FILE, help="Write the figures to this file, too.")
@click.option("--mistakes", is_flag=True, help="Print the questions that went wrong.")
@click.pass_context
def conversations(
    ctx: click.Context,
    file: Path,
    out: Path | None,
    mistakes: bool,  # noqa: FBT001 - click passes options by name
) -> None:
    """Play written conversations, and count the right answers."""
    from bot.measuring import run_conversations  # noqa: PLC0415 - pulls in torch

    run_conversations(_settings(ctx), file, out=out, mistakes=mistakes)
