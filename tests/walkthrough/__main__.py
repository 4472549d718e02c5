"""`python -m tests.walkthrough`: writes docs/walkthrough.md."""

import asyncio
import os
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ["HF_HUB_OFFLINE"] = "1"  # the bundled encoder needs no network

from memory.encoder import EncoderSettings, load_encoder
from tests.walkthrough.document import FILE, walkthrough


def main() -> None:
    """Write the file."""
    encoder = load_encoder(EncoderSettings(device="cpu"))
    with TemporaryDirectory() as folder:
        walked = asyncio.run(walkthrough(encoder, Path(folder)))
    FILE.write_text(walked.text(), "utf-8")


main()
