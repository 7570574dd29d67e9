"""Which column of a table means what: by the names that people and tools give them, or as a person says.

The names are English, and those of Microsoft Project in German, French and Spanish.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trueup.vocabulary import InputError, did_you_mean

MEANINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "activity id", "task id", "activity", "task", "key", "code", "no", "nr", "number", "uid",
           "unique id", "vorgangsnummer", "kennung", "numéro", "identificador"),
    "name": ("name", "activity name", "task name", "title", "summary", "description", "task", "activity",
             "vorgangsname", "vorgang", "bezeichnung", "aufgabe", "nom de la tâche", "nom", "tâche",
             "nombre de tarea", "nombre", "tarea"),
    "party": ("party", "owner", "responsible", "company", "organisation", "organization", "supplier", "vendor",
              "contractor", "partner", "verantwortlich", "firma", "responsable", "entreprise", "empresa"),
    "resource": ("resource", "resources", "resource names", "resource name", "assigned to", "assignee",
                 "ressourcennamen", "ressource", "noms ressources", "ressources", "nombres de los recursos",
                 "recursos"),
    "duration": ("duration", "days", "length", "original duration", "planned duration", "duration days",
                 "duration in days", "effort", "dauer", "durée", "duración"),
    "predecessors": ("predecessors", "predecessor", "after", "depends on", "dependencies", "dependency", "depends",
                     "vorgänger", "prédécesseurs", "predecesoras"),
    "start": ("start", "start date", "planned start", "begin", "begins", "scheduled start", "early start", "anfang",
              "beginn", "startdatum", "début", "comienzo"),
    "finish": ("finish", "end", "finish date", "end date", "planned finish", "planned end", "scheduled finish",
               "early finish", "ende", "enddatum", "fin"),
    "baseline_start": ("baseline start", "baseline start date", "bl start", "geplanter anfang"),
    "baseline_finish": ("baseline finish", "baseline end", "baseline finish date", "bl finish", "bl project finish",
                        "geplantes ende"),
    "cost": ("cost", "budget", "total cost", "planned cost", "budgeted cost", "budgeted total cost", "amount",
             "kosten", "gesamtkosten", "coût", "costo", "coste"),
    "fixed_cost": ("fixed cost", "feste kosten"),
    "cost_per_day": ("cost per day", "cost/day", "daily cost", "rate per day"),
    "percent": ("percent", "percent complete", "% complete", "complete", "progress", "% done", "done",
                "percent done", "activity % complete", "% work complete", "% abgeschlossen", "fortschritt",
                "% achevé", "% completado"),
    "actual_start": ("actual start", "actual start date", "started", "started on", "ist anfang",
                     "tatsächlicher anfang", "début réel", "comienzo real"),
    "actual_finish": ("actual finish", "actual end", "actual finish date", "finished", "finished on",
                      "completed on", "ist ende", "tatsächliches ende", "fin réelle", "fin real"),
    "actual_cost": ("actual cost", "cost to date", "actual total cost", "spent", "ist kosten", "aktuelle kosten",
                    "coût réel", "costo real"),
    "remaining": ("remaining", "remaining duration", "remaining days", "restdauer", "verbleibende dauer",
                  "durée restante", "duración restante"),
    "deadline": ("deadline", "due", "due date", "committed finish", "committed", "commitment", "stichtag", "frist",
                 "échéance"),
    "optimistic": ("optimistic", "best case", "minimum", "min"),
    "likely": ("most likely", "likely", "most probable", "mode"),
    "pessimistic": ("pessimistic", "worst case", "maximum", "max"),
    "group": ("group", "phase", "work package", "workstream", "section"),
    "wbs": ("wbs", "wbs code", "outline number", "psp code"),
    "level": ("outline level", "level", "indent", "gliederungsebene"),
    "status_date": ("status date", "as of", "data date", "report date", "statusdatum"),
}  # fmt: skip


def folded(name: str) -> str:
    """A column's name without case, signs and double spaces; `(days)` and `[EUR]` stay as words."""
    return re.sub(r"[^\w%/]+", " ", name.casefold().replace("_", " ")).strip()


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each meaning stands in a row, by position; `unused` are the headers that mean nothing here."""

    at: Mapping[str, int]
    headers: Sequence[str]
    unused: Sequence[str] = field(default=())

    def get(self, row: Sequence[str], meaning: str) -> str:
        """The text of a meaning in a row; empty where there is none."""
        place = self.at.get(meaning)
        return row[place].strip() if place is not None and place < len(row) else ""

    def has(self, *meanings: str) -> bool:
        """Whether all of these are there."""
        return all(meaning in self.at for meaning in meanings)


def find_columns(headers: Sequence[str], said: Mapping[str, str]) -> Columns:
    """The columns of a table. `said` gives the header of a meaning; InputError for a header or meaning unknown."""
    names = [folded(header) for header in headers]
    found = {meaning: _said(meaning, header, headers, names) for meaning, header in said.items()}
    for meaning, aliases in MEANINGS.items():
        taken = set(found.values())
        places = (names.index(alias) for alias in aliases if alias in names)
        place = next((at for at in places if at not in taken), None)
        if meaning not in found and place is not None:
            found[meaning] = place
    unused = [header for at, header in enumerate(headers) if at not in found.values()]
    return Columns(found, headers, unused)


def _said(meaning: str, header: str, headers: Sequence[str], names: Sequence[str]) -> int:
    if meaning not in MEANINGS:
        do = did_you_mean(meaning, MEANINGS) or f"one of {', '.join(MEANINGS)}"
        raise InputError(f"no column can mean {meaning!r}", where="columns", do=do)
    if folded(header) not in names:
        do = did_you_mean(header, headers) or f"columns: {', '.join(headers)}"
        raise InputError(f"the table has no column {header!r}", where="columns", do=do)
    return names.index(folded(header))
