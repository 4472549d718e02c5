"""The time of this Discord, which a test may put forward, and the ids made from it."""

import time
from datetime import UTC, datetime

_EPOCH = 1_420_070_400_000  # milliseconds from 1970 to Discord's first snowflake


class Clock:
    """Real time plus what a test added."""

    def __init__(self) -> None:
        self._ahead = 0.0  # seconds
        self._last_id = 0

    def advance(self, seconds: float) -> None:
        """Put the clock forward."""
        self._ahead += seconds

    def now(self) -> float:
        """Unix seconds."""
        return time.time() + self._ahead

    def stamp(self) -> str:
        """Now, as Discord writes it."""
        return datetime.fromtimestamp(self.now(), UTC).isoformat()

    def next_id(self) -> int:
        """Make a snowflake, greater than all before it."""
        self._last_id = max(self._last_id + 1, (int(self.now() * 1000) - _EPOCH) << 22)
        return self._last_id


def age_of(snowflake: int, now: float) -> float:
    """Seconds since the snowflake was made."""
    return now - ((snowflake >> 22) + _EPOCH) / 1000
