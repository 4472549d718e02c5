"""The one thread that computes."""

import asyncio
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
import torch
from jaxtyping import Float
from torch import Tensor

from memory.errors import EncoderError
from memory.worker import Worker
from tests.fakes import FakeEncoder


class SlowEncoder(FakeEncoder):
    """Waits in its first call until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.started, self.go = threading.Event(), threading.Event()

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:  # noqa: D102 - as the class says
        self.started.set()
        assert self.go.wait(10)
        return super().encode(texts)


class BrokenEncoder(FakeEncoder):
    """Fails when asked for a certain text."""

    def encode(self, texts: Sequence[str]) -> Float[Tensor, "n d"]:  # noqa: D102 - as the class says
        if "poison" in texts:
            raise RuntimeError("out of memory")
        return super().encode(texts)


@pytest.fixture
async def slow() -> AsyncIterator[tuple[Worker, SlowEncoder]]:
    encoder = SlowEncoder()
    worker = Worker(lambda: encoder)
    yield worker, encoder
    encoder.go.set()
    await worker.close()


async def _begun(encoder: SlowEncoder) -> None:
    assert await asyncio.to_thread(encoder.started.wait, 10)


async def test_requests_that_arrive_together_are_encoded_in_one_batch(
    slow: tuple[Worker, SlowEncoder],
) -> None:
    worker, encoder = slow
    first = asyncio.create_task(worker.encode(["first"]))
    await _begun(encoder)
    groups = [["a"], ["b", "c"], [], ["d"]]
    others = [asyncio.create_task(worker.encode(texts)) for texts in groups]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    encoder.go.set()
    await first
    parts = await asyncio.gather(*others)
    assert encoder.batches == [["first"], ["a", "b", "c", "d"]]
    for texts, part in zip(groups, parts, strict=True):
        assert torch.equal(part, FakeEncoder().encode(texts))


async def test_an_error_reaches_each_asker_and_the_next_is_served() -> None:
    worker = Worker(BrokenEncoder)
    await worker.encoder()
    results = await asyncio.gather(
        worker.encode(["poison"]), worker.encode(["innocent"]), return_exceptions=True
    )
    assert [str(result) for result in results] == ["out of memory"] * 2
    assert (await worker.encode(["later"])).shape == (1, 64)
    await worker.close()


async def test_an_asker_who_goes_away_does_not_hurt_the_others(
    slow: tuple[Worker, SlowEncoder],
) -> None:
    worker, encoder = slow
    tasks = [asyncio.create_task(worker.encode([text])) for text in ("a", "b", "c")]
    await _begun(encoder)
    tasks[0].cancel()
    tasks[2].cancel()
    await asyncio.gather(tasks[0], tasks[2], return_exceptions=True)
    encoder.go.set()
    assert torch.equal(await tasks[1], FakeEncoder().encode(["b"]))


async def test_who_stops_waiting_for_the_encoder_does_not_stop_the_loading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    go = threading.Event()
    late = partial(ThreadPoolExecutor, initializer=lambda: go.wait(10))  # a thread slow to start
    monkeypatch.setattr("memory.worker.ThreadPoolExecutor", late)
    worker = Worker(FakeEncoder)
    impatient = asyncio.create_task(worker.encoder())
    await asyncio.sleep(0)
    impatient.cancel()
    await asyncio.gather(impatient, return_exceptions=True)
    go.set()
    assert (await worker.encoder()).id == "fake@1"
    await worker.close()


async def test_a_load_that_fails_is_told_to_everybody() -> None:
    def load() -> FakeEncoder:
        raise EncoderError("no weights")

    worker = Worker(load)
    for _ in range(2):
        with pytest.raises(EncoderError, match="no weights"):
            await worker.encode(["a"])
    await worker.close()


async def test_closing_while_busy_lets_nobody_wait_for_ever(
    slow: tuple[Worker, SlowEncoder],
) -> None:
    worker, encoder = slow
    running = asyncio.create_task(worker.encode(["running"]))
    await _begun(encoder)
    waiting = asyncio.create_task(worker.encode(["waiting"]))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    closing = asyncio.create_task(worker.close())
    await asyncio.sleep(0)
    encoder.go.set()
    async with asyncio.timeout(5):
        await closing
        results = await asyncio.gather(running, waiting, return_exceptions=True)
    assert all(isinstance(result, asyncio.CancelledError) for result in results)
    assert encoder.batches == [["running"]]


async def test_after_closing_nothing_is_taken() -> None:
    worker = Worker(FakeEncoder)
    await worker.encode(["a"])
    await worker.close()
    with pytest.raises(RuntimeError):
        await worker.encode(["b"])


async def test_work_runs_in_one_thread_that_is_not_the_loops() -> None:
    worker = Worker(FakeEncoder)
    names = {await worker.run(lambda: threading.current_thread().name) for _ in range(5)}
    assert len(names) == 1
    assert threading.current_thread().name not in names
    await worker.close()
