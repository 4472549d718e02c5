"""How long and how many: what Discord refuses in the body of a message, a modal or choices."""

from tests.loopback.errors import Form, Json, RefusalError
from tests.loopback.messages import COMPONENTS_V2, walk

_BUTTON, _STRING_SELECT, _TEXT_INPUT = 2, 3, 4
_SELECTS = {3, 5, 6, 7, 8}
_LINK, _PREMIUM = 5, 6  # styles of buttons without a custom_id


def check_message(body: Json, *, files: int = 0) -> None:
    """Refuse a new message that is too long, malformed or empty."""
    form = Form()
    _check_parts(form, body)
    form.refuse()
    carriers = ("embeds", "sticker_ids", "poll")
    wordless = not str(body.get("content") or "").strip()
    v2 = (body.get("flags") or 0) & COMPONENTS_V2 and body.get("components")
    if wordless and not files and not v2 and not any(body.get(key) for key in carriers):
        raise RefusalError(50006)


def check_edit(body: Json, *, left_over: bool) -> None:
    """Refuse an edit that is malformed, or leaves nothing of the message over."""
    form = Form()
    _check_parts(form, body)
    form.refuse()
    if not left_over:
        raise RefusalError(50006)


def check_choices(choices: list[Json]) -> None:
    """Refuse too many or too long suggestions to an option."""
    form = Form()
    check_choice_list(form, "data.choices", choices)
    form.refuse()


def check_choice_list(form: Form, path: str, choices: list[Json]) -> None:
    """At most 25 choices, with names and texts of 1 to 100 characters."""
    form.count(path, choices, 25)
    for number, choice in enumerate(choices):
        form.length(f"{path}.{number}.name", choice.get("name"), 100, 1)
        if isinstance(choice.get("value"), str):
            form.length(f"{path}.{number}.value", choice["value"], 100)


def check_modal(modal: Json) -> None:
    """Refuse a modal with too much in it."""
    form = Form()
    form.length("data.title", modal.get("title"), 45, 1)
    form.length("data.custom_id", modal.get("custom_id"), 100, 1)
    form.count("data.components", modal.get("components") or [], 5, 1)
    for number, component in enumerate(walk(modal.get("components") or [])):
        path = f"data.components.{number}"
        form.length(f"{path}.label", component.get("label"), 45)
        form.length(f"{path}.description", component.get("description"), 100)
        if component["type"] == _TEXT_INPUT:
            form.length(f"{path}.value", component.get("value"), 4000)
            form.length(f"{path}.placeholder", component.get("placeholder"), 100)
            form.length(f"{path}.custom_id", component.get("custom_id"), 100, 1)
    form.refuse()


def _check_parts(form: Form, body: Json) -> None:
    form.length("content", body.get("content"), 2000)
    _check_embeds(form, body.get("embeds") or [])
    _check_allowed_mentions(form, body.get("allowed_mentions") or {})
    components = body.get("components") or []
    if (body.get("flags") or 0) & COMPONENTS_V2:
        _check_v2(form, body, components)
    else:
        _check_rows(form, components)
    _check_components(form, walk(components))


def _check_allowed_mentions(form: Form, allowed: Json) -> None:
    for kind in ("users", "roles"):
        if kind in (allowed.get("parse") or []) and allowed.get(kind):
            text = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            form.fail("allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)


def _check_embeds(form: Form, embeds: list[Json]) -> None:
    form.count("embeds", embeds, 10)
    for number, embed in enumerate(embeds):
        _check_embed(form, f"embeds.{number}", embed)
    if sum(map(_embed_size, embeds)) > 6000:
        text = "Embed size exceeds maximum size of 6000"
        form.fail("embeds", "MAX_EMBED_SIZE_EXCEEDED", text)


def _check_embed(form: Form, path: str, embed: Json) -> None:
    form.length(f"{path}.title", embed.get("title"), 256)
    form.length(f"{path}.description", embed.get("description"), 4096)
    form.length(f"{path}.footer.text", (embed.get("footer") or {}).get("text"), 2048)
    form.length(f"{path}.author.name", (embed.get("author") or {}).get("name"), 256)
    fields = embed.get("fields") or []
    form.count(f"{path}.fields", fields, 25)
    for number, each in enumerate(fields):
        form.length(f"{path}.fields.{number}.name", each.get("name"), 256, 1)
        form.length(f"{path}.fields.{number}.value", each.get("value"), 1024, 1)


def _embed_size(embed: Json) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for each in embed.get("fields") or []:
        texts += [each.get("name"), each.get("value")]
    return sum(len(text or "") for text in texts)


def _check_v2(form: Form, body: Json, components: list[Json]) -> None:
    for key in ("content", "embeds"):
        if body.get(key):
            text = "This field cannot be used with the IS_COMPONENTS_V2 flag"
            form.fail(key, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", text)
    inside = walk(components)
    form.count("components", inside, 40)
    if sum(len(each.get("content") or "") for each in inside if each["type"] == 10) > 4000:
        form.fail("components", "COMPONENT_MAX_TEXT_SIZE_EXCEEDED", "At most 4000 characters.")


def _check_rows(form: Form, rows: list[Json]) -> None:
    form.count("components", rows, 5)
    for number, row in enumerate(rows):
        inside = row.get("components") or []
        path = f"components.{number}.components"
        if row.get("type") != 1:
            form.fail(f"components.{number}", "UNION_TYPE_CHOICES", "Value must be an action row.")
        form.count(path, inside, 5, 1)
        if len(inside) > 1 and any(each.get("type") in _SELECTS for each in inside):
            form.fail(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A select menu fills its row.")


def _check_components(form: Form, components: list[Json]) -> None:
    ids = [each["custom_id"] for each in components if each.get("custom_id")]
    for number, component in enumerate(components):
        path = f"components.{number}"
        form.length(f"{path}.custom_id", component.get("custom_id"), 100)
        if ids.count(component.get("custom_id")) > 1:
            text = "Component custom id cannot be duplicated"
            form.fail(f"{path}.custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", text)
        if component["type"] == _BUTTON:
            _check_button(form, path, component)
        elif component["type"] in _SELECTS:
            _check_select(form, path, component)


def _check_button(form: Form, path: str, button: Json) -> None:
    form.length(f"{path}.label", button.get("label"), 80, 0 if button.get("emoji") else 1)
    needed = "url" if button.get("style") == _LINK else "custom_id"
    if button.get("style") != _PREMIUM and not button.get(needed):
        form.fail(f"{path}.{needed}", "BASE_TYPE_REQUIRED", "This field is required")


def _check_select(form: Form, path: str, select: Json) -> None:
    form.length(f"{path}.placeholder", select.get("placeholder"), 150)
    form.length(f"{path}.custom_id", select.get("custom_id"), 100, 1)
    if select["type"] != _STRING_SELECT:
        return
    options = select.get("options") or []
    form.count(f"{path}.options", options, 25, 1)
    for number, option in enumerate(options):
        for key, least in (("label", 1), ("value", 1), ("description", 0)):
            form.length(f"{path}.options.{number}.{key}", option.get(key), 100, least)
