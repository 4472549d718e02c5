"""The first message in a server: what the bot does there, and three buttons.

Sent once per server, where it may speak; else to the server's owner. What was sent stands in a
note, so that an invitation anew or a restart sends nothing twice.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Self

import discord
from discord.ext import commands

from cogs import Host
from cogs.auditing import noted
from cogs.buttons import ButtonsCog, Lasting, below
from cogs.errors import guarded, tell
from cogs.helping import PrivacyButton
from cogs.listening import turn
from cogs.speaking import speak_in
from memory.phrases import say
from memory.policies import Policies

log = logging.getLogger(__name__)
_BEGUN = "discord.greeting"  # since when it greets, in Unix seconds


class HearingButton(Lasting, template=r"engram:hear:(?P<what>all|me)"):
    """Lets those who manage the server choose what the bot hears in this channel."""

    def __init__(self, what: str) -> None:
        self.what = what
        label = say("hear_all_button") if what == "all" else say("hear_me_button")
        super().__init__(label, f"engram:hear:{what}")

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        return cls(match["what"])

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Do it, and tell this admin."""
        async with guarded(interaction):
            if interaction.guild is None or not interaction.permissions.manage_guild:
                await tell(interaction, say("not_allowed"))
                return
            await interaction.response.defer(ephemeral=True, thinking=True)
            policies = interaction.client.conversation.network.policies
            if self.what == "all":
                text, deed = await turn(interaction, policies, None, on=True)
            else:
                text, deed = await _hear_nothing_else(interaction, policies)
            if deed:
                text = await noted(interaction.client, interaction, text, deed)
            await tell(interaction, text)


async def _hear_nothing_else(
    interaction: discord.Interaction, policies: Policies
) -> tuple[str, str]:
    """Listen in no channel of this server. Returns what to say, and what to note of it."""
    await policies.change(
        interaction.guild_id or 0, lambda now: replace(now, listening=frozenset())
    )
    return say("hear_me"), say("log_hears_none")


class GreetingCog(ButtonsCog):
    """Greets, once."""

    kinds = (HearingButton,)

    def __init__(self, bot: commands.Bot, host: Host) -> None:
        super().__init__(bot)
        self._store = host.conversation.network.store
        self._down = set[int]()  # servers that nothing is known of since the start

    @commands.Cog.listener()
    async def on_ready(self) -> None:
        """Catch up on the servers that invited the bot while it was off, but on none from before.

        Before is until this bot first ran.
        """
        if await self._store.note(_BEGUN) is None:
            await self._store.take_note(_BEGUN, str(discord.utils.utcnow().timestamp()))
            return
        self._down = {guild.id for guild in self._bot.guilds if guild.unavailable}
        for guild in self._bot.guilds:
            if not guild.unavailable:
                await self._catch_up(guild)

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        """Catch up on a server that was down at the start."""
        if guild.id in self._down:
            self._down.remove(guild.id)
            await self._catch_up(guild)

    async def _catch_up(self, guild: discord.Guild) -> None:
        begun, joined = await self._store.note(_BEGUN), guild.me.joined_at
        if begun is not None and joined is not None and joined.timestamp() > float(begun):
            await self.on_guild_join(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Say what the bot does here."""
        key = f"discord.greeted.{guild.id}"
        if await self._store.note(key) is not None:
            return
        speak_in(guild)
        await self._store.take_note(key, "")  # first: rather no greeting than two
        for channel in _places(guild):
            if await _sent(
                channel,
                say("greeting"),
                below(HearingButton("all"), HearingButton("me"), PrivacyButton()),
            ):
                return
        owner = await _owner(guild)
        text = say("greeting_owner", server=discord.utils.escape_markdown(guild.name))
        if owner is None or not await _sent(owner, text, below(PrivacyButton())):
            log.info("Found nobody to greet in server %s", guild.id)


def _places(guild: discord.Guild) -> Iterator[discord.TextChannel]:
    """Channels to speak in: the system's, then the first one where that is allowed."""
    speaking = discord.Permissions(view_channel=True, send_messages=True)
    found = [guild.system_channel, *guild.text_channels]
    allowed = [c for c in found if c and c.permissions_for(guild.me).is_superset(speaking)]
    yield from allowed[:1]


async def _owner(guild: discord.Guild) -> discord.Member | None:
    try:
        return await guild.fetch_member(guild.owner_id or 0)
    except discord.HTTPException:
        return None


async def _sent(place: discord.abc.Messageable, text: str, view: discord.ui.View) -> bool:
    try:
        await place.send(text, view=view, suppress_embeds=True)
    except discord.HTTPException:
        return False
    return True


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(GreetingCog(bot, bot))  # type: ignore[arg-type] # EngramBot is a Host
