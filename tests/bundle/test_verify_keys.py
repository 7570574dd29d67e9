"""Keys that nobody trusts, replayed signatures and other logs are found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.bundle.conftest import gathered
from tests.bundle.server import (
    PINNED,
    carried,
    entered,
    forged,
    heads,
    keys,
    on_a_server,
    signature,
    subject,
    words,
)
from trueup.agreements.documents import Answer, Dispute
from trueup.bundle.checks.signatures import _signers
from trueup.bundle.model import BundleInput, CarriedLeaf
from trueup.bundle.verify import verify_bundle
from trueup.bundle.write import write
from trueup.ledger.keys import SigningKey
from trueup.ledger.tree import Tree
from trueup.vocabulary import digest


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


def test_an_answered_dispute_is_signed_by_who_answers_it(fraud: BundleInput):
    raised = next(each for each in fraud.basis.documents if isinstance(each, Dispute))
    said = Answer(by="assay", at=raised.at, finding="rejected")
    assert _signers(raised) == (raised.by,)
    assert _signers(raised.model_copy(update={"version": 2, "answer": said})) == ("assay",)
