"""Keys: those that the reader trusts must be the ones that signed; of the others it is said where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trueup.bundle.lines import KeyLine
from trueup.bundle.model import CarriedKey
from trueup.bundle.read import Contents
from trueup.bundle.report import Check
from trueup.ledger.keys import COSIGNATURE, VerifierKey
from trueup.vocabulary import LedgerError

ABOUT = "keys"


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a bundle that could be read, and what was found."""

    carried: tuple[CarriedKey, ...]
    checks: tuple[Check, ...]

    def member(self, key: str) -> CarriedKey | None:
        """The member's key with this text, or None."""
        return next((each for each in self.carried if each.role == "member" and str(each.key) == key), None)

    def log(self) -> VerifierKey | None:
        """The log's key: there is one, or no log."""
        return next((each.key for each in self.carried if each.role == "log"), None)

    def witnesses(self) -> tuple[VerifierKey, ...]:
        """The keys of the witnesses."""
        return tuple(each.key for each in self.carried if each.role == "witness")


def check(contents: Contents) -> Keys:
    """Read every key; one key has one role, and there is one log at most."""
    carried: list[CarriedKey] = []
    failed: list[Check] = []
    for where, line in contents.lines(KeyLine, "keys"):
        try:
            carried.append(_carried(line))
        except LedgerError as wrong:
            failed.append(Check(ABOUT, "fails", wrong.what, where))
    if len({str(each.key) for each in carried}) != len(carried):
        failed.append(Check(ABOUT, "fails", "a key is there twice"))
    if sum(each.role == "log" for each in carried) > 1:
        failed.append(Check(ABOUT, "fails", "there are keys of more than one log"))
    return Keys(tuple(carried), tuple(failed))


def _carried(line: KeyLine) -> CarriedKey:
    key = VerifierKey.parse(line.key)
    if (line.role == "witness") != (key.type == COSIGNATURE):
        raise LedgerError(f"the key of {key.name} is not of the type that its role takes")
    if (line.role == "member") != (line.party is not None and line.member is not None):
        raise LedgerError(f"the key of {key.name}: members' keys, and no others, name party and member")
    return CarriedKey(key, line.role, line.party, line.member)


def trust(keys: Keys, signed: set[VerifierKey], trusted: Sequence[VerifierKey]) -> Iterator[Check]:
    """What the reader trusts, against what has signed; without it a bundle can only be consistent with itself."""
    for key in trusted:
        if key in signed:
            yield Check(ABOUT, "holds", f"{key.name} is the key that you trust")
        else:
            other = any(each.key.name == key.name and each.key != key for each in keys.carried)
            words = "another key of that name is here instead" if other else "it has signed nothing here"
            yield Check(ABOUT, "fails", f"{key.name} is trusted, and {words}")
    taken = sorted(each.key.name for each in keys.carried if each.key in signed and each.key not in trusted)
    if taken:
        yield Check(
            ABOUT,
            "note",
            f"taken from the bundle itself: {', '.join(taken)}; compare them with keys given to you elsewhere (--key)",
        )
