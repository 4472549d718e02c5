"""What made-up rooms of two hops and more are told in: people, things, places, wordings.

A link leads from one entity to another ("Ada has the drill"), a trait says something of one ("Ada
is home after six"). A question about a trait names its entity, describes it by a link ("whoever has
the drill"), or leaves it unsaid ("when can we fetch the drill?"). The wordings are this module's
own; the written conversations that the result is measured on share none of them.
"""

from dataclasses import dataclass

from memory.training.entities import Sort

P, L, T, E = Sort.PERSON, Sort.PLACE, Sort.THING, Sort.EVENT


@dataclass(frozen=True)
class Link:
    """{a} leads to {b}: told, asked for, and {b} described by {a}."""

    of: Sort
    to: Sort
    told: tuple[str, ...]
    asked: tuple[str, ...]
    described: tuple[str, ...]


@dataclass(frozen=True)
class Trait:
    """{v} of {b}: told, told of oneself, asked; asked of {a}, which leads to {b} unsaid."""

    of: Sort
    values: str  # the name of a list of values
    told: tuple[str, ...]
    own: tuple[str, ...]
    asked: tuple[str, ...]
    unsaid: tuple[tuple[Sort, str], ...]


def _link(of: Sort, to: Sort, told: str, asked: str, described: str) -> Link:
    return Link(of, to, *(tuple(part.split(" | ")) for part in (told, asked, described)))


def _trait(
    of: Sort, values: str, told: str, own: str, asked: str, *unsaid: tuple[Sort, str]
) -> Trait:
    told_, own_, asked_ = (tuple(part.split(" | ")) if part else () for part in (told, own, asked))
    found = tuple((sort, text) for sort, texts in unsaid for text in texts.split(" | "))
    return Trait(of, values, told_, own_, asked_, found)


