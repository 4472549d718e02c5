"""Filling in a modal."""

from tests.loopback.errors import ImpossibleError, Json
from tests.loopback.interactions import Modal

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
