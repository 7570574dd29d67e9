"""Words that make a win stop, in English and German, by the rule that they may break.

Written for text that `plain` has made: lower case, without accents that German spells out (ä is ae, ß is ss), one space
between words. The lists find words and not meanings: they stop some wins that are none of it, and miss whoever takes
care. The questions are what counts; the lists are for those who did not read them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

_HIM = "(him|her|them)"
_NEAR = "(son|daughter|wife|husband|brother|sister|friend|partner|cousin|nephew|niece|child|children|family|firm)"
_IHM = "(ihm|ihr|ihnen)"
_SOME = r"( \w+){0,4}"

TERMS: Mapping[str, tuple[str, ...]] = {
    "payment": (
        r"brib\w*", r"kick[- ]?backs?", r"backhanders?", r"slush funds?", r"under the table",
        r"(brown|cash|fat) envelopes?", r"in cash(?![ -]?(flow|terms|management))", r"cash (payments?|gifts?)",
        r"(facilitation|grease) payments?", r"hush money", r"payoffs? (to|for)", r"finder'?s'? fees?",
        r"(secret|private|personal|hidden) commissions?", rf"commission (for|to) {_HIM}",
        rf"pay {_HIM}{_SOME} (off|directly|privately|personally|something|money)", rf"(wire|lend) {_HIM}",
        rf"(loan|money) (to|for) {_HIM}",
        r"bestech\w*", r"schmiergeld\w*", r"schmieren", r"bakschisch", r"schwarzgeld\w*", r"schwarz (be)?zahl\w*",
        r"unter der hand", r"unter dem tisch", r"(braune|dicke)[rnms]? umschl(ag|aeg)\w*", r"bargeld\w*",
        r"in bar (be|aus)?(zahl|geb)\w*", r"geld in bar", r"handgeld\w*", r"schweigegeld\w*",
        r"(private|persoenliche|heimliche|verdeckte)[rnms]? provision\w*", r"vermittlungsprovision\w*",
        r"(geld|provision) (an|fuer) (ihn|sie)", rf"{_IHM}{_SOME} (geld|leihen|ueberweisen)",
    ),
    "gift": (
        r"gifts?(?! (fuer|in|im)\b)", r"gift ?cards?", r"presents for", rf"presents? (for|to) {_HIM}", r"vouchers?",
        r"hospitality(?! (industry|sector|business))", r"(free|vip|season|concert|football|cup|opera|theatre) tickets?",
        r"(luxury|paid|free) (trip|holiday|vacation|weekend|hotel|flight)s?",
        rf"invite {_HIM}{_SOME} (dinner|golf|game|match|opera|concert|trip|weekend|holiday)",
        r"golf (trip|weekend|club|membership)", r"wine and dine", r"wining and dining", r"champagne", r"case of wine",
        r"all expenses paid",
        r"\w*geschenk\w*", r"schenken", r"schenkung\w*", r"praesentk(orb|oerbe)\w*", r"praesente", r"gutschein\w*",
        r"bewirt(en|et|ung)\w*", r"(eintritts|frei|vip-?|dauer)karten?", r"spendier\w*", r"zuwendung\w*",
        r"einlad(en|ung)( \w+){0,3} (essen|abendessen|oper|fussball\w*|konzert|golf\w*|wochenende|reise|stadion)",
        r"(urlaub|reise|wochenende|hotel|flug) (be)?zahlen", r"(bezahlte|kostenlose)[rnms]? (urlaub|reise|flug)",
        r"(luxus|wochenend|golf)reise\w*", r"champagner\w*", r"kiste wein",
    ),
    "job_offer": (
        r"job offers?", rf"offer (him|her|them|his|her){_SOME} (job|position|post|role|contract|seat)",
        r"(a|the) (job|position|post|board seat) (with|at) (us|our)", r"(hire|employ|recruit) (him|her|them|his|her)",
        rf"(job|internship|position|apprenticeship|contract|work) for (his|her|their) {_NEAR}",
        r"(consulting|consultancy|advisory) (contract|fee|mandate)s?", r"board seats?", r"work for us (later|after\w*)",
        r"(job|stellen|arbeits)-?angebot\w*", r"arbeitsvertr\w*", r"beratervertr\w*", r"beratungsmandat\w*",
        r"aufsichtsrats?(posten|mandat|sitz)\w*", rf"(stelle|job|posten|position|praktikum|lehrstelle){_SOME} bei uns",
        r"(stelle|job|posten|praktikum|lehrstelle|auftrag) fuer (seine|ihre|deren|dessen)\w*",
        rf"(ihn|sie|seine\w*|ihre\w*){_SOME} (anstellen|anheuern|abwerben)",
        rf"{_IHM}{_SOME} (stelle|job|posten){_SOME} (anbieten|geben|verschaffen|versprechen|besorgen)",
        r"wechselt? (spaeter )?zu uns",
    ),
}  # fmt: skip
_BETWEEN = re.compile(r"[^\w\s.'-]")
"""Signs within a sentence: "pay him, later, 5,000" is one run of words."""
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "\u2019": "'", "\u2010": "-", "\u2011": "-"})


def plain(text: str) -> str:
    """Text as the patterns expect it. Signs that nobody sees (zero width, soft hyphen) are taken out."""
    folded = unicodedata.normalize("NFKC", text).casefold().translate(_SPELT_OUT)
    seen = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf")
    return " ".join(_BETWEEN.sub(" ", seen).split())


def found_in(text: str) -> Iterator[tuple[str, str]]:
    """Each rule that words of a text may break, with the words."""
    simple = plain(text)
    for rule, pattern in _patterns().items():
        for found in pattern.finditer(simple):
            yield rule, found.group()


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {rule: re.compile(rf"\b(?:{'|'.join(terms)})\b") for rule, terms in TERMS.items()}
