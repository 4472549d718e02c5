import pytest

from memory.training.bench import bench
from tests.fakes import FakeEncoder


@pytest.mark.parametrize("heard", [False, True])
async def test_the_memory_is_timed_beside_plain_baselines(*, heard: bool) -> None:
    found = await bench(FakeEncoder(), slots=60, asked=3, seed=0, heard=heard)
    assert (found["slots"], found["questions"], found["heard"]) == (60, 3, heard)
    assert list(found["search"]) == [
        "s_O, k hops",
        "FTS5 (bm25)",
        "numpy cosine",
        "teaching one fact",
        "answering",
    ]
    assert found["rss_mb"] > 10
    assert all(0 < row["p50_ms"] <= row["p95_ms"] for row in found["search"].values())
