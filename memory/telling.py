"""What makes a text a fact: said of oneself, said plainly, or perhaps said."""

import re

_FIRST_PERSON = re.compile(
    r"(?:i|i'(?:m|ve|ll|d)|im|ive|ill|weve|my|mine|our|we|we'(?:re|ve|ll)|ours)$", re.I
)
_LEADING = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|well|and|also|btw|engram|now|ah+|oh+|haha|yeah|right) )+"
)
_BY_THE_WAY = re.compile(  # what is no part of a fact
    r"^(?:that['’]?s me, *|(?:btw|by the way|fyi|til(?: that)?|p\.?s\.?)\b[,:]?\s*"
    r"|(?:no|wait|well|hey|hi|hello|sure|alright|thanks|good (?:day|morning|evening)|actually"
    r"|change of plans?|update|correction|heads[ -]up|(?:good|bad|great) news|quick (?:note|one)"
    r"|reminder"
    r"|actually (?:scrap|forget|skip|cancel) [^,.;]{1,40}"
    r"|(?:sorry|oops|whoops|my bad)(?:,? (?:all|guys|everyone|everybody|folks|team|again))?"
    r"|(?:(?:sorry|oops|no|wait),? ){0,3}i (?:was|got (?:it|that)) wrong|(?:sorry|oops),? my (?:bad"
    r"|mistake))"
    r"\b(?: wait)?(?:[,:.!]+\s*|\s+-+\s+)"
    r"|no(?:pe)?,? (?:wait|sorry)[,:.!]*\s+|(?:ah+a?|oh+|aw+|ooh+|argh+|ugh+|so|ok(?:ay)?|and"
    r"|also|oops)\b[,:.!]*\s+"
    r"(?:no+\b[,:.!]*\s+)?)+",
    re.I,
)
_WELL_THEN = re.compile(r"^(?:ok(?:ay)?|so|alright|right)\b.*(?P<then>,? then)[.! ]*$", re.I)
_TRAILING = re.compile(
    r"(?:[\s,]+(?:btw|by the way|actually|fyi|lol|haha|lmao|thx|thanks|pls|:\)|:D|;\)|xD"
    r"|<3))+[.!]*$",
    re.I,
)
_THERE = re.compile(  # "theres a party of 14 on Saturday", and no "there's no way"
    r"there(?:['’]?s| is| are| was| were| will be) (?!no (?:way|point|need|rush|reason|one|doubt)\b"
    r"|nothing\b|nobody\b|nowhere\b|always\b|that\b|this\b|the\b|something\b|only\b|you\b|my\b"
    r"|your\b"
    r"|loads\b|so\b|too\b)(?:\S+ ){2,}\S+"
)
_I_LEFT_OUT = re.compile(  # "spent 80 on fabric": what somebody did
    r"(?:(?:just|already|finally) )?(?:spent|paid|bought|booked|ordered|found|lost|sold|fixed"
    r"|borrowed|lent|returned|picked up|signed up|put|left|finished|took|used|made|got|met|sent)"
    r" (?:\d|[£$€]|(?:you|him|her|them) back\b"
    r"|(?:the|an?|my|our|all|some|two|three|half|for|it)\b)",
    re.I,
)
_I_CANNOT = re.compile(  # "cant raid on Tuesdays any more"
    r"(?:can['’]?t|cannot|won['’]?t|couldn['’]?t) (?!wait\b|believe\b|even\b|we\b|you\b|i\b|he\b"
    r"|she\b|they\b"
    r"|it\b|the\b|someone\b|anyone\b)[a-z]+ \w",
    re.I,
)
_OF = re.compile(  # "loot rule: one item a raid"
    r"(?!(?:lol|me|you|him|her|edit|note|ps|re|hint|spoiler|question|q|a|update)\b)"
    r"(?:[\w'’-]+ ){0,3}[\w'’-]+: (?=\S)",
    re.I,
)
_TELLS = re.compile(  # somebody or something, and a word that ends as verbs do
    r"(?:(?:the|our|this|that|a|an|all|some) )?[\w'’-]+ (?:[\w'’-]+ ){0,3}?[a-z]+(?:[^\Ws'’]s|ed)"
    r"(?: (?!please|pls)[\w'’-]+)+$|(?:the|our|this|that) [\w'’-]+ [a-z]+(?:[^\Ws'’]s|ed)$"
)
_DID = re.compile(  # the same with the past of verbs that have one of their own
    r"[\w'’-]+ (?:broke|bought|brought|built|came|chose|did|drew|drove|fell|felt|found|gave|got"
    r"|grew|held|hid|kept|knew|left|lent|lost|made|met|paid|ran|rode|said|sang|sat|saw|sent|sold"
    r"|spent|stole|taught|threw|told|took|went|woke|won|wore|wrote)(?: (?!please|pls)[\w'’-]+)+$"
)
_SAID_SO = re.compile(r"(?:fyi|til)\b", re.I)  # what follows is told, whatever its verb
VERB = (  # with which something is said of a subject
    r"(?:is|are|was|were|has|have|had|will|can|cannot|can't|isn't|aren't|won't|doesn't"
    r"|didn't|hasn't|haven't|wasn't|don't|isnt|arent|wont|doesnt|didnt|hasnt|havent|wasnt|cant|dont"
    r"|does|must|should"
    r"|likes?|loves?|hates?|lives?|plays?|works?|needs?|wants?|owns?|starts?|begins?|ends?|opens?"
    r"|closes?|costs?|goes|moved|got|comes|keeps|gives|gets|meets|owes|pays|takes|lasts|leaves"
    r"|arrives|sells|brings|includes|covers|sits|hangs|belongs|teaches|drives|makes|knows|speaks"
    r"|departs|restarts|wears|weighs|runs|falls|happens|holds|fits|charges|joined|made|won|lost"
    r"|went"
    r"|came|took|gave|left|became|swam|found|bought|said|brought|broke|built|chose|drove|grew"
    r"|kept|knew"
    r"|lent|paid|sang|sent|sold|spent|stole|taught|threw|woke|wore|wrote|borrowed|returned|booked"
    r"|ordered|invited"
    r"|says|(?<=s )(?:meet|come|go|pay|get|take|leave|arrive|sit|bring|keep|run|cover|include"
    r"|fit|hang|belong|speak))"
)
_COPULA = re.compile(rf"\b{VERB}\b", re.I)
_PLAIN = re.compile(  # something of a few words, what is said of it, and no "this is", "you are"
    r"(?!(?:gg|hey|hi|hello|good|thanks|thx|ty|wow|nice|lol|yes|no|yep|nope|sorry|well|so|but|and"
    r"|or"
    r"|if|because|cos|coz|cuz|cause|maybe|perhaps|this|that|these|those|there|here|it|its|it's|he"
    r"|she|they|him|his"
    r"|her|hers|their|you|your|yours|u|ur|not|nothing|every(?:one|body|thing)|no(?:body|thing)"
    r"|something|some(?:one|body) (?!borrowed|took|has|left|lent|stole|brought|bought|broke|found)"
    r"|same|by|in|at|on|correction)\b)"
    rf"(?!{VERB}\b(?<!open)(?<!lost))"
    rf"[\w'’&/-]+ (?:(?!{VERB}\b|that\b|which\b|you\b)[\w'’&/-]+ ){{0,7}}{VERB} (?:\S+ ?)+$",
    re.I,
)
DOING = r"[a-z]{3,}[^\Ws'’]s"  # ends as verbs do, and is one where one of these follows
AFTER_DOING = (
    r"every|the|an?|my|our|his|her|their|its|up|down|under|behind|into|onto|out|off|twice|once"
)
_DOES = re.compile(  # the same with any verb, where what follows it tells that it is one
    r"(?!(?:this|that|these|those|it|he|she|they|you|there|here|gg|thanks|lol)\b)"
    rf"(?:[\w'’&/-]+ ){{1,5}}{DOING} (?:{AFTER_DOING}|like|around) ?(?:\S+ ?)*$",
    re.I,
)
_DID_SO = re.compile(  # the same of what was: "the electrician quoted 2300 euros"
    r"(?!(?:this|that|these|those|it|he|she|they|you|there|here|what|gg|thanks|lol|well|so)\b)"
    r"(?:(?!(?:we|i|you|they|he|she|it|that|which|who)\b)[\w'’&/-]+ ){1,5}[a-z]{2,}ed"
    rf" (?:\d|(?:{AFTER_DOING}|it|them|him|us|me|all|back|away|again|over|yesterday|today|last)\b)",
    re.I,
)
_DOUBT = re.compile(
    r"\b(?:i guess|i think|maybe|perhaps|probably|lol|lmao|haha|right|or|you(?! (?:need|have|can"
    r"|must|should|get|want|may)\b)|your|u|ur|if|whether"
    r"|who|what|when|where|why)\b",
    re.I,
)


