"""Progress bars for what takes a while at the start."""

from contextlib import ExitStack

from rich.console import Console
from rich.progress import Progress

from memory.network import MemoryNetwork


async def reencode_with_bar(network: MemoryNetwork) -> int:
    """Bring all vectors up to the present encoder, with a bar when there is something to do."""
    progress = Progress(console=Console(stderr=True), transient=True)
    task = progress.add_task("Re-encoding memories", total=None)
    with ExitStack() as stack:

        def show(done: int, total: int) -> None:
            if not progress.live.is_started:
                stack.enter_context(progress)
            progress.update(task, completed=done, total=total)

        return await network.reencode(show)
