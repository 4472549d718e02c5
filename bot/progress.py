"""Progress bars for what takes a while at the start."""

from rich.console import Console
from rich.progress import Progress

from memory.network import MemoryNetwork


async def reencode_with_bar(network: MemoryNetwork) -> int:
    """Bring all vectors up to the present encoder, with a bar when there is something to do."""
    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("Re-encoding memories", total=None, visible=False)

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=True)

        return await network.reencode(show)