LINKS = (
    _link(T, P, "{b} has {a} | {a} belongs to {b} | {b} owns {a} | {a} is {b}'s",
          "who has {a}? | whose is {a}? | who owns {a}?",
          "whoever has {a} | the owner of {a} | the person that {a} belongs to | who owns {a}"),
    _link(T, P, "{b} borrowed {a} | {a} was lent to {b} | I gave {a} to {b}",
          "who borrowed {a}? | to whom did we lend {a}?",
          "the person who borrowed {a} | the one with {a} | whoever took {a}"),
    _link(T, P, "{b} repairs {a} | {a} is being mended by {b} | {b} built {a}",
          "who repairs {a}? | who built {a}?",
          "the one who repairs {a} | the person working on {a} | whoever mends {a}"),
    _link(T, P, "{a} is at {b}'s | {a} is in {b}'s cellar | {a} spends the winter at {b}'s flat",
          "where is {a}? | at whose home is {a}?",
          "the person who keeps {a} | whoever keeps {a} at home | the keeper of {a}"),
    _link(E, P, "{b} organises {a} | {b} runs {a} | {a} is run by {b} | {b} is responsible for {a}",
          "who organises {a}? | who is responsible for {a}?",
          "the organiser of {a} | whoever runs {a} | the person behind {a} | who organises {a}"),
    _link(E, P, "{b} speaks at {a} | the guest of {a} is {b} | we invited {b} to {a}",
          "who speaks at {a}? | who is the guest of {a}?",
          "the speaker at {a} | the guest of {a} | the one we invited to {a}"),
    _link(E, P, "{a} is at {b}'s place | {b} hosts {a} | {a} happens at {b}'s house",
          "at whose place is {a}? | who hosts {a}?",
          "the host of {a} | whoever hosts {a} | the person at whose place {a} is"),
    _link(E, P, "{b} drives everybody to {a} | {b} takes us to {a} | our lift to {a} is {b}",
          "who drives to {a}? | who takes us to {a}?",
          "the driver for {a} | the one who takes us to {a} | whoever drives to {a}"),
    _link(P, P, "{a}'s sister is {b} | {b} is the sister of {a}", "who is {a}'s sister?",
          "{a}'s sister | the sister of {a}"),
    _link(P, P, "{a} is married to {b} | {a} and {b} are a couple", "whom is {a} married to?",
          "{a}'s partner | the person whom {a} is married to"),
    _link(P, P, "{a}'s boss is {b} | {a} works under {b} | {b} is in charge of {a}'s team",
          "who is {a}'s boss?", "{a}'s boss | the boss of {a} | whoever {a} reports to"),
    _link(P, P, "{b} teaches {a} | {a} takes lessons from {b} | {a}'s teacher is {b}",
          "who teaches {a}?",
          "{a}'s teacher | the one who teaches {a} | whoever gives {a} lessons"),
    _link(P, P, "{a} shares a flat with {b} | {a}'s flatmate is {b}", "who lives with {a}?",
          "{a}'s flatmate | the person {a} lives with"),
    _link(L, P, "{b} has the key of {a} | the keys to {a} are with {b} | {b} looks after {a}",
          "who has the key of {a}? | who looks after {a}?",
          "whoever has the key of {a} | the person with the keys to {a} | who looks after {a}"),
    _link(E, L, "{a} is in {b} | {a} takes place in {b} | we hold {a} in {b} | {a} moved into {b}",
          "where is {a}? | in which place is {a}?",
          "the place where {a} is | the place of {a} | where {a} takes place | wherever {a} is"),
    _link(T, L, "{a} stands in {b} | {a} is stored in {b} | I left {a} in {b} | {a} hangs in {b}",
          "where is {a}? | where did you leave {a}? | where do we store {a}?",
          "the place where {a} is | where {a} stands | the place in which {a} is stored"),
    _link(P, L, "{a} works in {b} | {a} can be found in {b} | {a} has an office in {b}",
          "where does {a} work? | where can I find {a}?",
          "the place where {a} works | {a}'s place of work | where {a} works"),
    _link(P, L, "{a} is waiting in {b} | {a} is sleeping in {b} | {a} is staying in {b}",
          "where is {a} staying? | where is {a}?", "the place where {a} is | where {a} is staying"),
    _link(P, T, "{a} carries {b} | {a} wears {b} | {a} has {b} with {p}",
          "what does {a} carry? | what does {a} have on?",
          "the thing that {a} carries | what {a} is carrying | what {a} has on | {a}'s thing"),
    _link(P, T, "{a} ordered {b} | {a} bought {b} | {a} won {b}",
          "what did {a} order? | what did {a} buy? | what did {a} win?",
          "what {a} bought | the thing {a} ordered | the prize {a} won"),
    _link(P, T, "{a} rides {b} | {a} travels with {b} | {a} uses {b} for everything",
          "what does {a} ride? | what does {a} travel with?",
          "what {a} rides | the one {a} travels with | {a}'s vehicle"),
    _link(E, T, "we need {b} for {a} | {a} does not work without {b} | bring {b} to {a}",
          "what do we need for {a}? | what should I bring to {a}?",
          "what we need for {a} | the thing to bring to {a} | what {a} needs"),
    _link(E, T, "the prize of {a} is {b} | whoever wins {a} gets {b}",
          "what is the prize of {a}? | what does the winner of {a} get?",
          "the prize of {a} | what the winner of {a} gets"),
    _link(T, T, "{a} is inside {b} | {a} is part of {b} | {a} hangs on {b} | {a} fits into {b}",
          "where is {a}? | what does {a} hang on? | what is {a} part of?",
          "the thing that {a} is in | what {a} hangs on | what {a} belongs to"),
    _link(P, E, "{a} plays at {b} | {a} signed up for {b} | {a} comes with us to {b}",
          "what did {a} sign up for? | where does {a} play?",
          "the event {a} signed up for | what {a} takes part in | the thing {a} goes to"),
    _link(E, E, "{a} comes right after {b} | {a} is on the evening of {b} | {b} follows {a}",
          "what does {a} come after?", "what {a} comes after | the event before {a}"),
    _link(T, E, "{a} is handed out at {b} | {a} is for {b} | {a} gets raffled at {b}",
          "when do we hand out {a}? | what is {a} for?",
          "the event that {a} is for | where {a} is handed out | what {a} is for"),
)  # fmt: skip

