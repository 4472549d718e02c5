"""Which words are of somebody, by how they end: "harbourmaster", "cousin", and no "printer"."""

import re

_PERSON = re.compile(  # the last word of what is somebody
    r"(?:.*(?:er|or|ist|man|woman|master|mate|ess|ian|eer|ee|kid|guy|girl|boy|lady|gran|cousin|aunt"
    r"|uncle|niece|nephew|son|wife|husband|mum|mom|dad|friend|boss|coach|lead|nurse|doctor|captain"
    r"|chief|sweep|vet|cook|chef|clerk|tenant|rep|host|judge|guide|child|baby|dog|cat|puppy|alt"
    r"|physio|cox|fan|expert|sub|dm|gm|prof|hamster|rabbit|parrot|pony|horse|partner|fianc[ée]e?))"
    r"$",
    re.I,
)
_THING = re.compile(  # which end as people do
    r"(?:number|paper|letter|order|dinner|supper|poster|folder|printer|server|computer|router"
    r"|charger|trailer|locker|door|floor|motor|doctor's|winter|summer|water|weather|river|butter"
    r"|offer|corner|counter|quarter|cooler|heater|boiler|freezer|shower|tower|layer|theater|color"
    r"|error|monitor|projector|tractor|reactor|sensor|reason|season|lesson|season|person's|list"
    r"|coffee|fee|committee|toffee|address|process|business|access|list|mist|twist|lock|newsletter"
    r"|chapter|register|filter|meter|timer|sticker|planner|calendar|order|soldering|lower|flower"
    r"|cover|rover|lover|border|ladder|header|drawer|container|parlor|harbor|anchor|indoor)$",
    re.I,
)


def is_person(word: str) -> bool:
    """Whether this word, the last of "Jonas's mum", is somebody."""
    return _PERSON.match(word) is not None and _THING.match(word) is None
