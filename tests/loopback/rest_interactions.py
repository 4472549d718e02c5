"""Routes of interactions: the acknowledgement, the original answer, follow-ups."""

from tests.loopback import interactions, limits, posts
from tests.loopback.backend import TOKEN_SECONDS
from tests.loopback.errors import Form, Json, RefusalError
from tests.loopback.interactions import Interaction, Modal
from tests.loopback.messages import EPHEMERAL, LOADING, Message
from tests.loopback.rest import Call, Routes, as_object
from tests.loopback.rest_channels import edit_checked


def acknowledge(call: Call) -> Json | None:
    interaction = _acknowledgeable(call)
    kind = int(call.body["type"])
    data = as_object(call.body.get("data"))
    if kind not in interactions.ALLOWED[interaction.kind]:
        form = Form()
        form.fail("type", "INTERACTION_TYPE_INVALID", f"{kind} does not answer this interaction")
        form.refuse()
    _APPLY[kind](call, interaction, data)
    interaction.acknowledged = kind
    shown = call.query.get("with_response") in ("1", "true", "True")
    return _callback(interaction, kind) if shown else None


def _acknowledgeable(call: Call) -> Interaction:
    backend = call.backend
    interaction = backend.interactions.get(call.params["token"])
    if interaction is None or str(interaction.id) != call.params["interaction_id"]:
        raise RefusalError(10062)
    if interaction.acknowledged is not None:
        raise RefusalError(40060)
    late = backend.world.clock.now() - interaction.started > backend.ack_seconds
    if late or interaction.failed:
        raise RefusalError(10062)
    return interaction


def _answer(call: Call, interaction: Interaction, data: Json) -> None:
    limits.check_message(data, files=len(call.files))
    interaction.message = _post(call, interaction, data)


def _defer(call: Call, interaction: Interaction, data: Json) -> None:
    flags = (data.get("flags") or 0) & EPHEMERAL | LOADING
    interaction.message = _post(call, interaction, {"flags": flags})


def _defer_update(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.message = _source(interaction)


def _update(call: Call, interaction: Interaction, data: Json) -> None:
    interaction.message = _source(interaction)
    edit_checked(call, interaction.message, data)


def _choices(call: Call, interaction: Interaction, data: Json) -> None:
    choices = data.get("choices") or []
    limits.check_choices(choices)
    interaction.choices = choices


def _modal(call: Call, interaction: Interaction, data: Json) -> None:
    limits.check_modal(data)
    interaction.modal = Modal(data["title"], data["custom_id"], data["components"], interaction)


_APPLY = {
    interactions.ANSWER: _answer,
    interactions.DEFER: _defer,
    interactions.DEFER_UPDATE: _defer_update,
    interactions.UPDATE: _update,
    interactions.CHOICES: _choices,
    interactions.MODAL: _modal,
}


def _source(interaction: Interaction) -> Message:
    if interaction.source is None:
        form = Form()
        form.fail("type", "INTERACTION_TYPE_INVALID", "There is no message to update")
        form.refuse()
        raise AssertionError
    return interaction.source


def _callback(interaction: Interaction, kind: int) -> Json:
    about: Json = {"id": str(interaction.id), "type": interaction.kind}
    message = interaction.message
    if message is None:
        return {"interaction": about}
    about |= {
        "response_message_id": str(message.id),
        "response_message_loading": interaction.thinking,
        "response_message_ephemeral": message.ephemeral,
    }
    if kind == interactions.DEFER_UPDATE:
        return {"interaction": about}
    shown = interactions.UPDATE if kind == interactions.UPDATE else interactions.ANSWER
    return {"interaction": about, "resource": {"type": shown, "message": message.to_payload()}}


def _answered(call: Call) -> Interaction:
    """Return the interaction of a webhook's path, which must have been acknowledged."""
    interaction = call.backend.interactions.get(call.params["token"])
    if interaction is None or interaction.acknowledged is None:
        raise RefusalError(10015)
    if call.backend.world.clock.now() - interaction.started > TOKEN_SECONDS:
        raise RefusalError(50027)
    return interaction


def follow_up(call: Call) -> Json | None:
    interaction = _answered(call)
    body = as_object(call.body)
    limits.check_message(body, files=len(call.files))
    if interaction.thinking and interaction.message is not None:
        message = interaction.message
        posts.fill(message, body, files=call.attach_files())
    else:
        message = _post(call, interaction, body)
        interaction.followups.append(message)
    return message.to_payload() if call.query.get("wait") in ("1", "true", "True") else None


def get_answer(call: Call) -> Json:
    return _message(call)[1].to_payload()


def edit_answer(call: Call) -> Json:
    interaction, message = _message(call)
    if interaction.thinking and message is interaction.message:
        body = as_object(call.body)
        limits.check_message(body, files=len(call.files))
        posts.fill(message, body, files=call.attach_files())
    else:
        edit_checked(call, message, as_object(call.body))
    interaction.updated |= message is interaction.source
    return message.to_payload()


def delete_answer(call: Call) -> None:
    message = _message(call)[1]
    message.flags &= ~LOADING
    posts.delete(message)


def _message(call: Call) -> tuple[Interaction, Message]:
    interaction = _answered(call)
    wanted = call.params.get("message_id", "@original")
    known = [interaction.message, interaction.source, *interaction.followups]
    for message in known:
        if message is None or message.deleted:
            continue
        if wanted == str(message.id) or (wanted == "@original" and message is interaction.message):
            return interaction, message
    raise RefusalError(10008)


def _post(call: Call, interaction: Interaction, body: Json) -> Message:
    return posts.post(
        interaction.channel,
        call.backend.world.bot,
        body,
        files=call.attach_files(),
        cause=interaction.cause,
    )


_WEBHOOK = "/webhooks/{application_id}/{token}"
_ANSWER = _WEBHOOK + "/messages/{message_id}"

ROUTES: Routes = [
    ("POST", "/interactions/{interaction_id}/{token}/callback", acknowledge),
    ("POST", _WEBHOOK, follow_up),
    ("GET", _ANSWER, get_answer),
    ("PATCH", _ANSWER, edit_answer),
    ("DELETE", _ANSWER, delete_answer),
]