TRAITS = (
    _trait(P, "town", "{b} lives in {v} | {b} comes from {v} | {b} moved to {v}",
           "I live in {v} | I come from {v} | I moved to {v} | my home is in {v} now",
           "where does {b} live? | in which town does {b} live? | which city is {b} in?",
           (T, "in which town is {a} now? | which city did {a} end up in?"),
           (E, "which town do we have to travel to for {a}? | in what city is {a}?")),
    _trait(P, "street", "{b} lives at {v} | you find {b} at {v} | {b}'s flat is in {v}",
           "I live at {v} | my flat is in {v} | my door is at {v}, ring twice | I'm at {v}",
           "what is {b}'s address? | on which street does {b} live? | where does {b} live?",
           (T, "which street do I walk to to get {a}? | what is the address to fetch {a} from?"
               " | where do I have to go to collect {a}? | on what road is {a} at the moment?"),
           (E, "what is the address of {a}? | which street is {a} in? | where do I go for {a}?")),
    _trait(P, "time", "{b} is only at home {v} | {b} has time {v} | you can reach {b} {v}",
           "I am only at home {v} | I have time {v} | I'm free {v}",
           "when is {b} at home? | when does {b} have time? | when can we reach {b}?",
           (T, "when may I come and get {a}? | when could we fetch {a}? | when is {a} available?"),
           (L, "when can we get into {a}? | when could somebody open {a} for us?")),
    _trait(P, "phone", "{b}'s number is {v} | call {b} under {v}", "my number is {v}",
           "what is {b}'s number? | what number does {b} have?",
           (E, "what number do I call about {a}? | which number is right for questions on {a}?"),
           (T, "what number do I call if I need {a}?")),
    _trait(P, "time", "{b} wants all names {v} | {b} needs to know {v} | {b} must hear from us {v}",
           "I need to know {v} | I want all names {v}",
           "when does {b} need to know? | how soon does {b} want the names?",
           (E, "when do we have to tell how many come to {a}?"
               " | until when can I sign up for {a}?")),
    _trait(P, "food", "{b} cannot eat {v} | {b} is allergic to {v}",
           "I cannot eat {v} | I'm allergic to {v}",
           "what can't {b} eat? | what is {b} allergic to?",
           (E, "what should not be in the food for {a}?")),
    _trait(P, "food", "{b}'s favourite food is {v} | {b} loves {v}", "I love {v}",
           "what does {b} love to eat? | what is {b}'s favourite food?"),
    _trait(P, "number", "{b} sits in room {v} | {b}'s desk is in room {v}", "I sit in room {v}",
           "in which room does {b} sit? | what room is {b} in?",
           (T, "which room do I get {a} from? | in what room is {a}?"),
           (E, "which room do I go to with questions about {a}?")),
    _trait(P, "number", "{b} is {v} years old | {b} turned {v} last week", "I am {v} years old",
           "how old is {b}?"),
    _trait(P, "job", "{b} is a {v} | {b} works as a {v}", "I am a {v} | I work as a {v}",
           "what does {b} do for a living? | what is {b}'s job?",
           (T, "what does the one with {a} do for a living?")),
    _trait(P, "language", "{b} speaks only {v} | {b} grew up with {v}", "I grew up with {v}",
           "what language does {b} speak?",
           (E, "in which language will {a} be? | which language should I brush up for {a}?")),
    _trait(P, "time", "{b} goes on holiday {v} | {b} is away {v}", "I'm away {v}",
           "when is {b} away? | when does {b} go on holiday?",
           (L, "when will nobody be there to open {a}?")),
    _trait(P, "colour", "{b}'s car is {v} | {b} always wears {v}", "my car is {v}",
           "what colour is {b}'s car? | which colour does {b} wear?",
           (E, "what colour is the car that takes us to {a}?")),
    _trait(L, "street", "{b} is at {v} | {b} is in {v} | you enter {b} from {v}", "",
           "on which street is {b}? | what is the address of {b}? | where is {b}?",
           (E, "which street is {a} on? | what is the address of {a}? | what address do I give"
               " the taxi for {a}?"),
           (P, "which street do I find {a} on? | what is the address where {a} works?"),
           (T, "which street do I have to go to for {a}?")),
    _trait(L, "number", "{b} has {v} seats | {b} has room for {v} people "
           " | {v} people fit into {b}", "",
           "how many seats does {b} have? | how many people fit into {b}?",
           (E, "how many people can come to {a}? | for how many is there room at {a}?"
               " | how many seats are there at {a}?")),
    _trait(L, "time", "{b} opens {v} | {b} is open {v} | they unlock {b} {v}", "",
           "when does {b} open? | when is {b} open?",
           (T, "when can I get at {a}? | when could I pick {a} up?"),
           (P, "when can I visit {a} at work?"), (E, "how early can we be let in for {a}?")),
    _trait(L, "time", "{b} closes {v} | {b} is locked {v}", "",
           "when does {b} close? | how late does {b} stay open?",
           (E, "how long may {a} last at most? | how late can {a} go on?"),
           (T, "how late can I still put {a} back?")),
    _trait(L, "code", "the code for {b} is {v} | {b} opens with {v}", "",
           "what is the code for {b}? | which code opens {b}?",
           (T, "which code do I need to get to {a}?"), (E, "what code gets me in to {a}?")),
    _trait(L, "code", "the wifi in {b} is called {v} | the wifi password of {b} is {v}", "",
           "what is the wifi password of {b}?", (E, "what wifi password do we use during {a}?"),
           (P, "what's the wifi password where {a} works?")),
    _trait(L, "fault", "the {v} in {b} is broken | {b} has no {v}", "",
           "what is broken in {b}? | what does {b} lack?",
           (E, "what will be missing at {a}? | what doesn't work where we have {a}?")),
    _trait(L, "extra", "{b} has a {v} | there is a {v} in {b}", "", "what is there in {b}?",
           (E, "what can we use at {a} that is there anyway?")),
    _trait(L, "line", "{v} stops in front of {b} | {v} goes to {b} | take {v} to {b}", "",
           "how do I get to {b}? | which bus goes to {b}?",
           (E, "which bus do I take to {a}? | how do I get to {a}?"),
           (P, "which bus takes me to {a}?")),
    _trait(L, "number", "a night in {b} costs {v} euros | {b} costs {v} euros an hour", "",
           "how much is {b}? | how much does a night in {b} cost?",
           (P, "how much does {a} pay a night?"), (E, "how much is the rent for {a}?")),
    _trait(T, "number", "{b} weighs {v} kilos", "", "how heavy is {b}? | how much does {b} weigh?",
           (P, "how heavy is the thing {a} has there?"),
           (E, "how much weight must we carry to {a}?")),
    _trait(T, "number", "{b} costs {v} euros | the price of {b} is {v} euros", "",
           "how much does {b} cost?", (P, "how much did {a} spend?"),
           (E, "how much is what the winner of {a} gets worth?")),
    _trait(T, "place", "{b} opens {v} | {b} is for {v}", "",
           "what does {b} open? | what is {b} for?",
           (P, "what could {a} open? | which door can {a} get through?")),
    _trait(T, "place", "{b} is parked behind {v} | {b} stays next to {v}", "",
           "where is {b} parked? | what is {b} next to?",
           (P, "where did {a} park? | where do I look for what {a} rides?"),
           (T, "where exactly is {a} at the moment? | where should I look for {a}?")),
    _trait(T, "street", "{b} is parked in {v} | {b} was last seen on {v}", "",
           "which street is {b} parked in? | where is {b}?",
           (T, "which street is {a} in? | on what street do I find {a}?"),
           (P, "which street did {a} leave it in?")),
    _trait(T, "time", "{b} has to be back {v} | {b} is due {v}", "",
           "when is {b} due? | when does {b} have to be back?",
           (P, "when does {a} have to bring it back?")),
    _trait(T, "extra", "{b} needs a {v} | {b} only works with a {v}", "",
           "what does {b} need?", (E, "what else is needed for {a} to work?"),
           (P, "what does {a} still need to make it work?")),
    _trait(T, "colour", "{b} is {v} | somebody painted {b} {v}", "",
           "what colour is {b}?", (P, "what colour is the thing that {a} has?")),
    _trait(T, "town", "{b} was made in {v} | {b} comes from {v}", "",
           "where was {b} made? | which town does {b} come from?",
           (P, "where is what {a} bought from?")),
    _trait(E, "time", "{b} begins {v} | {b} is {v} | {b} starts {v} this time", "",
           "when is {b}? | when does {b} begin? | what time is {b}?",
           (P, "when will {a} be there? | when do we see {a} play?"),
           (E, "when can {a} begin at the earliest? | what day is {a} then?"),
           (T, "when will {a} be given away?")),
    _trait(E, "number", "{b} takes {v} hours | {b} costs {v} euros a head", "",
           "how long does {b} take? | how much is {b}?",
           (P, "how long will {a} be busy? | how much must {a} pay?")),
    _trait(E, "fault", "{b} was cancelled because of the {v} | for {b} they lack a {v}", "",
           "why was {b} cancelled? | what do they lack for {b}?",
           (P, "why doesn't {a} have to go?")),
)  # fmt: skip
OPENINGS = (
    "", "", "", "", "", "", "hey, ", "so ", "does anyone know ", "quick question: ", "sorry, ",
    "can somebody tell me ", "remind me, ", "ok ", "wait, ", "any idea ", "and ", "um ",
)  # fmt: skip
ENDINGS = (
    "?", "?", "?", "?", "", " again?", " now?", " please?", " these days?", "??", ", do we know?",
    " this time?", " then?",
)  # fmt: skip
BOTH = (  # a question in two parts
    "{first}, and {second}?", "{first} and {second}?", "{first}? and {second}?",
)  # fmt: skip
ROLES = (  # of what a passage names: a link to it
    ("{p}'s favourite topic is {b}", "{p}'s favourite topic"),
    ("the theme of the quiz is {b}", "the theme of the quiz"),
    ("{p} gives a talk about {b}", "what {p} talks about"),
    ("our code word is {b}", "the thing that is our code word"),
    ("{p} wrote an essay on {b}", "the subject of {p}'s essay"),
    ("{p} is obsessed with {b}", "what {p} is obsessed with"),
    ("the poster in the hall shows {b}", "what the poster in the hall shows"),
    ("we named our team after {b}", "what our team is named after"),
    ("the answer to the last riddle was {b}", "the answer to the last riddle"),
    ("{p}'s new tattoo says {b}", "what {p}'s tattoo says"),
    ("{p} bet on {b}", "the one {p} bet on"),
    ("tonight's film is about {b}", "what tonight's film is about"),
    ("{b} is {p}'s hero", "{p}'s hero"),
    ("group four presents {b}", "the topic of group four"),
)  # fmt: skip
