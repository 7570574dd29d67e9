"""Lies of a sender who changes the lines of a bundle, and what finds each of them."""

from __future__ import annotations

from trueup.vocabulary import digest


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
