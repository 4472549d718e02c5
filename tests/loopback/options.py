"""What a person typed after a slash, turned into the data of an interaction, or refused."""

from collections.abc import Callable
from typing import Any

from discord import Permissions

from tests.loopback import permissions
from tests.loopback.channels import Channel
from tests.loopback.commands import GROUP, Commands
from tests.loopback.errors import ImpossibleError, Json
from tests.loopback.guilds import Guild
from tests.loopback.messages import Attachment, Message
from tests.loopback.world import Role, User

Values = dict[str, Any]  # what was filled in, by the name of the option

_STRING, _INTEGER, _BOOLEAN, _USER, _CHANNEL, _ROLE = 3, 4, 5, 6, 7, 8
_MENTIONABLE, _NUMBER, _ATTACHMENT = 9, 10, 11
_KINDS: dict[int, tuple[type, ...]] = {
    _STRING: (str,),
    _INTEGER: (int,),
    _BOOLEAN: (bool,),
    _USER: (User,),
    _CHANNEL: (Channel,),
    _ROLE: (Role,),
    _MENTIONABLE: (User, Role),
    _NUMBER: (int, float),
    _ATTACHMENT: (Attachment,),
}


def find_command(commands: Commands, channel: Channel, user: User, name: str, kind: int) -> Json:
    """Return the command, if Discord would show it to this person in this channel."""
    guild = channel.guild
    command = commands.find(name, kind, guild.id if guild else None)
    contexts = command.get("contexts")
    if guild is None and (not command["dm_permission"] or (contexts and 1 not in contexts)):
        raise ImpossibleError(f"/{name} does not exist in direct messages")
    if guild is not None and contexts and 0 not in contexts:
        raise ImpossibleError(f"/{name} does not exist in servers")
    if not channel.allows(user, permissions.VIEW | permissions.USE_COMMANDS):
        raise ImpossibleError(f"{user} may not use commands in #{channel.name}")
    needed = int(command["default_member_permissions"] or 0)
    only_admins = command["default_member_permissions"] == "0"
    needed = permissions.ADMINISTRATOR if only_admins else needed
    if guild is not None and guild.permissions_of(user) & needed != needed:
        names = ", ".join(name for name, held in Permissions(needed) if held)
        raise ImpossibleError(f"/{name} needs {names}, which {user} does not hold")
    return command


def slash_data(
    command: Json, path: list[str], values: Values, guild: Guild | None, focused: str | None = None
) -> Json:
    """Return the data of a slash command, or of the autocompletion of one option."""
    leaf, wrap = _descend(command, path)
    described = {option["name"]: option for option in leaf.get("options") or []}
    unknown = values.keys() - described.keys()
    if unknown:
        raise ImpossibleError(f"/{' '.join(path)} has no option {', '.join(sorted(unknown))}")
    missing = [name for name, each in described.items() if each.get("required")]
    missing = [name for name in missing if name not in values]
    if missing and focused is None:
        raise ImpossibleError(f"/{' '.join(path)} requires {', '.join(missing)}")
    resolved: Json = {}
    options = [
        _option(described[name], value, guild, resolved, focused) for name, value in values.items()
    ]
    data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    data["options"] = wrap(options)
    return data | ({"resolved": resolved} if resolved else {})


def _descend(command: Json, path: list[str]) -> tuple[Json, Callable[[list[Json]], list[Json]]]:
    """Return the (sub)command at the path, and how its options are nested in the data."""
    node, nesting = command, []
    for name in path[1:]:
        inner = {each["name"]: each for each in node.get("options") or [] if each["type"] <= GROUP}
        if name not in inner:
            raise ImpossibleError(f"there is no command /{' '.join(path)}")
        node = inner[name]
        nesting.append(node)
    if any(each["type"] <= GROUP for each in node.get("options") or []):
        raise ImpossibleError(f"/{' '.join(path)} is a group, not a command")

    def wrap(options: list[Json]) -> list[Json]:
        for each in reversed(nesting):
            options = [{"name": each["name"], "type": each["type"], "options": options}]
        return options

    return node, wrap


def _option(
    option: Json, value: object, guild: Guild | None, resolved: Json, focused: str | None
) -> Json:
    kinds = _KINDS[option["type"]]
    is_bool = isinstance(value, bool) and bool not in kinds
    if focused is None and (not isinstance(value, kinds) or is_bool):
        raise ImpossibleError(f"option {option['name']} does not take {value!r}")
    shown: Json = {"name": option["name"], "type": option["type"]}
    if option["name"] == focused:
        if not option.get("autocomplete"):
            raise ImpossibleError(f"option {focused} has no autocompletion")
        return shown | {"value": str(value), "focused": True}
    _check_range(option, value)
    if isinstance(value, User | Channel | Role | Attachment):
        resolve(resolved, value, guild)
        return shown | {"value": str(value.id)}
    return shown | {"value": _chosen(option, value)}


def _check_range(option: Json, value: object) -> None:
    size = len(value) if isinstance(value, str) else value
    keys = ("min_length", "max_length") if isinstance(value, str) else ("min_value", "max_value")
    least, most = (option.get(key) for key in keys)
    if isinstance(size, int | float) and (
        (least is not None and size < least) or (most is not None and size > most)
    ):
        raise ImpossibleError(f"option {option['name']} does not take {value!r}: out of range")


def _chosen(option: Json, value: object) -> object:
    """Return the value behind the name of a choice; people see the names."""
    choices = {choice["name"]: choice["value"] for choice in option.get("choices") or []}
    if not choices or value in choices.values():
        return value
    if value not in choices:
        raise ImpossibleError(f"option {option['name']} offers no choice {value!r}")
    return choices[str(value)]


def resolve(resolved: Json, thing: User | Channel | Role | Attachment, guild: Guild | None) -> None:
    """Add the payload of a thing that an interaction names by its id alone."""
    kind = type(thing).__name__.lower() + "s"
    kind = "users" if isinstance(thing, User) else kind
    kind = "channels" if isinstance(thing, Channel) else kind  # threads too
    shown = thing.to_payload()
    if isinstance(thing, Channel):
        shown["permissions"] = str(thing.permissions_for(thing.world.bot))
    resolved.setdefault(kind, {})[str(thing.id)] = shown
    if guild is not None and isinstance(thing, User) and thing.id in guild.members:
        payload = guild.members[thing.id].to_payload(with_user=False)
        payload["permissions"] = str(guild.permissions_of(thing))
        resolved.setdefault("members", {})[str(thing.id)] = payload


def menu_data(command: Json, target: Message | User, guild: Guild | None) -> Json:
    """Return the data of a context menu on a message or on somebody."""
    resolved: Json = {}
    if isinstance(target, Message):
        resolved["messages"] = {str(target.id): target.to_payload()}
    else:
        resolve(resolved, target, guild)
    shown = {key: command[key] for key in ("id", "name", "type")}
    return shown | {"target_id": str(target.id), "resolved": resolved}
