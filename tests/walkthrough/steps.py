"""The steps, in order. A command that is shown nowhere fails the test: add a step for it."""

from tests.walkthrough.walk import Step, Walk

FACT = "the raid is on Friday at 8pm"


async def invite(walk: Walk) -> None:
    """Invited."""
    scene = walk.scene
    guild = scene.discord.add_guild("Weavers")
    loom = guild.add_channel("loom")
    walk.prose("An admin invites the bot. It introduces itself, once:")
    guild.invite_bot_again()
    greeting = await scene.discord.next_reply(loom)
    walk.shown(greeting)
    await walk.click(guild.owner, greeting, "What I keep")
    await walk.click(guild.owner, greeting, "Only when mentioned")


async def help_(walk: Walk) -> None:
    """Help."""
    await walk.slash(walk.scene.ada, "help")
    walk.prose("Mentioned with nothing:")
    await walk.tell(walk.scene.ada, walk.scene.general, "")


async def teach(walk: Walk) -> None:
    """Teaching."""
    scene = walk.scene
    await walk.tell(scene.ada, scene.general, f"remember that {FACT}")
    await walk.tell(scene.ada, scene.general, "my favourite food is sushi")
    await walk.tell(scene.ada, scene.general, "I live in Oslo")
    await walk.tell(scene.ben, scene.general, "my favourite food is pizza")
    walk.prose("What is stated plainly is kept, too; “no” takes it back:")
    await walk.tell(scene.ben, scene.general, "the gate is locked at night")
    walk.prose("What leans on what was just said is made whole, and put right in a few words:")
    await walk.tell(scene.ben, scene.general, "it opens at 7")
    await walk.tell(scene.ben, scene.general, "no wait, at 8")
    walk.prose("What may be meant as a fact is asked about first:")
    await walk.tell(scene.ben, scene.general, "maybe the well is dry")
    await walk.tell(scene.ben, scene.general, "no")
    walk.prose("With a command; without a fact it opens a form, for longer ones:")
    await walk.slash(scene.ben, "remember", fact="the guild bank opens on Monday")
    form = await walk.slash(scene.ben, "remember")
    await walk.submit(
        scene.ben, form.modal, {"What should I remember?": "Tom looks after the horses"}
    )
    walk.prose("What somebody wrote can be kept as theirs; they are told, and can take it back:")
    said = await walk.say(scene.ada, scene.general, "the password of the day is swordfish")
    kept = await walk.menu(scene.ben, "Remember this message", said)
    await walk.click(scene.ada, kept.followups[-1], "Take it back")


async def ask(walk: Walk) -> None:
    """Asking."""
    scene = walk.scene
    answer = await walk.tell(scene.ben, scene.general, "when is the raid?")
    await walk.reply(scene.ada, answer, "who said that?")
    walk.prose("A question may lean on the one before:")
    await walk.tell(scene.ben, scene.general, "what is Ada's favourite food?")
    await walk.tell(scene.ben, scene.general, "and mine?")
    await walk.tell(scene.ben, scene.general, "where does Ada live?")
    await walk.tell(scene.ben, scene.general, "and what does she like to eat?")
    walk.prose("What supports an answer, and what people think of it:")
    why = await walk.click(scene.ada, answer, "Why?")
    await walk.click(scene.ada, why, "Picture")
    await walk.click(scene.ada, answer, "👍")
    walk.prose("What nobody told it, and what is somebody else's:")
    await walk.tell(scene.ben, scene.general, "what is the capital of Mongolia?")
    await walk.tell(scene.mod, scene.general, "what is my favourite food?")
    walk.prose("In private, or for all to see:")
    await walk.slash(scene.ben, "ask", question="who looks after the horses?")
    await walk.slash(scene.ben, "ask", question="who looks after the horses?", public=True)


async def compare(walk: Walk) -> None:
    """Responders side by side."""
    scene = walk.scene
    await walk.slash(scene.ben, "responder list")
    await walk.slash(scene.ben, "compare", question="when is the raid?")
    walk.prose("Whoever manages the server chooses who answers there:")
    await walk.slash(scene.mod, "responder use", name="pointer")
    await walk.slash(scene.ben, "ask", question="when is the raid?")
    await walk.slash(scene.mod, "responder use", name="memnn")


async def directly(walk: Walk) -> None:
    """Direct messages."""
    scene = walk.scene
    channel = await scene.ada.open_dm()
    walk.prose("No mention is needed, and what is said stays there:")
    await walk.tell(scene.ada, channel, "remember that Ben's surprise party is on Sunday")
    await walk.tell(scene.ada, channel, "when is the surprise party?")
    await walk.tell(scene.ada, scene.general, "who has a surprise party?")


