"""Who may read what: no answer ever draws on a channel that one of its readers cannot read."""

from typing import Any

import discord
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogs import places
from cogs.places import private_audience, public_audience
from tests.cogs.servers import (
    BOT,
    BOT_ROLE,
    GUILD,
    MEMBERS,
    PUBLIC_THREAD,
    READ,
    ROLES,
    TEXT,
    Server,
    built,
    is_private,
    member,
    parent_of,
    servers,
)
from tests.loopback.permissions import HISTORY, VIEW, Overwrite

many = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@many
@given(servers())
def test_all_who_see_an_answer_can_read_the_channels_that_support_it(server: Server) -> None:
    guild = built(server)
    people = server.people()
    for place in (*server.channels, *server.threads):
        audience = public_audience(guild, guild.get_channel_or_thread(place), place)
        for other in audience.channel_ids - {place}:
            assert not is_private(server, other)
            seen, source = parent_of(server, place), parent_of(server, other)
            for who, roles in people:
                if server.may(who, roles, seen) & VIEW:  # a new message is seen without the past
                    assert server.may(who, roles, source) & READ == READ, (place, other, who, roles)


@many
@given(servers(), st.sampled_from((*MEMBERS, 99)), st.sets(st.sampled_from(ROLES)))
def test_who_asks_privately_can_read_the_channels_that_support_it(
    server: Server, who: int, held: set[int]
) -> None:
    guild, roles = built(server), tuple(held)
    data: Any = member(who, roles)
    asker = discord.Member(data=data, guild=guild, state=guild._state)
    for place in (*server.channels, *server.threads):
        for other in private_audience(guild, asker, place).channel_ids - {place}:
            assert not is_private(server, other)
            assert server.may(who, roles, parent_of(server, other)) & READ == READ


@given(servers())
def test_what_the_bot_cannot_see_supports_nothing_elsewhere(server: Server) -> None:
    guild = built(server)
    for place in server.channels:
        for other in public_audience(guild, guild.get_channel(place), place).channel_ids - {place}:
            assert server.may(BOT, server.bot_roles, parent_of(server, other)) & READ == READ


def open_server() -> Server:
    nothing = dict.fromkeys((*ROLES, BOT_ROLE), 0)
    return Server({GUILD: READ, **nothing}, {31: (TEXT, {}), 32: (TEXT, {})})


def test_where_everybody_reads_everything_all_channels_support_each_other() -> None:
    server = open_server()
    server.threads[41] = (PUBLIC_THREAD, 32)
    guild = built(server)
    assert public_audience(guild, guild.get_channel(31), 31).channel_ids == {31, 32, 41}


def test_where_only_members_read_their_channels_support_each_other() -> None:
    server = open_server()
    server.roles |= {GUILD: 0, ROLES[0]: READ}
    server.bot_roles = (ROLES[0],)
    guild = built(server)
    assert public_audience(guild, guild.get_channel(31), 31).channel_ids == {31, 32}


def test_a_channel_known_from_a_command_alone_is_supported_by_itself_alone() -> None:
    server = open_server()
    server.roles |= {GUILD: 0, ROLES[0]: READ}
    server.bot_roles = (ROLES[0],)
    server.channels[33] = TEXT, {ROLES[1]: Overwrite(allow=READ), ROLES[0]: Overwrite(deny=VIEW)}
    guild = built(server)
    partial: Any = {"id": "33", "type": TEXT, "name": "guests", "position": 0, "permissions": "0"}
    told = discord.TextChannel(state=guild._state, guild=guild, data=partial)
    assert public_audience(guild, told, 33).channel_ids == {33}
    assert public_audience(guild, None, 33).channel_ids == {33}


def told_by_discord(channel: discord.abc.GuildChannel) -> dict[int, tuple[int, int]]:
    """A channel's rules of reading by what discord.py makes public of them, which takes long."""
    found = {}
    for target, overwrite in channel.overwrites.items():
        allowed, denied = overwrite.pair()
        found[target.id] = allowed.value & READ, denied.value & READ
    return {target: pair for target, pair in found.items() if any(pair)}


def past_is_open(guild: discord.Guild, rules: dict[int, tuple[int, int]]) -> bool:
    """Whether nobody sees a channel with these rules without its past."""
    roles = [role.permissions.value for role in guild.roles if not role.is_bot_managed()]
    seeing = [granted for granted in roles if granted & VIEW]
    seeing += [allowed for allowed, _ in rules.values() if allowed & VIEW]
    everybody = bool(guild.default_role.permissions.value & HISTORY)
    denied = any(denied & HISTORY for _, denied in rules.values())
    return not denied and (everybody or all(granted & HISTORY for granted in seeing))


def supports(other: discord.abc.GuildChannel, place: discord.abc.GuildChannel) -> bool:
    """Whether one channel supports a reply in the other, as it is defined."""
    guild, rules = other.guild, told_by_discord(other)
    if not is_read(guild.me, other):
        return False
    open_to_all = not any(denied for _, denied in rules.values())
    if open_to_all and guild.default_role.permissions.is_superset(discord.Permissions(READ)):
        return True
    return rules == told_by_discord(place) and past_is_open(guild, rules)


def is_read(who: discord.Member, channel: discord.abc.GuildChannel) -> bool:
    return channel.permissions_for(who).is_superset(discord.Permissions(READ))


raw = st.integers(0, 2**52 - 1)


@many
@given(
    servers(), st.dictionaries(st.sampled_from((GUILD, *ROLES, 99, *MEMBERS)), st.tuples(raw, raw))
)
def test_rules_are_those_that_discord_tells_though_allowed_and_denied_at_once(
    server: Server, rules: dict[int, tuple[int, int]]
) -> None:
    server.channels[31] = TEXT, {who: Overwrite(*pair) for who, pair in rules.items()}
    channel = built(server).get_channel(31)
    assert channel is not None
    assert places._reading_overwrites(channel) == told_by_discord(channel)


@many
@given(servers())
def test_what_supports_a_reply_is_the_same_as_channel_by_channel(server: Server) -> None:
    guild = built(server)
    for place in guild.channels:
        if place.permissions_for(guild.me).view_channel:
            told: Any = place  # categories too
            found = public_audience(guild, told, place.id).channel_ids
            written: Any = (*guild.text_channels, *guild.forums)
            wanted = {other.id for other in written if supports(other, told)}
            assert found - {thread.id for thread in guild.threads} == {place.id} | wanted


def test_no_rule_is_gone_through_flag_by_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    """It held up the event loop for seconds, with each message in a large server."""
    server = open_server()
    server.channels[32] = TEXT, {ROLES[0]: Overwrite(allow=READ)}
    guild = built(server)
    monkeypatch.delattr(discord.PermissionOverwrite, "from_pair")
    assert public_audience(guild, guild.get_channel(31), 31).channel_ids == {31, 32}


def test_a_past_that_the_bot_alone_does_not_read_supports_nothing_elsewhere() -> None:
    server = open_server()
    server.roles |= {GUILD: 0, ROLES[0]: READ, BOT_ROLE: VIEW}
    server.bot_roles = (BOT_ROLE,)
    guild = built(server)
    guild.get_role(BOT_ROLE).tags = discord.RoleTags({"bot_id": str(BOT)})  # type: ignore[union-attr] # it is there
    assert public_audience(guild, guild.get_channel(31), 31).channel_ids == {31}
