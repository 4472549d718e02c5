"""docs/walkthrough.md is what the bot does."""

from pathlib import Path

from memory.encoder import Encoder
from tests.walkthrough.document import FILE, offered, walkthrough


async def test_the_walk_shows_every_command_and_the_page_is_what_it_shows(
    encoder: Encoder, tmp_path: Path
) -> None:
    walk = await walkthrough(encoder, tmp_path)
    assert offered(walk) - walk.commands == set(), "add a step to tests/walkthrough/steps.py"
    assert walk.text() == FILE.read_text("utf-8"), "run: make walkthrough"