def without_lead(plain: str) -> str:
    """Its words without those that only lead up to it."""
    return _LEADING.sub("", plain) or plain


def bare(text: str) -> str:
    """The fact without what is said by the way."""
    then = _WELL_THEN.match(text)
    said = text[: then.start("then")] if then else text
    return _TRAILING.sub("", _BY_THE_WAY.sub("", said)) or text


def with_i(fact: str) -> str:
    """The fact with the "I" that was left out: "spent 80 on fabric"."""
    left_out = _I_LEFT_OUT.match(fact) or _I_CANNOT.match(fact)
    return f"I {fact[:1].lower()}{fact[1:]}" if left_out else fact


def of_oneself(said: str) -> bool:
    """Whether it is said in the first person. `said`: the words of a fact without a lead."""
    return " " in said and _FIRST_PERSON.match(said.partition(" ")[0]) is not None


def said_so(text: str) -> bool:
    """Whether it begins with what says that a fact follows."""
    return _SAID_SO.match(text) is not None


def is_told(fact: str, said: str) -> bool:
    """Whether it says plainly something of something: "the wifi password is Kestrel"."""
    plain = (
        _PLAIN.match(said)
        or _DOES.match(said)
        or _DID_SO.match(said)
        or _THERE.match(said)
        or _OF.match(fact)
    )
    return plain is not None and not _DOUBT.search(fact)


def may_be_told(fact: str) -> bool:
    """Whether it has a verb that facts have."""
    return _COPULA.search(fact) is not None


def resembles_told(plain: str) -> bool:
    """Whether it may be a statement with a verb that is not known here: "Mia cooks on Monday"."""
    return _TELLS.match(plain) is not None or _DID.match(plain) is not None
