"""A bundle verifies, on a machine that has only the package; whoever lies is caught, with what and where."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.bundle.conftest import gathered
from tests.bundle.server import carried, entered, forged, heads, keys, on_a_server, signature, subject
from trueup.bundle.model import BundleInput, CarriedLeaf
from trueup.bundle.report import Report
from trueup.bundle.verify import verify_bundle
from trueup.bundle.write import write
from trueup.ledger.keys import SigningKey
from trueup.ledger.tree import Tree
from trueup.scorecard.opened import open_book
from trueup.vocabulary import Grade, LedgerError, digest

PINNED = tuple(keys()[name].verifier for name in ("log", "northwind", "sint", "witness"))


def states(report: Report, about: str) -> list[str]:
    return [check.state for check in report.checks if check.about == about]


def words(report: Report) -> str:
    return "\n".join(map(str, report.failures))


# What is true verifies


def test_a_bundle_from_a_folder_holds_and_says_what_it_does_not_prove(claims: BundleInput):
    report = verify_bundle(write(claims))
    assert report.holds, words(report)
    assert report.verdict == "unproven"
    missing = {check.about for check in report.checks if check.state == "missing"}
    assert missing == {"documents", "signatures", "ledger"}


def test_a_bundle_of_a_server_holds_with_the_keys_that_one_trusts(signed: bytes):
    report = verify_bundle(signed, PINNED)
    assert report.holds, words(report)
    assert [check for check in report.checks if check.state == "missing"] == []
    assert states(report, "ledger") == ["holds"] * 3
    assert states(report, "keys") == ["holds"] * 4
    assert "holds" in states(report, "verdict")


def test_keys_that_nobody_vouched_for_are_said_to_be_the_bundles_own(signed: bytes):
    report = verify_bundle(signed)
    assert report.holds
    [note] = [check for check in report.checks if check.about == "keys"]
    assert note.state == "note"
    assert "taken from the bundle itself: log.example/northwind" in note.words
    one = verify_bundle(signed, PINNED[:1])
    assert "log.example" not in next(c.words for c in one.checks if c.about == "keys" and c.state == "note")


def test_stakes_and_hidden_rows_are_said(signed: bytes):
    said = "\n".join(map(str, verify_bundle(signed).checks))
    assert "assay" not in said or "declares no stakes" in said
    assert "other rows of these batches are only hashes" in said


def test_every_agreement_of_the_example_verifies_at_every_grade(northwind: Path):
    with open_book(northwind) as opened:
        names = list(opened.book.agreements)
    for number, name in enumerate(names):
        grade = list(Grade)[number % 3]
        report = verify_bundle(write(gathered(northwind, name, grade=grade)))
        assert report.holds, f"{name}: {words(report)}"


def test_a_bundle_as_known_earlier_verifies_and_differs(northwind: Path, claims: BundleInput):
    earlier = gathered(northwind, "claims-platform", known_at="2026-04-01T00:00+00:00")
    report = verify_bundle(write(earlier))
    assert report.holds, words(report)
    assert earlier.result != claims.result


def test_the_same_input_gives_the_same_bytes(northwind: Path, claims: BundleInput):
    assert write(gathered(northwind, "claims-platform")) == write(claims)


def test_no_figure_of_anyone_else_leaves(northwind: Path, claims: BundleInput):
    lines = write(claims).decode().splitlines()
    text = "\n".join(line for line in lines if '"kind":"attestation"' not in line)  # they are signed as a whole
    with open_book(northwind) as opened:
        others = set(opened.book.kpis) - {"claim_cycle_days", "migration_backlog", "handlers_on_duty"}
        strangers = set(opened.book.agreements) - {"claims-platform"}
    assert [name for name in others if f'"{name}"' in text] == []
    assert [name for name in strangers if f'"{name}"' in text] == []
    assert "Brandt Legal" not in text
    rows = [json.loads(line) for line in text.splitlines() if line.startswith('{"batch":') and '"row":' in line]
    # The legacy claims are what the promise is compared with: without them nobody could recompute what was caused.
    assert {row["row"].get("programme", "claims-2026") for row in rows} == {"claims-2026", "legacy"}
    assert {row["row"].get("project", "claims-2026") for row in rows} == {"claims-2026"}


def test_a_machine_with_only_the_package_verifies_it(claims: BundleInput, tmp_path: Path):
    """Another process, in another folder, without the book and without a network."""
    file = tmp_path / "claims.bundle"
    file.write_bytes(write(claims))
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise OSError('no network here')\n"
        "socket.socket.connect = refuse\n"
        "import sys\n"
        "sys.argv = ['trueup', 'verify', 'claims.bundle']\n"
        "from trueup.cli import main\n"
        "main()\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=tmp_path,
        env={**kept, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "computed again, it is the one stated: unproven" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["claims.bundle"], "nothing is left behind"


# Any change of any byte


def line_of(data: bytes, at: int) -> int:
    return data[:at].count(b"\n") + 1


def test_ten_thousand_changes_of_a_byte_are_all_found_with_their_line(signed: bytes):
    chance, last = random.Random(9162), line_of(signed, len(signed) - 1)
    for _ in range(10_000):
        changed, at = bytearray(signed), chance.randrange(len(signed))
        changed[at] ^= chance.randrange(1, 256)
        report = verify_bundle(bytes(changed))
        assert not report.holds, f"byte {at} was changed unseen"
        line = line_of(signed, at)
        places = {f"line {line},", "line 1, manifest"} if line in (1, last) else {f"line {line},", f"line {line} "}
        where = str(report.failures[0].where) + " "
        assert any(place in where for place in places), f"byte {at} in line {line}: {report.failures[0]}"


@pytest.mark.parametrize("portion", [1, 100, 5000])
def test_cutting_adding_and_moving_is_found(signed: bytes, portion: int):
    lines = signed.splitlines(keepends=True)
    for changed in (
        b"",
        signed[:-portion],
        signed[portion:],
        signed + b"\n" * portion,
        signed + signed[-portion:],
        b"".join(lines[:-1]),
        b"".join([lines[0], *lines[2:]]),
        b"".join([*lines[:2], lines[1], *lines[2:]]),
        b"".join([lines[0], lines[2], lines[1], *lines[3:]]),
        signed.replace(b"\n", b"\r\n"),
        signed.replace(b",", b", ", 1),
    ):
        report = verify_bundle(changed)
        assert not report.holds
        assert report.checks[0].about == "form"


def test_what_is_no_bundle_is_said_to_be_none():
    for data in (b"", b"\n", b"hello\n", b'{"a":1}\n{"b":2}\n', b"\xff" * 100, b"[" * 10_000 + b"\n\n"):
        report = verify_bundle(data)
        assert not report.holds
        assert "no bundle" in words(report)


# A sender who lies, and computes manifest and seal anew


def first(lines, section, **fields):
    return next(line for line in lines[section] if all(line.get(k) == v for k, v in fields.items()))


def agreement(lines):
    return next(line for line in lines["documents"] if line["body"]["kind"] == "agreement")


def kpi(lines):
    return next(line for line in lines["documents"] if line["body"]["kind"] == "kpi")


def restated(line, **body):
    line["body"].update(body)
    line["digest"] = digest(line["body"])


def set_verdict(lines):
    lines["verdict"][0]["result"]["verdict"] = "succeeded"


def set_a_figure(lines):
    lines["verdict"][0]["result"]["objectives"][0]["attainment"] = 1.0


def set_a_row(lines):
    lines["rows"][0]["row"]["actual"] += 1


def swap_rows_for_better_ones(lines):
    for line in lines["rows"]:
        line["row"]["actual"] *= 2


def leave_out_a_row(lines):
    gone = lines["rows"].pop()
    lines["batches"][gone["batch"]]["tables"][gone["table"]]["rows"] -= 1


def add_a_row(lines):
    lines["rows"].append(lines["rows"][-1])
    again = lines["rows"][-1]
    lines["batches"][again["batch"]]["tables"][again["table"]]["rows"] += 1


def move_a_row_to_no_batch(lines):
    lines["rows"][0]["batch"] = 9


def weaken_the_target(lines):
    objective = agreement(lines)["body"]["objectives"][0]
    restated(agreement(lines), objectives=[{**objective, "target": "1"}])


def reword_the_agreement(lines):
    agreement(lines)["body"]["title"] = "Another"


def redefine_the_kpi(lines):
    restated(kpi(lines), direction="decrease")


def leave_out_the_kpi(lines):
    lines["documents"].remove(kpi(lines))


def leave_out_the_agreement(lines):
    lines["documents"].remove(agreement(lines))


def two_of_a_document(lines):
    lines["documents"].append(kpi(lines))


def another_definition(lines):
    restated(lines["documents"][0], thresholds={"succeeding": 0.1, "failing": 0.05})


def damage_a_signature(lines):
    text = lines["signatures"][0]["signature"]
    lines["signatures"][0]["signature"] = ("B" if text[0] == "A" else "A") + text[1:]


def swap_signatures(lines):
    one, two = lines["signatures"][:2]
    one["signature"], two["signature"] = two["signature"], one["signature"]


def give_a_key_to_another_party(lines):
    first(lines, "keys", party="sint")["party"] = "acme"


def take_the_key_away(lines):
    lines["keys"].remove(first(lines, "keys", party="northwind"))


def take_the_log_key_away(lines):
    lines["keys"].remove(first(lines, "keys", role="log"))


def change_a_leaf(lines):
    lines["leaves"][0]["leaf"]["time"] = "2025-01-01T00:00:00.000000Z"


def move_a_leaf(lines):
    lines["leaves"][0]["index"] += 1


def leave_out_a_leaf(lines):
    lines["leaves"].pop()


def invent_a_leaf(lines):
    lines["leaves"].append({**lines["leaves"][0], "contents": {"digests": ["22" * 32]}})


def leave_out_the_last_checkpoint(lines):
    lines["checkpoints"].pop()


def reverse_the_checkpoints(lines):
    lines["checkpoints"].reverse()


def damage_the_chain(lines):
    lines["checkpoints"][1]["consistency"].pop()


def claim_another_size(lines):
    note = lines["checkpoints"][1]["note"].split("\n")
    note[1] = str(int(note[1]) + 1)
    lines["checkpoints"][1]["note"] = "\n".join(note)


def redate_the_witness(lines):
    text = lines["checkpoints"][1]["note"]
    [line] = [line for line in text.splitlines() if "witness.example" in line]
    code = line.rsplit(" ", 1)[1]
    lines["checkpoints"][1]["note"] = text.replace(code, code[:10] + ("B" if code[10] == "A" else "A") + code[11:])


def no_verdict(lines):
    lines["verdict"].clear()


LIES = {
    set_verdict: "verdict",
    set_a_figure: "verdict",
    set_a_row: "facts",
    swap_rows_for_better_ones: "facts",
    leave_out_a_row: "facts",
    add_a_row: "facts",
    move_a_row_to_no_batch: "facts",
    weaken_the_target: "signatures",
    reword_the_agreement: "documents",
    redefine_the_kpi: "signatures",
    leave_out_the_kpi: "signatures",
    leave_out_the_agreement: "documents",
    two_of_a_document: "documents",
    damage_a_signature: "signatures",
    swap_signatures: "signatures",
    give_a_key_to_another_party: "signatures",
    take_the_key_away: "signatures",
    take_the_log_key_away: "ledger",
    change_a_leaf: "ledger",
    move_a_leaf: "ledger",
    leave_out_a_leaf: "ledger",
    invent_a_leaf: "ledger",
    leave_out_the_last_checkpoint: "ledger",
    reverse_the_checkpoints: "ledger",
    damage_the_chain: "ledger",
    claim_another_size: "ledger",
    redate_the_witness: "ledger",
    no_verdict: "verdict",
}


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_lie_with_new_digests_is_found(signed: bytes, lie):
    made = forged(signed, lie)
    assert made != signed
    report = verify_bundle(made)
    assert next(check for check in report.checks if check.about == "form").state == "holds", "the lie is well formed"
    assert LIES[lie] in {check.about for check in report.failures}, words(report) or "nothing failed"
    unplaced = [c for c in report.failures if not c.where and c.about not in ("verdict", "documents", "statements")]
    assert unplaced == []


@pytest.mark.parametrize(
    "manifest",
    [{"as_of": "2026-03-01"}, {"grade": "attested"}, {"seed": 1}, {"known_at": "2026-02-01T00:00:00.000000Z"}],
)
def test_another_question_than_was_answered_is_found(signed: bytes, manifest: dict):
    report = verify_bundle(forged(signed, lambda _: None, manifest))
    assert "verdict" in {check.about for check in report.failures}


@pytest.mark.parametrize("manifest", [{"book": "contoso"}, {"agreement": "portal"}, {"format": "trueup-bundle-2"}])
def test_a_bundle_of_something_else_is_found(signed: bytes, manifest: dict):
    assert not verify_bundle(forged(signed, lambda _: None, manifest)).holds


def test_a_definition_that_was_changed_is_not_in_the_ledger(signed: bytes):
    digests: list[str] = []

    def change(lines):
        another_definition(lines)
        digests.append(lines["documents"][0]["digest"])

    forged(signed, change)
    report = verify_bundle(forged(signed, another_definition, {"definitions": {"book/northwind@1": digests[0]}}))
    assert "book/northwind@1 is not in the ledger" in words(report)
    hidden = verify_bundle(forged(signed, another_definition))
    assert any(c.about == "documents" and c.state == "missing" for c in hidden.checks), "it is said to prove nothing"


def test_rows_with_a_digest_of_their_own_are_not_in_the_ledger(signed: bytes, fraud: BundleInput):
    """A server that changes facts, and computes the digest of their batch anew."""
    [batch] = fraud.basis.batches
    table = batch.sent.tables["observations"]
    actuals = [None if value is None else value * 2 for value in table.column("actual").to_pylist()]
    at = table.column_names.index("actual")
    other = table.set_column(at, "actual", [actuals])
    from trueup.facts.digest import digest_of

    sent = replace(batch.sent, tables={"observations": other}, digest=digest_of({"observations": other}))
    basis = replace(fraud.basis, batches=(replace(batch, sent=sent),))
    from trueup.bundle.recompute import recompute

    honest = on_a_server(fraud)
    made = replace(honest, basis=basis, result=recompute(basis).result)
    report = verify_bundle(write(made))
    assert {check.about for check in report.failures} == {"ledger", "statements"}, "the settled sums betray it, too"
    assert "is not in the ledger" in words(report)


# Keys, replays and other logs


def test_a_server_that_makes_up_all_keys_is_found_by_one_that_is_trusted(fraud: BundleInput):
    made = write(on_a_server(fraud, keys("forger")))
    assert verify_bundle(made).holds, "it is consistent with itself"
    for key in PINNED[:2]:
        report = verify_bundle(made, [key])
        assert [check.about for check in report.failures] == ["keys"]
        assert "another key of that name is here instead" in words(report)


def test_a_trusted_key_that_is_only_listed_has_signed_nothing(signed: bytes):
    stranger = SigningKey.from_seed("observer/eve", b"e" * 32).verifier
    listed = {"key": str(stranger), "role": "member", "party": "assay", "member": "eve"}
    report = verify_bundle(forged(signed, lambda lines: lines["keys"].append(listed)), [stranger])
    assert "has signed nothing here" in words(report)


def test_signatures_of_another_version_or_book_are_found(fraud: BundleInput):
    own, honest = keys(), on_a_server(fraud)
    document = next(each for each in fraud.basis.documents if each.kind_name() == "agreement")
    about = subject(document, fraud.basis.documents)
    for other in (
        about.model_copy(update={"book": "contoso"}),
        about.model_copy(update={"digest": digest("another text")}),
        about.model_copy(update={"stands_on": {}}),
        about.model_copy(update={"version": 2}),
    ):
        replayed = (signature(other, "northwind", own["northwind"]), *honest.signatures[1:])
        report = verify_bundle(write(replace(honest, signatures=replayed)))
        assert "signatures" in {check.about for check in report.failures}, other


def test_a_book_may_have_another_name_on_its_server(fraud: BundleInput):
    own, made = keys(), on_a_server(fraud)
    document = next(each for each in fraud.basis.documents if each.kind_name() == "agreement")
    about = subject(document, fraud.basis.documents).model_copy(update={"book": "northwind-2"})
    named = replace(made, signatures=(signature(about, "northwind", own["northwind"]),), leaves=(), checkpoints=())
    assert "signatures" in {check.about for check in verify_bundle(write(named)).failures}
    report = verify_bundle(write(replace(named, signed_as="northwind-2")))
    assert report.holds, words(report)
    assert any("'northwind-2'" in check.words for check in report.checks if check.state == "note")


def test_a_party_that_has_not_signed_is_named(fraud: BundleInput):
    made = on_a_server(fraud)
    without = tuple(each for each in made.signatures if each.statement.party != "sint")
    report = verify_bundle(write(replace(made, signatures=without)))
    assert any("is not signed by sint" in check.words for check in report.checks if check.state == "missing")


def test_a_key_that_the_server_holds_is_named(fraud: BundleInput):
    made, own = on_a_server(fraud), keys()
    document = next(each for each in fraud.basis.documents if each.kind_name() == "agreement")
    served = signature(subject(document, fraud.basis.documents), "northwind", own["northwind"], held="server")
    report = verify_bundle(write(replace(made, signatures=(served,), checkpoints=(), leaves=())))
    assert any("the server holds the key of northwind" in check.words for check in report.checks)


def test_proofs_of_another_log_or_an_earlier_size_are_found(fraud: BundleInput):
    own, made = keys(), on_a_server(fraud)
    leaves = entered(made.digests)
    tree = Tree(leaf.encoded for leaf in leaves)
    other = {**own, "log": SigningKey.from_seed("log.example/contoso", b"o" * 32)}
    foreign = replace(made, checkpoints=heads(tree, (3, tree.size), other))
    assert "the log has not signed" in words(verify_bundle(write(foreign)))
    early = tuple(CarriedLeaf(i, leaves[i], tree.inclusion(i, 5)) for i in range(1, 5))
    assert words(verify_bundle(write(replace(made, leaves=early)))).count("the path is too short") == 4


def test_a_log_that_was_rewritten_between_two_checkpoints_is_found(fraud: BundleInput):
    own, made = keys(), on_a_server(fraud)
    leaves = entered(made.digests)
    tree = Tree(leaf.encoded for leaf in leaves)
    rewritten = Tree([leaves[1].encoded, leaves[0].encoded, *(leaf.encoded for leaf in leaves[2:])])
    first_head = heads(rewritten, (3,), own)
    chain = (*first_head, heads(tree, (3, tree.size), own)[1])
    report = verify_bundle(write(replace(made, checkpoints=chain)))
    assert "ledger" in {check.about for check in report.failures}


def test_a_log_without_a_witness_says_so(fraud: BundleInput):
    made = on_a_server(fraud)
    alone = tuple(
        replace(each, note=replace(each.note, signatures=each.note.signatures[:1])) for each in made.checkpoints
    )
    report = verify_bundle(write(replace(made, checkpoints=alone)))
    assert report.holds
    assert any("unwitnessed" in check.words for check in report.checks if check.state == "missing")


def test_a_leaf_about_several_things_covers_them(fraud: BundleInput):
    """An import is one leaf: its contents name the digests of all that came."""
    made, own = on_a_server(fraud), keys()
    contents = {"type": "import", "digests": list(made.digests)}
    leaf = entered([digest(contents)])[1]
    tree = Tree([b"before", leaf.encoded])
    held = (CarriedLeaf(1, leaf, tree.inclusion(1), contents),)
    whole = replace(made, leaves=held, checkpoints=heads(tree, (2,), own))
    assert verify_bundle(write(whole)).holds
    less = {**contents, "digests": list(made.digests)[1:]}
    assert "does not have the digest" in words(
        verify_bundle(write(replace(whole, leaves=(replace(held[0], contents=less),))))
    ).replace("do not", "does not")


def test_a_batch_that_lost_rows_is_not_proved_and_says_so(northwind: Path, tmp_path: Path):
    folder = tmp_path / "northwind"
    shutil.copytree(northwind, folder)
    with open_book(folder) as opened:
        with opened.store.snapshot() as snapshot:
            some = snapshot.collect(snapshot.frame("raw_claims").select("claim")).column(0)[0].as_py()
        opened.store.erase("raw_claims", "claim", [some], key="erase-1", reason="asked to be forgotten")
    report = verify_bundle(write(gathered(folder, "claims-platform")))
    assert report.holds, words(report)
    assert any("erased" in check.words for check in report.checks if check.state == "missing")


def places(value, at=()):
    """Every place inside plain JSON."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*at, key)
        yield from places(value[key], (*at, key))


