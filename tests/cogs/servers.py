"""Servers as plain numbers, drawn at random, and the same as discord.py holds them."""

from dataclasses import dataclass, field
from itertools import chain, combinations
from types import SimpleNamespace
from typing import Any

import discord
from discord.state import ConnectionState
from hypothesis import strategies as st

from tests.loopback.permissions import (
    ADMINISTRATOR,
    HISTORY,
    SEND,
    VIEW,
    Overwrite,
    base,
    in_channel,
)

GUILD, BOT, OWNER, BOT_ROLE = 1, 2, 3, 4
ROLES = (11, 12, 13)
MEMBERS = (21, 22)  # those who may have overwrites of their own; anybody else has roles alone
TEXT, VOICE, CATEGORY, NEWS, STAGE, FORUM = 0, 2, 4, 5, 13, 15
PUBLIC_THREAD, PRIVATE_THREAD = 11, 12
READ = VIEW | HISTORY


@dataclass
class Server:
    """A server as plain numbers: what Discord knows, and the test computes with."""

    roles: dict[int, int]  # what each grants; the server's own id is @everyone
    channels: dict[int, tuple[int, dict[int, Overwrite]]]  # kind, overwrites
    threads: dict[int, tuple[int, int]] = field(default_factory=dict)  # kind, parent
    bot_roles: tuple[int, ...] = ()
    id: int = GUILD

    def may(self, who: int, roles: tuple[int, ...], channel: int) -> int:
        """What somebody may do in a channel, by Discord's documented rule."""
        rules, none = self.channels[channel][1], Overwrite()
        return in_channel(
            base(self.roles[self.id], [self.roles[role] for role in roles]),
            rules.get(self.id, none),
            [rules.get(role, none) for role in roles],
            rules.get(who, none),
        )

    def people(self) -> list[tuple[int, tuple[int, ...]]]:
        """Everybody there could be: each known member, and a stranger, with any roles."""
        subsets = chain.from_iterable(combinations(ROLES, n) for n in range(len(ROLES) + 1))
        return [(who, roles) for roles in subsets for who in (*MEMBERS, 99)]


bits = st.sampled_from([0, 0, VIEW, HISTORY, READ, READ])


@st.composite
def rules(draw: st.DrawFn) -> dict[int, Overwrite]:
    """A channel's overwrites."""
    found = {}
    for who in draw(
        st.lists(st.sampled_from((GUILD, *ROLES, BOT_ROLE, *MEMBERS, BOT)), max_size=4)
    ):
        allow = draw(bits)
        found[who] = Overwrite(
            allow=allow | draw(st.sampled_from([0, SEND])), deny=draw(bits) & ~allow
        )
    return found


@st.composite
def servers(draw: st.DrawFn) -> Server:
    """A server with a few channels, of which some share their rules."""
    granted = st.sampled_from([0, 0, VIEW, HISTORY, READ, READ, READ | SEND, ADMINISTRATOR])
    roles = {role: draw(granted) for role in (*ROLES, BOT_ROLE)}
    roles[GUILD] = draw(st.sampled_from([READ, READ, VIEW, HISTORY, 0]))
    shared = draw(st.lists(rules(), min_size=1, max_size=2))
    kinds = st.sampled_from([TEXT, TEXT, TEXT, NEWS, FORUM, VOICE, STAGE, CATEGORY])
    channels = {
        31 + n: (draw(kinds), draw(st.one_of(st.sampled_from(shared), rules())))
        for n in range(draw(st.integers(2, 4)))
    }
    parents = st.sampled_from(list(channels))
    threads = {
        41 + n: (draw(st.sampled_from([PUBLIC_THREAD, PRIVATE_THREAD])), draw(parents))
        for n in range(draw(st.integers(0, 2)))
    }
    bot_roles = tuple(draw(st.sets(st.sampled_from((*ROLES, BOT_ROLE)))))
    return Server(roles, channels, threads, bot_roles)


def user(id_: int) -> dict[str, Any]:
    return {"id": str(id_), "username": f"u{id_}", "discriminator": "0", "avatar": None}


def member(id_: int, roles: tuple[int, ...]) -> dict[str, Any]:
    joined = "2026-01-01T00:00:00+00:00"
    return {"user": user(id_), "roles": list(map(str, roles)), "joined_at": joined, "flags": 0}


def channel(server: Server, id_: int) -> dict[str, Any]:
    """A channel as the gateway tells it: blotted out when the bot may not see it."""
    kind, overwrites = server.channels[id_]
    payload: dict[str, Any] = {"id": str(id_), "type": kind, "name": "c", "position": 0, "flags": 0}
    payload |= {"bitrate": 64000, "user_limit": 0} if kind in (VOICE, STAGE) else {}
    if not server.may(BOT, server.bot_roles, id_) & VIEW:
        overwrites = {server.id: Overwrite(deny=VIEW)}
        payload |= {"name": "___hidden___", "flags": 1 << 17}
    payload["permission_overwrites"] = [
        {
            "id": str(who),
            "type": int(who in (*MEMBERS, BOT)),
            "allow": str(o.allow),
            "deny": str(o.deny),
        }
        for who, o in overwrites.items()
    ]
    return payload


def thread(server: Server, id_: int, kind: int, parent: int) -> dict[str, Any]:
    stamp = "2026-01-01T00:00:00+00:00"
    state = {"archived": False, "auto_archive_duration": 60, "archive_timestamp": stamp}
    return {
        "id": str(id_), "guild_id": str(server.id), "parent_id": str(parent), "owner_id": "21",
        "type": kind, "name": "t", "message_count": 0, "member_count": 1, "thread_metadata": state,
    }  # fmt: skip


def built(server: Server) -> discord.Guild:
    """The server as discord.py holds it."""
    state: ConnectionState[Any] = ConnectionState(
        dispatch=lambda *_: None, handlers={}, hooks={}, http=None,  # type: ignore[arg-type] # nothing is sent
        intents=discord.Intents(guilds=True, guild_messages=True), max_messages=None,
    )  # fmt: skip
    state.user = SimpleNamespace(id=BOT)  # type: ignore[assignment] # its id is all that counts
    roles = [
        {"id": str(id_), "name": "r", "permissions": str(granted), "position": n, "color": 0,
         "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
         "hoist": False, "managed": False, "mentionable": False, "flags": 0}
        for n, (id_, granted) in enumerate(sorted(server.roles.items()))
    ]  # fmt: skip
    data: Any = {
        "id": str(server.id), "name": "g", "owner_id": str(OWNER), "roles": roles,
        "channels": [channel(server, id_) for id_ in server.channels],
        "threads": [thread(server, id_, kind, of) for id_, (kind, of) in server.threads.items()],
        "members": [member(BOT, server.bot_roles)],
    }  # fmt: skip
    guild = discord.Guild(data=data, state=state)
    state._add_guild(guild)
    return guild


def parent_of(server: Server, place: int) -> int:
    return server.threads[place][1] if place in server.threads else place


def is_private(server: Server, place: int) -> bool:
    return place in server.threads and server.threads[place][0] == PRIVATE_THREAD
