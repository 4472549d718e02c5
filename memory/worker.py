"""The one thread that computes. Requests that arrive together are encoded together.

The vector of the last single text is kept: a message that was understood is stored, or asked.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

import torch
from jaxtyping import Float
from torch import Tensor

from memory.encoder import Encoder

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """Loads the encoder in the background, and runs everything that computes, in turn."""

    def __init__(self, load: Callable[[], Encoder]) -> None:
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="engram-worker")
        self._loading = self._thread.submit(load)
        self._waiting: list[tuple[Sequence[str], asyncio.Future[Tensor]]] = []
        self._draining: asyncio.Task[None] | None = None
        self._last: tuple[str, Tensor] | None = None  # what is understood is stored, or asked

    async def encoder(self) -> Encoder:
        """The encoder, once it is loaded. Raises EncoderError."""
        # shielded: somebody who stops waiting does not stop the loading
        return await asyncio.shield(asyncio.wrap_future(self._loading))

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `work` in the thread."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, lambda: work(*args, **kwargs))

    async def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:
        """The unit vectors of the texts, on the CPU."""
        if self._last is not None and [self._last[0]] == list(texts):
            return self._last[1]
        await self.encoder()
        answer: asyncio.Future[Tensor] = asyncio.get_running_loop().create_future()
        self._waiting.append((texts, answer))
        if self._draining is None or self._draining.done():
            self._draining = asyncio.create_task(self._drain())
        vectors = await answer
        if len(texts) == 1:
            self._last = texts[0], vectors
        return vectors

    async def _drain(self) -> None:
        encoder = await self.encoder()
        while self._waiting:
            batch, self._waiting = self._waiting, []
            texts = [text for some, _ in batch for text in some]
            try:
                vectors = await self.run(encoder.encode, texts)
            except Exception as error:  # noqa: BLE001 - each asker gets it, and can act
                _refuse(batch, error)
            except asyncio.CancelledError:  # closing: nobody waits for what will not come
                _drop(batch)
                raise
            else:
                _deliver(batch, vectors)

    async def close(self) -> None:
        """Let what runs end; cancel what waits."""
        if self._draining is not None:
            self._draining.cancel()
        await asyncio.to_thread(self._thread.shutdown, wait=True, cancel_futures=True)
        _drop(self._waiting)


Batch = list[tuple[Sequence[str], asyncio.Future[Tensor]]]


def _deliver(batch: Batch, vectors: Tensor) -> None:
    parts = torch.split(vectors, [len(texts) for texts, _ in batch])
    for (_, answer), part in zip(batch, parts, strict=True):
        if not answer.done():  # the asker may have gone away
            answer.set_result(part)


def _drop(batch: Batch) -> None:
    for _, answer in batch:
        answer.cancel()


def _refuse(batch: Batch, error: Exception) -> None:
    for _, answer in batch:
        if not answer.done():
            answer.set_exception(error)
