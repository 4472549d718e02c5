"""Thumbs up and down under an answer; and what they come to, for admins."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord.ext import commands

from cogs.buttons import ButtonsCog, Lasting
from cogs.errors import guarded, tell
from memory.phrases import say
from memory.quality import Figures

_THUMBS = {True: "👍", False: "👎"}


class VoteButton(Lasting, template=r"engram:vote:(?P<way>up|down):(?P<answer>\d+)"):
    """Notes what whoever presses it thinks of an answer; pressed again, it takes that back."""

    def __init__(self, answer_id: int, *, up: bool) -> None:
        self.answer_id, self.up = answer_id, up
        super().__init__(_THUMBS[up], f"engram:vote:{'up' if up else 'down'}:{answer_id}")

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        return cls(int(match["answer"]), up=match["way"] == "up")

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Note it, and tell this person alone."""
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            quality = interaction.client.conversation.network.quality
            at = interaction.created_at.timestamp()
            stands = await quality.vote(
                interaction.guild_id or 0, self.answer_id, interaction.user.id, at, up=self.up
            )
            await tell(interaction, _noted(_THUMBS[self.up], stands=stands))


def _noted(thumb: str, *, stands: bool | None) -> str:
    if stands is None:
        return say("vote_gone")
    return say("voted", thumb=thumb) if stands else say("vote_undone")


def figures_in_words(figures: Sequence[Figures]) -> str:
    """A table that a code block keeps in shape."""
    if not figures:
        return say("quality_none")
    head = (
        f"{say('quality_week'):8} {say('quality_responder'):12.12} {say('quality_answered'):>7} "
        f"{say('quality_abstained'):>7} {say('quality_up'):>4} {say('quality_down'):>4}"
    )
    rows = (
        f"{f.week:8} {f.responder:12.12} {f.answered:7} {f.abstained:7} {f.up:4} {f.down:4}"
        for f in figures
    )
    table = "\n".join([head, *rows])
    return say("quality_head") + f"\n```\n{table}\n```"


class VotesCog(ButtonsCog):
    """Hears them."""

    kinds = (VoteButton,)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(VotesCog(bot))
