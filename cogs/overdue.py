"""Deletions that could not be written, as while another process writes for long.

The message is gone, and Discord says so once: what was said in it would stay for good.
"""

import logging
from collections import deque
from collections.abc import Awaitable, Callable

from memory.errors import DatabaseError

log = logging.getLogger(__name__)
Deletion = Callable[[], Awaitable[object]]


class Overdue:
    """Deletions that are tried again, in the order in which they failed."""

    def __init__(self) -> None:
        self._waiting: deque[Deletion] = deque()

    async def delete(self, deletion: Deletion) -> None:
        """Do it now, or else as soon as the database can be written."""
        try:
            await deletion()
        except DatabaseError as error:
            self._waiting.append(deletion)
            log.warning("%d deletions wait, and are tried again: %s", len(self._waiting), error)

    async def catch_up(self) -> None:
        """Do what waits, one after the other. Raises DatabaseError when it must wait on."""
        while self._waiting:
            await self._waiting[0]()
            self._waiting.popleft()
