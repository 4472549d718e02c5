"""Requests and answers against Discord's own OpenAPI description, where the file is present.

The description is not part of this repository; without it these checks pass silently.
"""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import referencing
from jsonschema import validators
from referencing.jsonschema import DRAFT202012

from tests.loopback.errors import Json

_ROOT = "urn:discord"
_METHODS = ("get", "put", "post", "patch", "delete")

# what discord.py always sends, and Discord ignores
_TOLERATED = {
    ("ApplicationCommandUpdateRequest", "nsfw"),
    ("ApplicationCommandCreateRequest", "nsfw"),
    ("RichEmbed", "flags"),
    ("MessageEditRequestPartial", "tts"),
    ("IncomingWebhookUpdateRequestPartial", "tts"),
    ("IncomingWebhookUpdateForInteractionCallbackRequestPartial", "tts"),
}


def check_request(method: str, path: str, query: dict[str, str], body: object) -> list[str]:
    """Return what the description has against a request."""
    operation = _operation(method, path)
    if operation is None:
        return []
    if operation == {}:
        return ["there is no such operation"]
    complaints = list(_check_query(operation, query))
    content = operation.get("requestBody", {}).get("content", {})
    pointer = content.get("application/json", {}).get("schema")
    if pointer is None:
        return complaints if body is None else [*complaints, "no body is expected"]
    if body is not None:
        complaints += _complaints(pointer, body)
    return complaints


def check_response(method: str, path: str, status: int, payload: object) -> list[str]:
    """Return what the description has against an answer that grants the request."""
    operation = _operation(method, path)
    if not operation or status >= 300:
        return []
    answer = operation["responses"].get(str(status))
    if answer is None:
        return [f"status {status} is not described"]
    schema = answer.get("content", {}).get("application/json", {}).get("schema")
    return _complaints(schema, payload) if schema is not None else []


@cache
def _description() -> Json | None:
    chosen = os.environ.get("ENGRAM_DISCORD_OPENAPI")
    above = Path(__file__).parents[2].parent
    found = [Path(chosen)] if chosen else above.glob("*/data/discord-api-spec/openapi.json")
    for path in found:
        if path.is_file():
            description: Json = json.loads(path.read_text(encoding="utf-8"))
            return description
    return None


def _operation(method: str, path: str) -> Json | None:
    """Return the operation; empty if there is none, None without a description."""
    description = _description()
    if description is None:
        return None
    for pattern, template in _templates():
        operation: Json | None = description["paths"][template].get(method.lower())
        if operation is not None and pattern.fullmatch(path):
            return operation
    return {}


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """Paths as patterns, those with the fewest placeholders first."""
    description = _description() or {"paths": {}}
    paths = sorted(description["paths"], key=lambda path: path.count("{"))
    return [(re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path))), path) for path in paths]


def _check_query(operation: Json, query: dict[str, str]) -> Iterator[str]:
    known = {each["name"]: each["schema"] for each in operation.get("parameters", [])}
    for name, text in query.items():
        if name not in known:
            yield f"unknown query parameter {name!r}"
        else:
            value = _parsed(text, known[name].get("type"))
            yield from (f"query {name}: {each}" for each in _complaints(known[name], value))


def _parsed(text: str, kind: object) -> object:
    if kind == "boolean":
        return text in ("1", "true", "True")
    return int(text) if kind == "integer" and text.isdecimal() else text


def _complaints(schema: Json, instance: object) -> list[str]:
    errors = _validator(json.dumps(schema, sort_keys=True)).iter_errors(instance)
    return [f"{error.json_path}: {error.message[:300]}" for error in map(_deepest, errors)]


def _deepest(error: Any) -> Any:  # noqa: ANN401 - jsonschema has no types
    """Within unions, what is wrong with the alternative that the value was meant to be."""
    while error.context:
        branches: dict[int, list[Any]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        error = min(branches.values(), key=_strangeness)[0]
    return error


def _strangeness(errors: list[Any]) -> tuple[bool, int]:
    """Alternatives of another type come last, then those with many errors."""
    other = any(
        (not each.path and each.validator == "type") or list(each.path) == ["type"]
        for each in errors
    )
    return other, len(errors)


@cache
def _validator(schema: str) -> Any:  # noqa: ANN401 - jsonschema has no types
    text = schema.replace('"#/components', f'"{_ROOT}#/components')
    return _strict()(json.loads(text), registry=_registry())


@cache
def _registry() -> Any:  # noqa: ANN401 - referencing's registry is generic over what jsonschema leaves untyped
    resource: Any = DRAFT202012.create_resource(_description() or {})
    return referencing.Registry().with_resource(_ROOT, resource)


@cache
def _names() -> dict[int, str]:
    """Return the names of the schemas, by identity."""
    schemas = (_description() or {})["components"]["schemas"]
    return {id(schema): name for name, schema in schemas.items()}


@cache
def _strict() -> Any:  # noqa: ANN401 - jsonschema has no types
    """Draft 2020-12 as Discord means it: see the conventions in the description's README."""
    draft = jsonschema.Draft202012Validator
    integer = draft.TYPE_CHECKER.redefine("integer", _is_integer)
    keywords = {
        "oneOf": _any_of,  # a value may fit several alternatives
        "anyOf": _any_of,
        "properties": _known_properties,
        "type": _type,
    }
    return validators.extend(draft, keywords, type_checker=integer)


def _any_of(
    validator: Any,  # noqa: ANN401 - jsonschema has no types
    alternatives: list[Json],
    instance: object,
    schema: Json,
) -> Iterator[Any]:
    """As in the draft, but errors are collected only when all alternatives fail."""
    for number, alternative in enumerate(alternatives):
        if next(validator.descend(instance, alternative, schema_path=number), None) is None:
            return
    draft = jsonschema.Draft202012Validator.VALIDATORS["anyOf"]
    yield from draft(validator, alternatives, instance, schema)


def _is_integer(checker: object, instance: object) -> bool:
    """Integers, and strings of digits, which Discord takes for integers."""
    if isinstance(instance, str):
        return re.fullmatch(r"-?\d+", instance) is not None
    return isinstance(instance, int) and not isinstance(instance, bool)


def _type(validator: Any, types: Any, instance: object, schema: Json) -> Iterator[Any]:  # noqa: ANN401 - jsonschema has no types
    """As in the draft, but a snowflake may be a number, too."""
    if schema.get("format") == "snowflake" and isinstance(instance, int):
        return
    yield from jsonschema.Draft202012Validator.VALIDATORS["type"](
        validator, types, instance, schema
    )


def _known_properties(
    validator: Any,  # noqa: ANN401 - jsonschema has no types
    properties: Json,
    instance: object,
    schema: Json,
) -> Iterator[Any]:
    """As in the draft, but keys that are not described are errors."""
    draft = jsonschema.Draft202012Validator.VALIDATORS["properties"]
    yield from draft(validator, properties, instance, schema)
    if not isinstance(instance, dict) or "additionalProperties" in schema:
        return
    name = _names().get(id(schema), "")
    for key in instance.keys() - properties.keys():
        if (name, key) not in _TOLERATED:
            yield jsonschema.ValidationError(f"unknown key {key!r} in {name}")
