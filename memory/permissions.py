"""Who may teach and ask in a place, and who may correct or forget a memory."""

from memory.messages import Edit, Message
from memory.policies import Policies
from memory.slots import Person, Slot


async def admit(policies: Policies, said: Message | Edit) -> None:
    """Whether the server's admins let this person teach and ask in this place.

    Raises PlaceClosedError or PersonClosedError.
    """
    channel = said.scope.channel_id
    places = frozenset({channel, said.parent_id or channel})  # a thread, and what it belongs to
    policy = await policies.of(said.scope.guild_id or 0)
    policy.admit(places, said.role_ids, is_admin=said.is_admin)


def may_forget(message: Message, slot: Slot) -> bool:
    """Whether this person may make the bot forget it: it was their word, or they are an admin."""
    return message.is_admin or is_witness(slot, message.author)


def may_correct(message: Message, slot: Slot) -> bool:
    """Whether this person may put it right: their word, or an admin, but nobody else's "I"."""
    return is_witness(slot, message.author) or (message.is_admin and not slot.personal)


def is_witness(slot: Slot, person: Person) -> bool:
    """Whether this person said it."""
    return slot.word_of(person.id) is not None
