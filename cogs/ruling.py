"""/memory stats, limits, channels, roles and log: what admins see of the memory and decide."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs import Host
from cogs.auditing import noted
from cogs.confirm import Confirm, Done
from cogs.places import private_audience
from cogs.wording import parts
from memory.phrases import counted, grouped, say
from memory.policies import Policies, Policy
from memory.retention import days_ago
from memory.slots import Home
from memory.statistics import Statistics, statistics

_SHOWN = 10  # channels of which the statistics tell
RULES = ("allow", "block", "lift", "reset")
_RULES = [app_commands.Choice(name=say(f"rule_{rule}"), value=rule) for rule in RULES]
Place = discord.TextChannel | discord.Thread


class RulingCog(commands.Cog):
    """The part of /memory that counts, and that sets rules."""

    _host: Host

    @property
    def _policies(self) -> Policies:
        return self._host.conversation.network.policies

    @app_commands.command(name="stats", description="My memory of this server, in figures.")
    async def stats(self, interaction: discord.Interaction) -> None:
        """Count what there is; the names of channels that this admin cannot read stay out."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        store = self._host.conversation.network.store
        found = await statistics(store.database, Home(interaction.guild_id, None))
        audience = private_audience(
            interaction.guild, interaction.user, interaction.channel_id or 0
        )
        text = _figures(found, audience.channel_ids)
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(name="limits", description="How much I remember, and for how long.")
    @app_commands.describe(
        per_person="The most memories of one person; 0: no limit",
        per_server="The most memories of this server; 0: no limit of its own",
        days="Forget what was said longer ago; 0: never",
    )
    async def limits(
        self,
        interaction: discord.Interaction,
        per_person: app_commands.Range[int, 0, 10**9] | None = None,
        per_server: app_commands.Range[int, 0, 10**9] | None = None,
        days: app_commands.Range[int, 0, 36_500] | None = None,
    ) -> None:
        """Show them, or set those that are given; what would go at once is asked for first."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        changes = {
            key: value or None
            for key, value in (
                ("per_person", per_person), ("per_server", per_server), ("retention", days),
            )
            if value is not None
        }  # fmt: skip
        now = interaction.created_at.timestamp()
        home = Home(interaction.guild_id, None)
        retention = self._host.conversation.network.forgetting.retention
        due = await retention.overdue(home, days_ago(days, now)) if days else 0

        async def change() -> Done:
            text = await self._limited(interaction, changes)
            await self._host.conversation.network.forgetting.expire(now)
            return Done(text)

        if due:
            await _ask(interaction, say("limits_due", count=counted(due), days=days), due, change)
            return
        await interaction.followup.send(
            (await change()).text if changes else await self._limits(interaction), ephemeral=True
        )

    async def _limited(
        self, interaction: discord.Interaction, changes: dict[str, int | None]
    ) -> str:
        def change(now: Policy) -> Policy:
            return replace(now, **changes)  # type: ignore[arg-type] # the keys are those of limits

        await self._policies.change(interaction.guild_id or 0, change)
        text = await self._limits(interaction)
        return await noted(self._host, interaction, text, say("log_limits", limits=text))

    async def _limits(self, interaction: discord.Interaction) -> str:
        policy = await self._policies.of(interaction.guild_id or 0)
        return say(
            "limits", per_person=_or_any(policy.per_person), per_server=_or_any(policy.per_server),
            days=say("limits_days", days=policy.retention) if policy.retention else say("for_ever"),
            most=grouped(self._host.conversation.network.max_slots),
        )  # fmt: skip

    @app_commands.command(name="channels", description="Where I may remember and answer.")
    @app_commands.describe(rule="What to do with the channel", channel="Empty: this channel")
    @app_commands.choices(rule=_RULES)
    async def channels(
        self,
        interaction: discord.Interaction,
        rule: app_commands.Choice[str] | None = None,
        channel: Place | None = None,
    ) -> None:
        """Show the rules, or change that of one channel."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        place = channel.id if channel else interaction.channel_id or 0
        text = await self._ruled(interaction, rule, "channels", place, f"<#{place}>")
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(name="roles", description="Who may teach and ask me.")
    @app_commands.describe(rule="What to do with the role", role="Which role")
    @app_commands.choices(rule=_RULES)
    async def roles(
        self,
        interaction: discord.Interaction,
        rule: app_commands.Choice[str] | None = None,
        role: discord.Role | None = None,
    ) -> None:
        """Show the rules, or change that of one role."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        needs_role = rule is not None and rule.value != "reset"
        if needs_role != (role is not None):
            text = say("roles_both")
        else:
            target, shown = (role.id, role.mention) if role else (0, "")
            text = await self._ruled(interaction, rule, "roles", target, shown)
        await interaction.followup.send(text, ephemeral=True)

    async def _ruled(
        self,
        interaction: discord.Interaction,
        rule: app_commands.Choice[str] | None,
        kind: str,
        target: int,
        shown: str,
    ) -> str:
        guild = interaction.guild_id or 0
        if rule is None:
            return _rules(await self._policies.of(guild), kind)
        policy = await self._policies.change(guild, _ruling(kind, rule.value, target))
        deed = say("log_rule", place=shown or kind, rule=say(f"rule_{rule.value}"))
        return await noted(self._host, interaction, _rules(policy, kind), deed)

    @app_commands.command(name="log", description="Note what admins do to my memory in a channel.")
    @app_commands.describe(channel="Where", off="Note nothing any more")
    async def log(
        self,
        interaction: discord.Interaction,
        channel: discord.TextChannel | None = None,
        off: bool = False,  # noqa: FBT001, FBT002 - an option of the command
    ) -> None:
        """Show the channel, or choose another, which the bot must be able to write in."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        guild = interaction.guild_id or 0
        if off:
            text = await noted(self._host, interaction, say("log_off"), say("log_ended"))
            await self._policies.change(guild, lambda now: replace(now, log=None))
        elif channel is None:
            place = (await self._policies.of(guild)).log
            text = say("log_on", channel=f"<#{place}>") if place else say("log_off")
        else:
            await self._policies.change(guild, lambda now: replace(now, log=channel.id))
            shown = say("log_on", channel=channel.mention)
            text = await noted(self._host, interaction, shown, say("log_begun"))
        await interaction.followup.send(text, ephemeral=True)


