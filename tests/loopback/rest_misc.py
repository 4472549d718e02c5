"""Routes of the application, its commands, users and guilds."""

from tests.loopback.errors import Json, RefusalError
from tests.loopback.permissions import VIEW
from tests.loopback.rest import Call, Routes, as_object
from tests.loopback.world import User


def get_me(call: Call) -> Json:
    return call.backend.world.bot.to_payload() | {"mfa_enabled": False, "locale": "en-US"}


def get_application(call: Call) -> Json:
    bot = call.backend.world.bot
    owner = min((u for u in call.backend.world.users.values() if not u.bot), key=lambda u: u.id)
    return {
        "id": str(bot.id),
        "name": bot.name,
        "description": "",
        "icon": None,
        "type": None,
        "verify_key": "0" * 64,
        "flags": 0,
        "flags_new": "0",
        "bot_public": True,
        "bot_require_code_grant": False,
        "owner": owner.to_payload(),
        "team": None,
        "bot": bot.to_payload(),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": len(call.backend.world.guilds),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": ["bot", "applications.commands"],
    }


def get_gateway(call: Call) -> Json:
    return {"url": call.backend.gateway.url}


def get_gateway_for_bot(call: Call) -> Json:
    limit = {"total": 1000, "remaining": 999, "reset_after": 0, "max_concurrency": 1}
    return {"url": call.backend.gateway.url, "shards": 1, "session_start_limit": limit}


def _scope(call: Call) -> int | None:
    return call.guild().id if "guild_id" in call.params else None


def list_commands(call: Call) -> list[Json]:
    return call.backend.commands.all(_scope(call))


def put_commands(call: Call) -> list[Json]:
    return call.backend.commands.put(call.body or [], _scope(call))


def add_command(call: Call) -> Json:
    return call.backend.commands.add(as_object(call.body), _scope(call))


def get_command(call: Call) -> Json:
    return call.backend.commands.get(int(call.params["command_id"]), _scope(call))


def delete_command(call: Call) -> None:
    call.backend.commands.remove(int(call.params["command_id"]), _scope(call))


def get_user(call: Call) -> Json:
    return _user(call, call.params["user_id"]).to_payload()


def open_dm(call: Call) -> Json:
    return call.backend.dm_with(_user(call, as_object(call.body)["recipient_id"])).to_payload()


def _user(call: Call, user_id: str) -> User:
    user = call.backend.world.users.get(int(user_id))
    if user is None:
        raise RefusalError(10013)
    return user


def get_guild(call: Call) -> Json:
    return call.guild().to_payload()


def list_channels(call: Call) -> list[Json]:
    bot = call.backend.world.bot
    channels = call.guild().channels.values()
    return [channel.to_payload() for channel in channels if channel.allows(bot, VIEW)]


def list_roles(call: Call) -> list[Json]:
    return [role.to_payload() for role in call.guild().roles.values()]


def get_member(call: Call) -> Json:
    member = call.guild().members.get(int(call.params["user_id"]))
    if member is None:
        raise RefusalError(10007)
    return member.to_payload()


def leave_guild(call: Call) -> None:
    call.guild().remove_member(call.backend.world.bot)


_COMMANDS = "/applications/{application_id}/commands"
_GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"


ROUTES: Routes = [
    ("GET", "/users/@me", get_me),
    ("POST", "/users/@me/channels", open_dm),
    ("DELETE", "/users/@me/guilds/{guild_id}", leave_guild),
    ("GET", "/users/{user_id}", get_user),
    ("GET", "/oauth2/applications/@me", get_application),
    ("GET", "/gateway", get_gateway),
    ("GET", "/gateway/bot", get_gateway_for_bot),
    ("GET", "/guilds/{guild_id}", get_guild),
    ("GET", "/guilds/{guild_id}/channels", list_channels),
    ("GET", "/guilds/{guild_id}/roles", list_roles),
    ("GET", "/guilds/{guild_id}/members/{user_id}", get_member),
    *(
        (method, base + suffix, handler)
        for base in (_COMMANDS, _GUILD_COMMANDS)
        for method, suffix, handler in (
            ("GET", "", list_commands),
            ("PUT", "", put_commands),
            ("POST", "", add_command),
            ("GET", "/{command_id}", get_command),
            ("DELETE", "/{command_id}", delete_command),
        )
    ),
]
