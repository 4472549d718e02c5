"""What a message wants, by rules and by what was learned."""

import torch
from torch import nn

from memory.acts import Acts, Sign
from memory.dialogue import Conversation
from memory.intents import Ask, Forget, Offer, Teach
from memory.messages import Edit, Message
from memory.network import MemoryNetwork
from memory.slots import Audience
from memory.understanding import Understanding
from tests.fakes import ADA, HERE, FakeEncoder, Talk

RULE = "no shoes on the mats please"


def always_a_fact(encoder: FakeEncoder, name: str | None = None) -> Acts:
    network = nn.Linear(encoder.dimension + len(Sign), 3)
    with torch.no_grad():
        network.weight.zero_()
        network.bias.copy_(torch.tensor([9.0, 0.0, 0.0]))
    return Acts(network, name or encoder.id)


def taking_all_for_facts(talk: Talk, encoder: FakeEncoder) -> Conversation:
    talk.conversation.understanding = Understanding(talk.network, always_a_fact(encoder))
    return talk.conversation


async def test_what_was_learned_decides_where_rules_are_unsure(
    network: MemoryNetwork, fake_encoder: FakeEncoder
) -> None:
    known = Understanding(network, always_a_fact(fake_encoder))
    assert await known.of(RULE) == Teach(RULE, plainly=True)
    assert await known.of("when is the raid?") == Ask("when is the raid?")
    assert await known.of("forget the raid") == Forget("the raid")
    assert await known.of("remember: maybe") == Teach("maybe")


async def test_vectors_of_another_encoder_are_not_asked(
    network: MemoryNetwork, fake_encoder: FakeEncoder
) -> None:
    others = Understanding(network, always_a_fact(fake_encoder, "another@encoder"))
    assert isinstance(await others.of(RULE), Offer | Ask)


async def test_what_is_too_long_to_keep_is_left_to_the_rules(
    network: MemoryNetwork, fake_encoder: FakeEncoder
) -> None:
    known = Understanding(network, always_a_fact(fake_encoder))
    long = "no shoes " * network.max_length
    assert not isinstance(await known.of(long), Teach)


async def test_what_was_stored_so_follows_its_message(
    conversation: Talk, fake_encoder: FakeEncoder
) -> None:
    talk = taking_all_for_facts(conversation, fake_encoder)
    told = Message(RULE, ADA, HERE, Audience.of(HERE), 1.0, message_id=7)
    reply = await talk.reply(told)
    assert reply.stored is not None
    await talk.edited(Edit(7, ADA, HERE, "no boots on the mats please", 9.0))
    assert await conversation.texts() == ["no boots on the mats please"]


async def test_a_no_takes_back_what_was_learned_to_be_a_fact(
    conversation: Talk, fake_encoder: FakeEncoder
) -> None:
    taking_all_for_facts(conversation, fake_encoder)
    assert "no" in (await conversation.say(RULE)).text
    await conversation.say("no")
    assert await conversation.texts() == []
