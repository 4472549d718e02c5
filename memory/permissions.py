"""Who may teach and ask in a place, and who may correct or forget a memory."""

from memory.messages import Message
from memory.policies import Policies
from memory.slots import Person, Slot


async def admit(policies: Policies, message: Message) -> None:
    """Whether the server's admins let this person teach and ask in this place.

    Raises PlaceClosedError or PersonClosedError.
    """
    policy = await policies.of(message.scope.guild_id or 0)
    policy.admit(message.places, message.role_ids, is_admin=message.may_forget_all)


def may_forget(message: Message, slot: Slot) -> bool:
    """Whether this person may make the bot forget it: it was their word, or they are an admin."""
    return message.may_forget_all or is_witness(slot, message.author)


def may_correct(message: Message, slot: Slot) -> bool:
    """Whether this person may put it right: their word, or an admin, but nobody else's "I"."""
    return is_witness(slot, message.author) or (message.may_forget_all and not slot.personal)


def is_witness(slot: Slot, person: Person) -> bool:
    """Whether this person said it."""
    return slot.word_of(person.id) is not None
