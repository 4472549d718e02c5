"""Application commands: what Discord accepts of them, and which are registered."""

import unicodedata
from collections.abc import Callable

from tests.loopback.errors import Form, ImpossibleError, Json, RefusalError
from tests.loopback.limits import check_choice_list

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMAND, GROUP = 1, 2
_MOST = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}


class Commands:
    """The registered commands: global ones under None, others under the id of their guild."""

    def __init__(self, application_id: int, next_id: Callable[[], int]) -> None:
        self._application_id, self._next_id = application_id, next_id
        self._registered: dict[int | None, list[Json]] = {}
        self.puts = 0  # bulk overwrites of the global commands

    def all(self, guild_id: int | None = None) -> list[Json]:
        """Return what is registered globally, or for one guild alone."""
        return self._registered.get(guild_id, [])

    def put(self, commands: list[Json], guild_id: int | None) -> list[Json]:
        """Replace all commands."""
        check_commands(commands)
        self.puts += guild_id is None
        before = {(each["name"], each["type"]): each["id"] for each in self.all(guild_id)}
        self._registered[guild_id] = [
            self._complete(command, guild_id, before.get((command["name"], _type(command))))
            for command in commands
        ]
        return self._registered[guild_id]

    def add(self, command: Json, guild_id: int | None) -> Json:
        """Register one command, in place of another of its name."""
        same = (command["name"], _type(command))
        others = [each for each in self.all(guild_id) if (each["name"], each["type"]) != same]
        check_commands([*others, command])
        added = self._complete(command, guild_id, None)
        self._registered[guild_id] = [*others, added]
        return added

    def get(self, command_id: int, guild_id: int | None) -> Json:
        """One command."""
        for command in self.all(guild_id):
            if command["id"] == str(command_id):
                return command
        raise RefusalError(10063)

    def remove(self, command_id: int, guild_id: int | None) -> None:
        """Forget one command."""
        self._registered[guild_id].remove(self.get(command_id, guild_id))

    def find(self, name: str, kind: int, guild_id: int | None) -> Json:
        """Find the command that a person in the guild, or in a DM, would find under the name."""
        scopes = [None] if guild_id is None else [guild_id, None]
        for command in (each for scope in scopes for each in self.all(scope)):
            if (command["name"], command["type"]) == (name, kind):
                return command
        raise ImpossibleError(f"there is no command {name!r} of type {kind}")

    def _complete(self, command: Json, guild_id: int | None, known_id: str | None) -> Json:
        bits = command.get("default_member_permissions")
        scope = {} if guild_id is None else {"guild_id": str(guild_id)}
        given = {key: value for key, value in command.items() if value is not None}
        return (
            {"description": "", "dm_permission": True, "nsfw": False}
            | given
            | {
                "id": known_id or str(self._next_id()),
                "application_id": str(self._application_id),
                "version": str(self._next_id()),
                "type": _type(command),
                "default_member_permissions": None if bits is None else str(bits),
                "contexts": command.get("contexts"),
                "integration_types": command.get("integration_types") or [0],
            }
            | scope
        )


def _type(command: Json) -> int:
    return command.get("type") or SLASH


def check_commands(commands: list[Json]) -> None:
    """Refuse a set of commands that Discord would refuse."""
    form = Form()
    for kind, most in _MOST.items():
        if sum(_type(command) == kind for command in commands) > most:
            text = f"Maximum number of application commands reached ({most})"
            form.fail("commands", "APPLICATION_COMMANDS_LIMIT", text)
    keys = [(command.get("name"), _type(command)) for command in commands]
    for number, command in enumerate(commands):
        if keys.count(keys[number]) > 1:
            text = "Application command names must be unique"
            form.fail(f"{number}.name", "APPLICATION_COMMANDS_DUPLICATE_NAME", text)
        _check_command(form, str(number), command)
    form.refuse()


def _check_command(form: Form, path: str, command: Json) -> None:
    if _type(command) == SLASH:
        _check_named(form, path, command)
        _check_options(form, path, command.get("options") or [], depth=0)
        if _text_length(command) > 8000:
            text = "Combined length of command's text must be at most 8000"
            form.fail(path, "APPLICATION_COMMAND_TOO_LARGE", text)
        return
    form.length(f"{path}.name", command.get("name"), 32, 1)
    if command.get("description"):
        text = "Context menu commands cannot have description"
        form.fail(f"{path}.description", "APPLICATION_COMMANDS_DESCRIPTION_NOT_ALLOWED", text)


def _check_named(form: Form, path: str, item: Json) -> None:
    name = str(item.get("name") or "")
    proper = all(each in "-_'" or unicodedata.category(each)[0] in "LN" for each in name)
    if not (proper and 1 <= len(name) <= 32 and name == name.lower()):
        text = r"String value did not match validation regex: ^[-_'\p{L}\p{N}]{1,32}$, lower case."
        form.fail(f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", text)
    form.length(f"{path}.description", item.get("description"), 100, 1)


def _check_options(form: Form, path: str, options: list[Json], depth: int) -> None:
    form.count(f"{path}.options", options, 25)
    names = [option.get("name") for option in options]
    optional_seen = False
    for number, option in enumerate(options):
        here = f"{path}.options.{number}"
        if names.count(option.get("name")) > 1:
            text = "Option names must be unique"
            form.fail(f"{here}.name", "APPLICATION_COMMAND_OPTIONS_NAME_NOT_UNIQUE", text)
        if option.get("required") and optional_seen:
            text = "Required options must be placed before non-required options"
            form.fail(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", text)
        optional_seen |= option["type"] > GROUP and not option.get("required")
        _check_option(form, here, option, depth)


def _check_option(form: Form, path: str, option: Json, depth: int) -> None:
    _check_named(form, path, option)
    if option["type"] <= GROUP:
        if depth > 1 or (depth == 1 and option["type"] == GROUP):
            text = "Sub-commands and groups nest at most twice"
            form.fail(path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", text)
        _check_options(form, path, option.get("options") or [], depth + 1)
    check_choice_list(form, f"{path}.choices", option.get("choices") or [])
    if option.get("choices") and option.get("autocomplete"):
        text = "Choices and autocomplete are mutually exclusive"
        form.fail(path, "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", text)


def _text_length(item: Json) -> int:
    own = len(str(item.get("name") or "")) + len(str(item.get("description") or ""))
    choices = sum(
        len(choice["name"]) + len(str(choice["value"])) for choice in item.get("choices") or []
    )
    return own + choices + sum(map(_text_length, item.get("options") or []))
