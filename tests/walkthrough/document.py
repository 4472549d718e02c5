"""The document: all steps with one bot and an empty memory."""

from pathlib import Path

from discord import Intents

from bot.config import DiscordSettings
from memory.dialogue import Conversation
from memory.encoder import Encoder
from memory.network import open_network
from memory.settings import NetworkSettings
from memory.store import Store
from tests.cogs.conftest import opened
from tests.walkthrough.steps import STEPS
from tests.walkthrough.walk import Walk

FILE = Path(__file__).parents[2] / "docs" / "walkthrough.md"
_INTRODUCTION = """\
# A walk through Engram

What people see, taken down from the real bot with the bundled encoder on a small Discord of its
own (`make walkthrough` writes this page; a test fails when it has gone stale). Ada and Ben are
members of the server, Mod manages it. What changes from run to run, such as times, links and
versions, is left out.
"""


async def walkthrough(encoder: Encoder, folder: Path) -> Walk:
    """Take all steps."""
    settings = DiscordSettings(listening=True, cooldown_uses=0)
    async with (
        Store.open(folder / "engram.db") as store,
        open_network(store, NetworkSettings(), load=lambda: encoder) as network,
        opened(Conversation(network), settings, Intents.all()) as scene,
    ):
        scene.discord.patience = scene.discord.ack_seconds = 120  # nothing here is about speed
        walk = Walk(scene, [_INTRODUCTION])
        for step in STEPS:
            walk.heading((step.__doc__ or "").rstrip("."))
            await step(walk)
        return walk


def offered(walk: Walk) -> set[str]:
    """Every command that the bot offers, and the entries of menus."""
    tree = walk.scene.bot.tree
    names = {command.qualified_name for command in tree.walk_commands()}
    groups = {name.rpartition(" ")[0] for name in names}
    menus = {item.name for item in tree.get_commands(type=None)} - {n.split()[0] for n in names}
    return (names - groups) | menus
