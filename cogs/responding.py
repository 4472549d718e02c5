"""/responder list and use, /compare: who answers, and what each one would say."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.auditing import noted
from cogs.hearing import heard
from cogs.mentions import in_names
from cogs.wording import LISTED, cited, escaped, parts
from memory.comparing import panels
from memory.lineup import KNOWN, MEMNN
from memory.phrases import bar_names, say
from memory.responders import Response

_MAX = 2000  # characters that Discord lets people type into one option
_FIELD, _TITLE = 1000, 250  # characters that one field and a title of an embed hold, and a few more
_SHOWN = 3  # supporting memories of each responder
_NAMES = [app_commands.Choice(name=name, value=name) for name in KNOWN]


class RespondingCog(commands.GroupCog, group_name="responder", group_description="Who answers."):
    """Responders side by side."""

    def __init__(self, host: Host) -> None:
        self._host = host
        super().__init__()

    @app_commands.command(name="list", description="Which responders there are, and who answers.")
    async def list_(self, interaction: discord.Interaction) -> None:
        """Show all of them to this person."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.followup.send(await self._listed(interaction.guild_id), ephemeral=True)

    @app_commands.command(name="use", description="Choose who answers on this server.")
    @app_commands.describe(name="Which responder")
    @app_commands.choices(name=_NAMES)
    async def use(self, interaction: discord.Interaction, name: app_commands.Choice[str]) -> None:
        """Let another one answer, if it is loaded; only those who manage the server may."""
        if interaction.guild is None or not interaction.permissions.manage_guild:
            raise app_commands.CheckFailure
        await interaction.response.defer(ephemeral=True, thinking=True)
        network = self._host.conversation.network
        chosen = network.lineup.named(name.value).name
        await network.policies.change(
            interaction.guild.id, lambda now: replace(now, responder=chosen)
        )
        text = say("responder_used", name=chosen)
        text = await noted(self._host, interaction, text, say("log_responder", name=chosen))
        await interaction.followup.send(text, ephemeral=True)

    async def _listed(self, guild_id: int | None) -> str:
        network = self._host.conversation.network
        chosen = (await network.policies.of(guild_id or 0)).responder or MEMNN
        loaded = network.lineup.names
        answers = network.lineup.of(chosen).name
        lines = [say("responders")]
        for name in (*KNOWN, *(other for other in loaded if other not in KNOWN)):
            about = f" {_about(name)}" if name in KNOWN else ""
            state = _state(answers=name == answers, loaded=name in loaded)
            lines.append(f"- **{escaped(name)}** ({state}){about}")
        if chosen != answers:
            lines.append(say("responder_instead", chosen=chosen, answers=answers))
        return "\n".join(lines)


class ComparingCog(commands.Cog):
    """/compare."""

    def __init__(self, host: Host) -> None:
        self._host = host

    @app_commands.command(name="compare", description="What each of my responders would answer.")
    @app_commands.describe(
        question="Such as: when is the raid?", public="Show the answer to everybody in the channel"
    )
    async def compare(
        self,
        interaction: discord.Interaction,
        question: app_commands.Range[str, 1, _MAX],
        public: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Ask all that are loaded; show what they say, from what, and where they looked."""
        await interaction.response.defer(ephemeral=not public, thinking=True)
        named = await in_names(question, interaction.guild, interaction.user)
        conversation = self._host.conversation
        found = await conversation.answering.compare(
            heard(interaction, named, public=public), named
        )
        files = []
        if drawn := panels(found):
            png = await conversation.network.side_by_side(drawn, bar_names())
            files = [discord.File(io.BytesIO(png), "compare.png")]
        await interaction.followup.send(
            embed=_table(named, found), files=files, ephemeral=not public
        )


def _state(*, answers: bool, loaded: bool) -> str:
    if answers:
        return say("responder_answers")
    return say("responder_loaded") if loaded else say("responder_unloaded")


def _about(name: str) -> str:
    return {
        "memnn": say("responder_memnn"), "pointer": say("responder_pointer"),
        "lstm": say("responder_lstm"), "ntm": say("responder_ntm"),
    }[name]  # fmt: skip


def _table(question: str, found: Sequence[Response]) -> discord.Embed:
    """A field for each responder."""
    embed = discord.Embed(title=next(parts(escaped(question), _TITLE)))
    for response in found:
        answer = response.answer
        head = say(
            "compared", name=answer.responder, sure=f"{answer.confidence:.0%}",
            milliseconds=f"{response.milliseconds:.0f}",
        )  # fmt: skip
        text = next(parts("\n".join(_told(response)), _FIELD))
        embed.add_field(name=head, value=text, inline=False)
    return embed


def _told(response: Response) -> Iterator[str]:
    """The answer, shortened, and who said what it is from."""
    answer = response.answer
    if answer.text is None:
        yield say("compared_nothing")
        return
    yield next(parts(escaped(answer.text), _FIELD // 2))
    for number, item in enumerate(answer.supporting[:_SHOWN], 1):
        yield f"-# {number}. {cited(item.slot, LISTED)}"


async def setup(bot: commands.Bot) -> None:
    """Load the cogs."""
    await bot.add_cog(RespondingCog(bot))  # type: ignore[arg-type] # EngramBot is a Host
    await bot.add_cog(ComparingCog(bot))  # type: ignore[arg-type] # as above
