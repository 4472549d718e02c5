"""I -> G -> O -> R over one store: what is on disk, in the bank, and in nobody else's answer."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.addressing import OutputSettings
from memory.encoder import Encoder
from memory.errors import EmptyTextError, TextTooLongError, TooManySlotsError
from memory.network import MemoryNetwork, open_network
from memory.settings import MemorySettings, NetworkSettings
from memory.slots import Answer, Audience, Person, Question, Scope, Slot, Witness
from memory.store import Store
from tests.fakes import ADA, BEN, CLEO, ELSEWHERE, HERE, NEXT_DOOR, WHISPER, FakeEncoder


async def teach(
    network: MemoryNetwork, text: str, author: Person = ADA, scope: Scope = HERE, at: float = 1.0
) -> Slot:
    slot, _ = await network.learning.observe(text, scope, Witness(author, at))
    return slot


async def ask(
    network: MemoryNetwork,
    text: str,
    asker: Person = ADA,
    scope: Scope = HERE,
    others: Iterable[int] = (),
) -> Answer:
    return await network.answer(Question(text, asker, Audience.of(scope, *others)))


@asynccontextmanager
async def opened(
    path: Path, encoder: Encoder, settings: NetworkSettings | None = None
) -> AsyncIterator[MemoryNetwork]:
    async with (
        Store.open(path) as store,
        open_network(store, settings or NetworkSettings(), load=lambda: encoder) as network,
    ):
        yield network


async def test_what_is_taught_is_on_disk_before_it_is_acknowledged(
    network: MemoryNetwork, database_path: Path
) -> None:
    slot = await teach(network, "the raid is on Friday")
    db = sqlite3.connect(database_path)
    assert db.execute("SELECT id, text FROM slots").fetchall() == [(slot.id, slot.text)]
    assert db.execute("SELECT count(*) FROM vectors").fetchone() == (1,)
    db.close()


async def test_what_is_taught_is_answered_at_once_and_after_a_restart(
    database_path: Path, fake_encoder: FakeEncoder
) -> None:
    async with opened(database_path, fake_encoder) as network:
        assert (await ask(network, "when is the raid?")).text is None
        slot = await teach(network, "the raid is on Friday")  # into a bank that is loaded, empty
        assert (await ask(network, "when is the raid?")).text == "The raid is on Friday."
    async with opened(database_path, FakeEncoder()) as network:
        answer = await ask(network, "when is the raid?")
    assert answer.text == "The raid is on Friday."
    assert [item.slot for item in answer.supporting] == [slot]
    assert answer.confidence > 0.5


async def test_weak_support_is_no_answer(network: MemoryNetwork) -> None:
    await teach(network, "the raid is on Friday")
    answer = await ask(network, "what is the capital of Mongolia?")
    assert (answer.text, answer.supporting) == (None, ())
    assert answer.confidence < 0.5


async def test_a_second_witness_reaches_the_bank(network: MemoryNetwork) -> None:
    await teach(network, "the raid is on Friday")
    await ask(network, "when is the raid?")
    await teach(network, "The raid is on Friday!", BEN)
    (support,) = (await ask(network, "when is the raid?")).supporting
    assert [witness.author for witness in support.slot.witnesses] == [ADA, BEN]


async def test_what_is_forgotten_supports_nothing(network: MemoryNetwork) -> None:
    slot = await teach(network, "the raid is on Friday")
    await teach(network, "the raid boss is a dragon")
    await ask(network, "when is the raid?")
    assert await network.forgetting.forget(HERE.home, [slot.id]) == 1
    answer = await ask(network, "when is the raid on Friday?")
    assert slot.id not in [item.slot.id for item in answer.supporting]


async def test_a_withdrawn_word_leaves_the_answer_and_its_witness(network: MemoryNetwork) -> None:
    slot = await teach(network, "the raid is on Friday")
    await teach(network, "the raid is on Friday", BEN)
    own = await teach(network, "the lift is broken")
    await ask(network, "when is the raid?")
    assert await network.forgetting.withdraw(HERE.home, [slot.id, own.id], ADA.id) == {own.id}
    (support,) = (await ask(network, "when is the raid?")).supporting
    assert support.slot.author == BEN
    assert (await ask(network, "is the lift broken?")).text is None


async def test_two_homes_never_see_each_other(network: MemoryNetwork) -> None:
    for scope in (HERE, ELSEWHERE, WHISPER):
        await teach(network, f"the password is {scope.guild_id}{scope.channel_id}", scope=scope)
    everywhere = [scope.channel_id for scope in (HERE, ELSEWHERE, WHISPER)]
    for scope in (HERE, ELSEWHERE, WHISPER):
        answer = await ask(network, "what is the password?", scope=scope, others=everywhere)
        assert [item.slot.scope for item in answer.supporting] == [scope]
    assert (await ask(network, "what is the password?", scope=NEXT_DOOR)).text is None


async def test_another_processs_writes_are_seen(
    network: MemoryNetwork, database_path: Path
) -> None:
    await teach(network, "the raid is on Friday")
    assert (await ask(network, "who has the key?")).text is None
    async with opened(database_path, FakeEncoder()) as other:
        slot = await teach(other, "Ben has the key")
        assert (await ask(network, "who has the key?")).text == "Ben has the key."
        await other.forgetting.forget(HERE.home, [slot.id])
        assert (await ask(network, "who has the key?")).text is None


async def test_what_another_process_writes_during_loading_is_seen_next_time(
    network: MemoryNetwork, database_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await teach(network, "the raid is on Friday")
    active, holding, go = network.store.active, asyncio.Event(), asyncio.Event()

    async def slow(home: object) -> list[Slot]:
        found = await active(HERE.home)
        holding.set()
        await go.wait()
        return found

    monkeypatch.setattr(network.store, "active", slow)
    first = asyncio.create_task(ask(network, "when is the raid?"))
    await holding.wait()
    async with opened(database_path, FakeEncoder()) as other:
        await teach(other, "Ben has the key")
    second = asyncio.create_task(ask(network, "who has the key?"))
    await asyncio.sleep(0.02)
    go.set()
    await first
    await second
    assert (await ask(network, "who has the key?")).text == "Ben has the key."


@pytest.mark.parametrize("steps", range(0, 60, 3))
async def test_cancelled_at_any_step_bank_and_disk_agree(
    network: MemoryNetwork, steps: int
) -> None:
    kept = await teach(network, "the raid is on Friday")
    await ask(network, "when is the raid?")
    for act in (
        lambda: teach(network, "Ben has the key"),
        lambda: network.forgetting.forget(HERE.home, [kept.id]),
    ):
        task = asyncio.ensure_future(act())
        for _ in range(steps):
            await asyncio.sleep(0.0002)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        on_disk = {slot.text for slot in await network.store.active(HERE.home)}
        for text, question in (
            ("the raid is on Friday", "when is the raid?"),
            ("Ben has the key", "who has the key?"),
        ):
            answer = await ask(network, question)
            assert (text in [item.slot.text for item in answer.supporting]) == (text in on_disk)


async def test_a_deletion_that_cannot_be_scrubbed_is_still_gone_from_answers(
    network: MemoryNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    slot = await teach(network, "the raid is on Friday")
    await ask(network, "when is the raid?")
    delete = network.store.delete

    async def breaks_off(*args: object) -> int:
        await delete(HERE.home, [slot.id])
        raise OSError("the disk went away after the deletion")

    monkeypatch.setattr(network.store, "delete", breaks_off)
    with pytest.raises(OSError, match="went away"):
        await network.forgetting.forget(HERE.home, [slot.id])
    assert (await ask(network, "when is the raid?")).text is None


async def test_reencoding_goes_on_where_it_was_cut(database_path: Path) -> None:
    texts = [f"the raid number {number} is hard" for number in range(300)]
    async with opened(database_path, FakeEncoder()) as network:
        for text in texts:
            await teach(network, text)

    class Cut(FakeEncoder):
        def encode(self, texts: Sequence[str]) -> object:  # type: ignore[override] # as the base
            if self.batches:
                raise RuntimeError("power cut")
            return super().encode(texts)

    new = FakeEncoder(dimension=32, id_="new@1")
    cut = Cut(dimension=32, id_="new@1")
    seen = list[tuple[int, int]]()
    async with opened(database_path, cut) as network:  # type: ignore[arg-type] # see above
        with pytest.raises(RuntimeError, match="power cut"):
            await network.reencode(lambda done, of: seen.append((done, of)))
        assert await network.store.count_stale("new@1") == 44
    async with opened(database_path, new) as network:
        assert await network.reencode(lambda done, of: seen.append((done, of))) == 44
        assert await network.reencode() == 0
        assert (await ask(network, "is raid number 299 hard?")).text == (
            "Yes: The raid number 299 is hard."
        )
    assert seen == [(256, 300), (44, 44)]
    assert [len(batch) for batch in new.batches][:1] == [44]


async def test_a_bank_that_was_loaded_before_reencoding_is_read_anew(database_path: Path) -> None:
    async with opened(database_path, FakeEncoder()) as network:
        await teach(network, "the raid is on Friday")
    async with opened(database_path, FakeEncoder(id_="new@1")) as network:
        assert (await ask(network, "when is the raid?")).text is None
        await network.reencode()
        assert (await ask(network, "when is the raid?")).text == "The raid is on Friday."


async def test_limits_are_kept(database_path: Path) -> None:
    limits = NetworkSettings(
        memory=MemorySettings(max_length=30, max_slots=1, banks=1),
        output=OutputSettings(verify=False),
    )
    async with opened(database_path, FakeEncoder(), limits) as network:
        for text, error in (("", EmptyTextError), ("x" * 31, TextTooLongError)):
            with pytest.raises(error):
                await teach(network, text)
            with pytest.raises(error):
                await ask(network, text)
        await teach(network, "one")
        with pytest.raises(TooManySlotsError):
            await teach(network, "two")
        await teach(network, "two", scope=ELSEWHERE)
        for _ in range(2):  # one bank at a time: each is read anew
            assert (await ask(network, "one?")).text == "One."
            assert (await ask(network, "two?", scope=ELSEWHERE)).text == "Two."
        assert len(network._banks) == 1


@pytest.mark.parametrize("name", ["max_length", "max_slots", "banks"])
def test_a_limit_below_one_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        MemorySettings(**{name: 0})


async def test_teaching_and_asking_at_once_loses_nothing(network: MemoryNetwork) -> None:
    people = (ADA, BEN, CLEO)
    jobs = [teach(network, f"item{n} costs {n} gold", people[n % 3]) for n in range(40)]
    await asyncio.gather(*jobs, *(ask(network, f"what does item{n} cost?") for n in range(40)))
    for n in range(40):
        answer = await ask(network, f"what does item{n} cost?")
        assert f"{n} gold" in (answer.text or "")


async def test_the_baseline_finds_by_cosine_alone(network: MemoryNetwork) -> None:
    slots = [await teach(network, text) for text in ("the raid", "the key", "the cat")]
    question = Question("where is the key", ADA, Audience.of(HERE))
    assert (await network.recall.nearest(question, limit=1)) == [slots[1].id]


_WORDS = "raid key cat Friday Oslo sushi Ben Ada red blue lives likes".split()
_TEXT = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map(" ".join)
_PERSONAL = st.builds("{} {}".format, st.sampled_from(["I like", "my"]), _TEXT)
_PEOPLE = st.sampled_from([ADA, BEN, Person(ADA.id, "Countess"), CLEO])
_FACTS = st.lists(st.tuples(_TEXT | _PERSONAL, _PEOPLE), max_size=4)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30
)
@given(
    seen=_FACTS,
    hidden=_FACTS,
    question=_TEXT | st.builds("what is {}".format, _PERSONAL),
    asker=_PEOPLE,
)
async def test_hidden_memories_change_nothing(
    tmp_path_factory: pytest.TempPathFactory,
    seen: list[tuple[str, Person]],
    hidden: list[tuple[str, Person]],
    question: str,
    asker: Person,
) -> None:
    """The same answer, score by score, with and without what the asker may not see."""
    answers = list[list[tuple[str, int, float]]]()
    for also in ([], hidden):
        path = tmp_path_factory.mktemp("home") / "engram.db"
        async with opened(path, FakeEncoder()) as network:
            for text, author in also:
                await teach(network, text, author, NEXT_DOOR)
                await teach(network, text, author, ELSEWHERE)
            for number, (text, author) in enumerate(seen):
                await teach(network, text, author, at=float(number))
                if also:
                    hidden_text, hidden_author = also[number % len(also)]
                    await teach(network, hidden_text, hidden_author, NEXT_DOOR, at=99.0)
            found = await network.recall.supports(Question(question, asker, Audience.of(HERE)))
        answers.append(
            [(item.slot.text, item.slot.author.id, round(item.score, 4)) for item in found]
        )
    assert answers[0] == answers[1]
