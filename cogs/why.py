"""The "Why?" button under an answer: hop by hop, which memories it came from.

All that the button has to know stands in its custom_id, so that it outlives restarts and nothing is
kept of who asked what. What it shows is looked up when it is pressed, for the person who presses.
"""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Self

import discord
from discord.ext import commands

from cogs.buttons import ButtonsCog, Lasting, below
from cogs.errors import guarded
from cogs.places import private_audience
from cogs.sending import say_all
from cogs.wording import said_by, superseded
from memory.errors import SlotNotFoundError
from memory.phrases import bar_names, say
from memory.pictures import Bar
from memory.slots import Audience, Slot, Supporting
from memory.store import Store

_PREFIX, _PICTURE = "engram:why:", "engram:pic:"
_HOPS = r"(?P<count>\d+)(?P<hops>(?::\d+_-?\d+_-?\d+_-?\d+(?:_\d+)*)*)"
_LONGEST = 100  # characters that Discord allows in a custom_id


@dataclass(frozen=True, slots=True)
class Hop:
    """A supporting memory as the button keeps it."""

    slot_id: int
    score: float
    embedding: float
    match: float
    past: tuple[int, ...] = ()  # ids of the memories whose place it took


class _HopsButton(Lasting, template=r"(?!)"):
    """What the two share: the hops, in the custom_id."""

    def __init__(self, count: int, hops: Sequence[Hop], label: str, prefix: str) -> None:
        self.count, self.hops = count, hops
        super().__init__(label, _packed(count, hops, prefix))

    async def _audience(self, interaction: discord.Interaction[Any]) -> Audience:
        """What whoever presses it may see, without the channels that admins keep the bot out of."""
        place, person = interaction.channel_id or 0, interaction.user
        network = interaction.client.conversation.network
        usable: Audience = await network.usable(private_audience(interaction.guild, person, place))
        return usable

    @classmethod
    def pressed(cls, match: re.Match[str]) -> Self:
        """The button that has this custom_id."""
        hops = [_unpacked(hop) for hop in match["hops"].split(":")[1:]]
        return cls(int(match["count"]), hops)  # type: ignore[call-arg] # as each kind is made


class WhyButton(_HopsButton, template=_PREFIX + _HOPS):
    """Shows what supports an answer to whoever presses it, as far as they may see it."""

    def __init__(self, count: int, hops: Sequence[Hop]) -> None:
        super().__init__(count, hops, say("why_button"), _PREFIX)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the memories to this person alone."""
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            store = interaction.client.conversation.network.store
            audience = await self._audience(interaction)
            text = await _explained(self.hops, self.count, store, audience)
            view = below(PictureButton(self.count, [replace(hop, past=()) for hop in self.hops]))
            await say_all(interaction, text, ephemeral=True, view=view)


class PictureButton(_HopsButton, template=_PICTURE + _HOPS):
    """Draws the scores for whoever presses it, as far as they may see the memories."""

    def __init__(self, count: int, hops: Sequence[Hop]) -> None:
        super().__init__(count, hops, say("why_picture_button"), _PICTURE)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """Show the picture to this person alone."""
        async with guarded(interaction):
            await interaction.response.defer(ephemeral=True, thinking=True)
            network = interaction.client.conversation.network
            audience = await self._audience(interaction)
            bars = [await _bar(hop, network.store, audience) for hop in self.hops]
            png = await network.picture(bars, bar_names())
            file = discord.File(io.BytesIO(png), "why.png")
            await interaction.followup.send(say("why_picture"), file=file, ephemeral=True)


async def _bar(hop: Hop, store: Store, audience: Audience) -> Bar:
    """What may be seen of a hop: of a memory out of sight, not even its scores."""
    try:
        slot = await store.get(hop.slot_id, audience)
    except SlotNotFoundError:
        return Bar(say("why_hidden"), 0.0, 0.0, 0.0)
    return Bar(slot.text, hop.score, hop.embedding, hop.match)


def why_button(supporting: Sequence[Supporting]) -> WhyButton:
    """The button for these memories: as many of the first as it can hold."""
    count = len(supporting)
    hops = [_hop(item) for item in supporting]
    while len(_packed(count, hops)) > _LONGEST:
        last = hops.pop()
        if last.past:  # rather without what it replaced than not at all
            hops.append(replace(last, past=last.past[:-1]))
    return WhyButton(count, hops)


def _hop(item: Supporting) -> Hop:
    past = tuple(slot.id for slot in item.replaces)
    return Hop(item.slot.id, item.score, item.embedding, item.match, past)


def _packed(count: int, hops: Sequence[Hop], prefix: str = _PREFIX) -> str:
    numbers = (
        f":{hop.slot_id}_"
        + "_".join([*(str(round(100 * part)) for part in _parts(hop)), *map(str, hop.past)])
        for hop in hops
    )
    return f"{prefix}{count}{''.join(numbers)}"


def _parts(hop: Hop) -> tuple[float, float, float]:
    return hop.score, hop.embedding, hop.match


def _unpacked(text: str) -> Hop:
    slot_id, *parts = (int(number) for number in text.split("_"))
    score, embedding, match = (number / 100 for number in parts[:3])
    return Hop(slot_id, score, embedding, match, tuple(parts[3:]))


async def _explained(hops: Sequence[Hop], count: int, store: Store, audience: Audience) -> str:
    lines = [say("why_head")]
    for number, hop in enumerate(hops, 1):
        try:
            slot = await store.get(hop.slot_id, audience)
        except SlotNotFoundError:
            lines.append(say("why_gone", hop=number))
            continue
        lines += _told(number, hop, said_by(slot))
        lines += [superseded(old, slot.id) for old in await _seen(hop.past, store, audience)]
    if count > len(hops):
        lines.append(say("why_more", count=count - len(hops)))
    return "\n".join(lines)


async def _seen(slot_ids: Sequence[int], store: Store, audience: Audience) -> list[Slot]:
    """Those that are still here, and that this audience may see."""
    found = []
    for slot_id in slot_ids:
        with suppress(SlotNotFoundError):
            found.append(await store.get(slot_id, audience))
    return found


def _told(number: int, hop: Hop, said: Sequence[str]) -> Iterator[str]:
    yield f"{number}. {said[0]}"
    yield say(
        "why_score",
        score=f"{hop.score:.2f}", embedding=f"{hop.embedding:.2f}", match=f"{hop.match:.0%}",
    )  # fmt: skip
    yield from said[1:]


class WhyCog(ButtonsCog):
    """Hears them."""

    kinds = (WhyButton, PictureButton)


async def setup(bot: commands.Bot) -> None:
    """Load the cog."""
    await bot.add_cog(WhyCog(bot))
