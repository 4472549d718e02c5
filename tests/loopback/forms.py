"""Filling in a modal, and choosing from a menu."""

from collections.abc import Sequence

from tests.loopback.channels import Channel
from tests.loopback.errors import ImpossibleError, Json
from tests.loopback.guilds import Guild
from tests.loopback.interactions import Modal
from tests.loopback.options import resolve
from tests.loopback.world import Role, User

_STRINGS, _USERS, _ROLES, _MENTIONABLES, _CHANNELS = 3, 5, 6, 7, 8
MENUS: dict[int, tuple[type, ...]] = {
    _STRINGS: (str,),
    _USERS: (User,),
    _ROLES: (Role,),
    _MENTIONABLES: (User, Role),
    _CHANNELS: (Channel,),
}
_ROW, _TEXT_INPUT, _TEXT_DISPLAY, _LABEL = 1, 4, 10, 18


def filled_in(modal: Modal, answers: dict[str, str]) -> list[Json]:
    """Return the components of a submitted modal, with the answers or what stood there before."""
    fields = modal.fields
    unknown = answers.keys() - fields.keys()
    if unknown:
        raise ImpossibleError(f"the form has no {sorted(unknown)}, but {sorted(fields)}")
    by_id = {fields[name]["custom_id"]: answer for name, answer in answers.items()}
    return [_submitted(component, by_id) for component in modal.components]


def _submitted(component: Json, answers: dict[str, str]) -> Json:
    kind = component["type"]
    shown: Json = {"type": kind, "id": component.get("id", 0)}
    if kind == _ROW:
        inside = component["components"]
        return shown | {"components": [_submitted(each, answers) for each in inside]}
    if kind == _LABEL:
        return shown | {"component": _submitted(component["component"], answers)}
    if kind == _TEXT_DISPLAY:
        return shown
    answer = answers.get(component["custom_id"], component.get("value") or "")
    shown["custom_id"] = component["custom_id"]
    if kind == _TEXT_INPUT:
        _check_length(component, answer)
        return shown | {"value": answer}
    return shown | {"values": [answer] if answer else []}


def _check_length(component: Json, answer: str) -> None:
    required = component.get("required", True)
    least = component.get("min_length") or (1 if required else 0)
    most = component.get("max_length") or 4000
    if (answer or required) and not least <= len(answer) <= most:
        text = f"{component['custom_id']} takes {least} to {most} characters, got {len(answer)}"
        raise ImpossibleError(text)


def chosen_from(
    menu: Json, values: Sequence[str | User | Role | Channel], guild: Guild | None
) -> Json:
    """Return the data of a choice from a menu."""
    if not menu.get("min_values", 1) <= len(values) <= menu.get("max_values", 1):
        raise ImpossibleError(f"the menu does not take {len(values)} values")
    if not all(isinstance(value, MENUS[menu["type"]]) for value in values):
        raise ImpossibleError(f"the menu does not offer {values}")
    offered = {option["label"]: option["value"] for option in menu.get("options") or []}
    resolved: Json = {}
    chosen = []
    for value in values:
        if isinstance(value, str):
            chosen.append(_offered(offered, value))
        else:
            resolve(resolved, value, guild)
            chosen.append(str(value.id))
    return {"values": chosen} | ({"resolved": resolved} if resolved else {})


def _offered(options: dict[str, str], value: str) -> str:
    if value not in options and value not in options.values():
        raise ImpossibleError(f"the menu offers {sorted(options)}, not {value!r}")
    return options.get(value, value)