async def correct(walk: Walk) -> None:
    """Putting right and forgetting."""
    scene = walk.scene
    await walk.slash(scene.ada, "correct", about="the raid", fact="the raid is on Saturday at 9pm")
    await walk.tell(scene.ben, scene.general, "when is the raid?")
    walk.prose("With a command, or in so many words:")
    asked = await walk.slash(scene.ben, "forget", about="the guild bank")
    await walk.click(scene.ben, asked, "Forget it")
    await walk.tell(scene.ben, scene.general, "forget the horses")
    await walk.tell(scene.ben, scene.general, "no")
    walk.prose("What others said is theirs:")
    await walk.slash(scene.ben, "forget", about="Ada's favourite food")


async def administer(walk: Walk) -> None:
    """For those who manage the server."""
    scene = walk.scene
    await walk.slash(scene.mod, "memory list")
    await walk.slash(scene.mod, "memory search", words="raid", person=scene.ada)
    await walk.slash(scene.mod, "memory show", number=1)
    form = await walk.slash(scene.mod, "memory edit", number=1)
    await walk.submit(scene.mod, form.modal, {"What is right?": "the raid is on Saturday at 8pm"})
    asked = await walk.slash(scene.mod, "memory forget", number=8)
    await walk.click(scene.mod, asked, "Forget it")
    await walk.click(scene.mod, asked, "Bring it back")
    await walk.slash(scene.mod, "memory quality")
    walk.prose("Listening is told to everybody in the channel:")
    await walk.slash(scene.mod, "memory listen", on=True)
    walk.shown(await scene.discord.next_reply(scene.general))
    await walk.slash(scene.mod, "memory listen", on=False)
    walk.prose("To clear everything takes the server's name; for an hour it can be brought back:")
    asked = await walk.slash(scene.mod, "memory clear")
    form = await walk.click(scene.mod, asked, "Forget all 7")
    await walk.submit(
        scene.mod, form.modal, {"The name of this server, to be sure": scene.guild.name}
    )
    await walk.click(scene.mod, asked, "Bring it back")


async def own_data(walk: Walk) -> None:
    """One's own data."""
    ada = walk.scene.ada
    await walk.slash(ada, "mydata show")
    await walk.slash(ada, "mydata export")
    asked = await walk.slash(ada, "mydata delete")
    await walk.click(ada, asked, "Forget it")
    await walk.slash(ada, "mydata optout")
    await walk.slash(ada, "remember", fact=FACT)
    await walk.slash(ada, "mydata optout", undo=True)


async def operate(walk: Walk) -> None:
    """For whoever runs it."""
    owner = walk.scene.discord.owner
    channel = await owner.open_dm()
    walk.masks |= {
        r"\d+ ms": "40 ms", r"(Engram|discord\.py|PyTorch|Python) [\d.]+[\w.+]*": r"\1 …",
        r"on (cpu|cuda|mps)": "on cpu", r"schema \d+": "schema …",
    }  # fmt: skip
    await walk.slash(owner, "owner status", channel)
    await walk.slash(owner, "owner reload", channel, part="cogs.why")
    await walk.slash(owner, "owner unload", channel, responder="cogs.responders.ntm")
    await walk.slash(owner, "owner load", channel, responder="cogs.responders.ntm")
    await walk.slash(owner, "owner sync", channel)
    walk.prose("And for others:")
    await walk.slash(walk.scene.guild.owner, "owner status")


async def in_german(walk: Walk) -> None:
    """In German."""
    walk.prose("To those whose Discord is in German:")
    walk.scene.ben.locale = "de"
    await walk.slash(walk.scene.ben, "help")
    await walk.slash(walk.scene.ben, "remember", fact="the harbour is closed in winter")


async def rule(walk: Walk) -> None:
    """Figures, limits and rules."""
    scene = walk.scene
    await walk.slash(scene.mod, "memory stats")
    await walk.slash(scene.mod, "memory log", channel=scene.officers)
    await walk.slash(scene.mod, "memory add", fact="the guild was founded in May")
    for _ in ("the log began", "what was added"):
        walk.shown(await scene.discord.next_reply(scene.officers, timeout=120))
    await walk.slash(scene.mod, "memory log", off=True)
    await walk.slash(scene.mod, "memory limits", per_person=500, days=365)
    await walk.slash(scene.mod, "memory limits", per_person=0, days=0)
    await walk.slash(scene.mod, "memory channels")
    await walk.slash(scene.mod, "memory roles")
    await walk.slash(scene.mod, "memory export")
    lines = b'{"text": "the smithy is closed on Sunday"}\n{"text": "the smith is called Eve"}\n'
    file = scene.mod.upload("facts.jsonl", lines)
    await walk.slash(scene.mod, "memory import", file=file)


STEPS: tuple[Step, ...] = (
    invite, help_, teach, ask, compare, directly, correct, administer, rule, own_data, operate,
    in_german,
)  # fmt: skip
