"""What Discord answers when it refuses, and what a person cannot even try."""

from typing import Any

Json = dict[str, Any]

_KNOWN = {  # code: (HTTP status, message), as Discord words them
    0: (401, "401: Unauthorized"),
    10003: (404, "Unknown Channel"),
    10004: (404, "Unknown Guild"),
    10007: (404, "Unknown Member"),
    10008: (404, "Unknown Message"),
    10013: (404, "Unknown User"),
    10015: (404, "Unknown Webhook"),
    10062: (404, "Unknown interaction"),
    10063: (404, "Unknown application command"),
    40060: (400, "Interaction has already been acknowledged."),
    50001: (403, "Missing Access"),
    50003: (403, "Cannot execute action on a DM channel"),
    50005: (403, "Cannot edit a message authored by another user"),
    50006: (400, "Cannot send an empty message"),
    50007: (403, "Cannot send messages to this user"),
    50013: (403, "Missing Permissions"),
    50027: (401, "Invalid Webhook Token"),
    50034: (400, "You can only bulk delete messages that are under 14 days old."),
    50035: (400, "Invalid Form Body"),
    160002: (400, "Cannot reply without permission to read message history"),
}


class RefusalError(Exception):
    """An HTTP answer of Discord that refuses the request."""

    def __init__(self, code: int, errors: Json | None = None) -> None:
        self.code = code
        self.status, self.message = _KNOWN[code]
        self.errors = errors
        super().__init__(f"{self.status} {code}: {self.message} {errors or ''}".strip())

    def to_payload(self) -> Json:
        """Return the JSON body of the answer."""
        body: Json = {"code": self.code, "message": self.message}
        return body if self.errors is None else body | {"errors": self.errors}


class ImpossibleError(Exception):
    """A test let a person do what Discord's own client would not let anybody do."""


class Form:
    """Collects what is wrong with a body, field by field, and refuses it as a whole."""

    def __init__(self) -> None:
        self._errors: Json = {}

    def fail(self, path: str, code: str, message: str) -> None:
        """Note an error at a dotted path, such as "embeds.0.description"."""
        node = self._errors
        for key in path.split("."):
            node = node.setdefault(key, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})

    def length(self, path: str, text: object, most: int, least: int = 0) -> None:
        """Refuse a text that is too long or too short; None counts as empty.

        Counted in UTF-16 units, of which there are never fewer than code points.
        """
        size = len(str(text if text is not None else "").encode("utf-16-le")) // 2
        if size > most:
            self.fail(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
        elif size < least == 1:
            self.fail(path, "BASE_TYPE_REQUIRED", "This field is required")
        elif size < least:
            self.fail(path, "BASE_TYPE_MIN_LENGTH", f"Must be {least} or more in length.")

    def count(self, path: str, items: list[Any], most: int, least: int = 0) -> None:
        """Refuse a list with too many or too few items."""
        if not least <= len(items) <= most:
            text = f"Must be between {least} and {most} in length."
            self.fail(path, "BASE_TYPE_BAD_LENGTH", text)

    def refuse(self) -> None:
        """Raise what was collected, if anything was."""
        if self._errors:
            raise RefusalError(50035, self._errors)