STRANGE = [None, True, -1, 2.0**60, "", "é\u2028", [], {}, [1], {"a": 1}, "2026-01-01", "A" * 44, "0" * 64]


def test_whatever_a_line_says_is_answered_and_never_raised(signed: bytes, monkeypatch: pytest.MonkeyPatch):
    """Well-formed nonsense under a correct seal; the assessment itself has tests of its own."""

    def not_asked(_: object) -> None:
        raise LedgerError("not computed in this test")

    monkeypatch.setattr("trueup.bundle.checks.verdict.recompute", not_asked)
    monkeypatch.setattr("trueup.bundle.checks.statements.recount", not_asked)
    chance = random.Random(9162)

    def change(lines):
        line = chance.choice(lines[chance.choice([name for name in lines if lines[name]])])
        *path, last = chance.choice(list(places(line)))
        inside = line
        for key in path:
            inside = inside[key]
        inside[last] = chance.choice(STRANGE)
        if "body" in line and isinstance(line["body"], dict) and 2.0**60 not in line["body"].values():
            line["digest"] = digest(line["body"])

    for _ in range(300):
        assert not verify_bundle(forged(signed, change)).holds


def test_signatures_stand_on_a_definition_of_which_only_the_digest_is_here(northwind: Path):
    """What parties sign is the whole definition; a bundle leaves out those that have no part in it."""
    made, own = gathered(northwind, "claims-platform"), keys()
    assert made.basis.documents[0].digest != made.definitions["book/northwind@1"]
    document = next(each for each in made.basis.documents if each.kind_name() == "agreement")
    about = subject(document, made.basis.documents)

    def over(digest: str):
        stands_on = {**about.stands_on, "book/northwind@1": digest}
        said = signature(about.model_copy(update={"stands_on": stands_on}), "northwind", own["northwind"])
        return verify_bundle(write(replace(made, signatures=(said,), keys=carried(own)[:1])))

    report = over(made.definitions["book/northwind@1"])
    assert report.holds, words(report)
    missing = [check.words for check in report.checks if (check.about, check.state) == ("signatures", "missing")]
    assert "book/northwind@1: signatures are over its digest, and it is not here whole" in missing
    assert not over(made.basis.documents[0].digest).holds


def test_an_agreement_is_signed_over_the_definition_of_its_book(fraud: BundleInput):
    made, own = on_a_server(fraud), keys()
    document = next(each for each in fraud.basis.documents if each.kind_name() == "agreement")
    about = subject(document, fraud.basis.documents)
    without = {name: digest for name, digest in about.stands_on.items() if not name.startswith("book/")}
    said = signature(about.model_copy(update={"stands_on": without}), "northwind", own["northwind"])
    report = verify_bundle(write(replace(made, signatures=(said, *made.signatures[1:]))))
    assert "was signed without book/northwind, which it stands on" in words(report)


@pytest.mark.parametrize(
    "name", ["kpi/fraud-detection@1", "book/contoso@1", "book/northwind@2", "book/northwind@01", "book/northwind@0"]
)
def test_digests_are_stated_of_the_definitions_alone(signed: bytes, fraud: BundleInput, name: str):
    """Else whatever was signed could be left out, its digest stated instead."""
    stated = {**fraud.definitions, name: "ab" * 32}
    assert "states other digests" in words(verify_bundle(forged(signed, lambda lines: None, {"definitions": stated})))
