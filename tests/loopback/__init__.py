"""A Discord on 127.0.0.1 that the unmodified discord.py connects to, for end-to-end tests.

    async with LoopbackDiscord() as discord:
        guild = discord.add_guild("Raiders")
        general = guild.add_channel("general")
        ada = discord.add_user("Ada")
        guild.add_member(ada)
        async with running(discord, bot):  # or point the bot at api_url and gateway_url
            await ada.say(general, f"{discord.bot.mention} when is the raid?")
            reply = await discord.next_reply(general)
            result = await ada.slash(general, "remember", {"fact": "the raid is at nine"})
            await ada.click(result, label="Forget")

It refuses what Discord refuses. Leaving the context fails if the bot was refused anything that
the test did not expect (`with discord.expect_violation("10062")`), or sent something that is not
in Discord's OpenAPI description, where that file is present: see openapi.py. Not here: voice,
categories, webhooks of its own, attachments by link, changes of guilds by the bot.
"""

from tests.loopback.channels import Channel
from tests.loopback.errors import ImpossibleError
from tests.loopback.guilds import Guild
from tests.loopback.interactions import Interaction, Modal
from tests.loopback.messages import Message
from tests.loopback.people import Person
from tests.loopback.permissions import Overwrite
from tests.loopback.running import pointed_at, running
from tests.loopback.server import LoopbackDiscord
from tests.loopback.threads import Thread
from tests.loopback.world import Role, User

__all__ = [
    "Channel",
    "Guild",
    "ImpossibleError",
    "Interaction",
    "LoopbackDiscord",
    "Message",
    "Modal",
    "Overwrite",
    "Person",
    "Role",
    "Thread",
    "User",
    "pointed_at",
    "running",
]
