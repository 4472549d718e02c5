"""Shapes and types of the library are checked whenever a test runs it."""

from jaxtyping import install_import_hook

install_import_hook("memory", "beartype.beartype")

import pytest  # noqa: E402 - the hook must come before the library is imported

from memory.encoder import EncoderSettings, SentenceEncoder, load_encoder  # noqa: E402 - likewise


@pytest.fixture(scope="session")
def encoder() -> SentenceEncoder:
    """The real encoder, loaded once."""
    return load_encoder(EncoderSettings(device="cpu"))