async def _ask(
    interaction: discord.Interaction, text: str, count: int, action: Callable[[], Awaitable[Done]]
) -> None:
    label = say("clear_button", count=count)
    view = Confirm(interaction.user.id, action, label, for_admins=True)
    view.shown = await interaction.followup.send(text, view=view, ephemeral=True, wait=True)


def _or_any(limit: int | None) -> str:
    return say("no_limit") if limit is None else say("at_most", count=grouped(limit))


def _ruling(kind: str, rule: str, target: int) -> Callable[[Policy], Policy]:
    """What a rule for one channel or role makes of a policy."""
    allowed, blocked = f"allowed_{kind}", f"blocked_{kind}"

    def change(now: Policy) -> Policy:
        values: dict[str, Any] = {}
        for key, word in ((allowed, "allow"), (blocked, "block")):
            rest = frozenset[int]() if rule == "reset" else getattr(now, key) - {target}
            values[key] = rest | {target} if rule == word else rest
        return replace(now, **values)

    return change


def _rules(policy: Policy, kind: str) -> str:
    mention = "<#{}>" if kind == "channels" else "<@&{}>"

    def named(found: frozenset[int]) -> str:
        return ", ".join(mention.format(each) for each in sorted(found))

    allowed, blocked = getattr(policy, f"allowed_{kind}"), getattr(policy, f"blocked_{kind}")
    lines = [say(f"rules_{kind}")]
    lines += [say("rules_allowed", names=named(allowed))] if allowed else []
    lines += [say("rules_blocked", names=named(blocked))] if blocked else []
    return "\n".join(lines if len(lines) > 1 else [*lines, say(f"rules_no_{kind}")])


def _figures(found: Statistics, readable: frozenset[int]) -> str:
    if not found.memories:
        return say("stats_none", set_aside=counted(found.set_aside))
    seen = Counter({place: n for place, n in found.channels.items() if place in readable})
    lines = [
        say(
            "stats", count=counted(found.memories), people=found.people,
            size=f"{found.size / 1024:,.1f}", oldest=int(found.oldest or 0),
            newest=int(found.newest or 0), set_aside=counted(found.set_aside),
        ),
        say("stats_kinds"),
        *(f"- {say(f'kind_{kind}')}: {grouped(n)}" for kind, n in found.kinds.most_common()),
        say("stats_channels"),
        *(f"- <#{place}>: {grouped(n)}" for place, n in seen.most_common(_SHOWN)),
    ]  # fmt: skip
    rest = seen.total() - sum(n for _, n in seen.most_common(_SHOWN))
    hidden = found.memories - seen.total()
    lines += [say("stats_rest", count=grouped(rest))] if rest else []
    lines += [say("stats_hidden", count=grouped(hidden))] if hidden else []
    return next(parts("\n".join(lines)))
