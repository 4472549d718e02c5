"""What makes a text a fact: said of oneself, said plainly, or perhaps said."""

import re

from memory.asking import TIME
from memory.dates import MONTHS
from memory.words import one_of

_FIRST_PERSON = re.compile(
    r"(?:i|i'(?:m|ve|ll|d)|im|ive|ill|weve|my|mine|our|we|we'(?:re|ve|ll)|ours)$", re.I
)
_THERE = re.compile(  # "theres a party of 14 on Saturday", and no "there's no way"
    r"there(?:['’]?s| is| are| was| were| will be) (?!no (?:way|point|need|rush|reason|one|doubt)\b"
    rf"|{one_of('nothing nobody nowhere always that this the something only')}\b"
    rf"|{one_of('you my your loads so too')}\b)"
    r"(?:\S+ ){2,}\S+"
)
_LABELLED = re.compile(  # "loot rule: one item a raid"
    rf"(?!{one_of('lol me you him her edit note ps re hint spoiler question q a update')}\b)"
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
_VERBS = """
    is are was were has have had will can cannot can't isn't aren't won't doesn't didn't hasn't
    haven't wasn't don't isnt arent wont doesnt didnt hasnt havent wasnt cant dont does must should
    likes? loves? hates? lives? plays? works? needs? wants? owns? starts? begins? ends? opens?
    closes? costs? goes moved got comes keeps gives gets meets owes pays takes lasts leaves arrives
    sells brings includes covers sits hangs belongs teaches drives makes knows speaks departs
    restarts wears weighs runs falls happens holds fits charges joined made won lost went came took
    gave left became swam found bought said brought broke built chose drove grew kept knew lent paid
    sang sent sold spent stole taught threw woke wore wrote borrowed returned booked ordered invited
    says means
"""
_OF_SEVERAL = """
    meet come go pay get take leave arrive sit bring keep run cover include fit hang belong speak
"""
VERB = (  # with which something is said of a subject
    rf"(?:{one_of(_VERBS)}|(?<=s ){one_of(_OF_SEVERAL)})"
)
_COPULA = re.compile(rf"\b{VERB}\b", re.I)
_NO_SUBJECT = """
    gg hey hi hello good thanks thx ty wow nice lol yes no yep nope sorry well so but and or if
    because cos coz cuz cause maybe perhaps this that these those there here it its it's he she they
    him his her hers their you your yours u ur not nothing everyone everybody everything nobody
    nothing something same by in at on correction
"""
_SOMEBODY = (  # did something; "someone should …" tells nothing
    r"some(?:one|body) (?!borrowed|took|has|left|lent|stole|brought|bought|broke|found)"
)
_PLAIN = re.compile(  # something of a few words, what is said of it, and no "this is", "you are"
    rf"(?!(?:{one_of(_NO_SUBJECT)}|{_SOMEBODY})\b)(?!{VERB}\b(?<!open)(?<!lost))"
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
    rf" (?:\d|(?:{AFTER_DOING}|it|them|him|us|me|all|back|away|again|over|yesterday|today|last)\b)"
    r"|(?:the|our|my) (?:(?!(?:we|i|you|they|he|she|it|that|which|who|not|be|been|get|got)\b)"
    r"[\w'’-]+ ){1,5}[a-z]{2,}ed$",
    re.I,
)
_STATE = re.compile(  # what somebody says of it without a verb: "vpn back up", "raid cancelled"
    r"(?!(?:i|we|you|he|she|they|it|that|this|is|are|was|all|not|so|just|got|get|been|never|finally|already"
    r"|now|still|any\w*|some\w*|every\w*)\b)"
    r"(?:(?:the|our|my) )?[\w'’-]{3,}(?: [\w'’-]+){0,2} (?:back (?:up|on|online|in stock|to normal)"
    r"|(?:up|down|broken|open|closed) again|fixed|repaired|cancell?ed|postponed|sold out"
    rf"|out of (?:order|stock))(?: (?:{TIME}|until \S+|till \S+))?$",
    re.I,
)
_DATED = (
    rf"(?:{TIME}|{MONTHS}|(?:mon|tue|wed|thu|fri|sat|sun)|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct"
    r"|nov|dec)\.?|\d{1,2}(?:st|nd|rd|th)|\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.)"
)
_NOTED = re.compile(  # a note with its day and its hour: "dr. Weiss appointment 14 feb 10:20"
    rf"(?!(?:{_DATED}|at|on|in|from|until|till|by|after|before|see|ok|yes|no|lets?|how|maybe"
    r"|he|she|it|they|hes|shes|its|theyre)\b|\d)"
    rf"(?=.*\b{_DATED}(?:$| ))(?=.*\b(?:\d{{1,2}}[:.]\d\d|\d{{1,2}} ?[ap]m|noon|midnight)\b)"
    r"[\w.'’&/-]+(?: [\w.:'’&/#-]+){2,8}[.!]*$",
    re.I,
)
_BANNED = re.compile(  # "no bonfires till October"
    rf"no (?!(?:{one_of('way idea problem one worries rush need point chance luck thanks clue no')}"
    rf"|{one_of('wonder kidding more offence reason hurry comment doubt')})\b)"
    r"[\w'’-]+(?: (?:and |or )?[\w'’-]+)?"
    r" (?:till|until|before|after|during|without) (?!(?:all|me|it|that|then)\b)\w",
    re.I,
)
_MENTIONED = re.compile(rf"@[\w.'’-]+ (?!thanks|congrats|yes|lets){DOING} \S", re.I)
_YOU = r"you(?! (?:need|have|can|must|should|get|want|may)\b)"  # and no anybody
_DOUBT = re.compile(
    r"\b(?:i guess|i think"
    rf"|{one_of('maybe perhaps probably lol lmao haha right or your u ur if whether')}"
    rf"|{_YOU}|{one_of('who what when where why')})\b",
    re.I,
)


_HEDGED = re.compile(  # unsure, in jest, or between two
    r"\b(?:maybe|perhaps|probably|possibly|not sure|i (?:guess|think|reckon|suppose|might|may)"
    r"|i['’]?m guessing|ngl|jk|just kidding|(?<!\bi['’]m )(?<!\bim )literally"
    r"|should totally|(?:don['’]?t|do not) tell"
    r"|(?:a|our|my) secret(?! santa)|between (?:us|you and me))\b",
    re.I,
)
_LAUGHS = re.compile(r"\b(?:lol|lmf?ao|rofl|haha\w*|xd)\b", re.I)


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
        or _STATE.match(said)
        or _BANNED.match(said)
        or _NOTED.match(fact)
        or _LABELLED.match(fact)
        or _MENTIONED.match(fact)
    )
    return plain is not None and not _DOUBT.search(fact)


def is_hedged(text: str) -> bool:
    """Whether it is said as what may not be so, or not for everybody: it is asked about."""
    return _HEDGED.search(text) is not None


def laughs(text: str) -> bool:
    """Whether it is said with a laugh."""
    return _LAUGHS.search(text) is not None


def may_be_told(fact: str) -> bool:
    """Whether it has a verb that facts have."""
    return _COPULA.search(fact) is not None


def resembles_told(plain: str) -> bool:
    """Whether it may be a statement with a verb that is not known here: "Mia cooks on Monday"."""
    return _TELLS.match(plain) is not None or _DID.match(plain) is not None
