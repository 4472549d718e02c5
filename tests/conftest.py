# ruff: noqa: E402 - the type checks are installed before the library is imported
"""What all tests share: shapes and types checked as they run, and fakes that obey the protocols."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"  # no test asks the network for a model

from jaxtyping import install_import_hook

import tests.checks  # noqa: F401 - the hook looks it up by name

# Before anything imports memory: from here on every call's shapes and types are checked.
install_import_hook("memory", "tests.checks.checked")

import pytest
from hypothesis import settings

import memory.encoder
from memory.encoder import EncoderSettings, SentenceEncoder, load_encoder
from memory.network import MemoryNetwork, open_network
from memory.settings import NetworkSettings
from memory.store import Store
from tests.fakes import FakeEncoder, Talk

# the same examples every time, however slow the machine is
settings.register_profile("engram", deadline=None, derandomize=True)
settings.load_profile("engram")


@pytest.fixture
def fake_encoder() -> FakeEncoder:
    return FakeEncoder()


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    return tmp_path / "engram.db"


@pytest.fixture
async def store(database_path: Path) -> AsyncIterator[Store]:
    async with Store.open(database_path) as opened:
        yield opened


@pytest.fixture
async def network(store: Store, fake_encoder: FakeEncoder) -> AsyncIterator[MemoryNetwork]:
    async with open_network(store, NetworkSettings(), load=lambda: fake_encoder) as opened:
        yield opened


@pytest.fixture
def conversation(network: MemoryNetwork) -> Talk:
    return Talk(network)


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The bundled model. Loads for seconds: for what only real vectors can show."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - takes seconds

    # the library names the type in a string, so as not to import it; the type check looks it up
    vars(memory.encoder)["SentenceTransformer"] = SentenceTransformer
    return load_encoder(EncoderSettings(device="cpu"))
