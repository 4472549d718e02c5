"""Who may read what: no answer ever draws on a channel that one of its readers cannot read."""

from typing import Any

import discord
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

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
from tests.loopback.permissions import VIEW, Overwrite

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
