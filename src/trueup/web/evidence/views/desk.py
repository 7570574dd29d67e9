"""Where rows are handed in: one in a form, many from a spreadsheet or a file, with a look at what they would mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from trueup.vocabulary import FactError, SourceError, TrueupError
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.prepared import Prepared, ScopeT
from trueup.web.evidence.sheets import Sheets, pasted, uploaded, written_out
from trueup.web.parties.access import Actor, ActorRequest, NotFound, Refused

ISSUES = 200
MOST = 10 * 2**20


@dataclass(frozen=True, slots=True)
class Desk(Generic[ScopeT]):
    """All that rows of one kind have of their own: who may report, the forms, what becomes of rows, words, templates.

    The forms are made with the scope, and have `reading`; that of one row has its `sheets`, too.
    """

    scope_of: Callable[[Actor | None, str, str], ScopeT]
    form: Callable[..., Any]
    paste: Callable[..., Any]
    preview: Callable[..., Prepared[Any, Any, Any]]
    report: Callable[..., Landed]
    told: Callable[[ScopeT], Mapping[str, Any]]
    """What its pages are told."""
    thanks: Callable[[int], str]
    """What is said of so many recorded rows."""
    back: str
    """The page that shows what was reported."""
    frame: str
    single: str
    lines: str
    """The table of the rows in a preview."""
    then: Any = ""
    """What happens with what was recorded."""

    def one(self, request: ActorRequest, book: str, id: str) -> HttpResponse:
        """One row, new or corrected."""
        visit = _Visit(self, request, book, id, self.scope_of(request.actor, book, id))
        if request.method != "POST":
            asked = {name: request.GET[name] for name in request.GET if name != "key"}
            return visit.page(self.single, self.form(visit.scope, initial=asked))
        form = self.form(visit.scope, request.POST)
        return visit.answered(self.single, form, lambda: visit.recorded(form, form.sheets, "entered"))

    def many(self, request: ActorRequest, book: str, id: str) -> HttpResponse:
        """Rows pasted or uploaded: shown as they would be taken in, and taken in when confirmed."""
        visit = _Visit(self, request, book, id, self.scope_of(request.actor, book, id))
        if request.method != "POST":
            form = self.paste(visit.scope)
            del form.fields["reason"]  # nobody is asked for one before it is known that a row corrects something
            return visit.page("evidence/many.html", form)
        form = self.paste(visit.scope, request.POST, request.FILES)
        act = visit.confirmed if "confirm" in request.POST else visit.previewed
        return visit.answered("evidence/many.html", form, lambda: act(form))


@dataclass(frozen=True, slots=True)
class _Visit(Generic[ScopeT]):
    """Somebody at a desk."""

    desk: Desk[ScopeT]
    request: ActorRequest
    book: str
    id: str
    scope: ScopeT

    def answered(self, template: str, form: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
        """What comes of it; what cannot be is said beside what was typed."""
        if not form.is_valid():
            return self.page(template, form)
        try:
            return act()
        except (NotFound, Refused):
            raise
        except TrueupError as wrong:
            return self.page(template, form, error=wrong)

    def confirmed(self, form: Any) -> HttpResponse:
        """What was seen is taken in."""
        said = form.cleaned_data
        return self.recorded(form, pasted(said["text"]), said["how"] or "pasted")

    def recorded(self, form: Any, sheets: Sheets, how: str) -> HttpResponse:
        """Rows are taken in, and who sent them is thanked."""
        said = form.cleaned_data
        landed = self.desk.report(
            self.request.actor, self.book, self.id, sheets, form.reading,
            key=said["key"], how=how, reason=said["reason"],
        )  # fmt: skip
        self._thank(landed)
        return redirect(self.desk.back, book=self.book, id=self.id)

    def previewed(self, form: Any) -> HttpResponse:
        """The rows line by line. What was uploaded goes on as text, so that what is confirmed is what was seen."""
        said, how = form.cleaned_data, "pasted"
        sheets = pasted(said["text"]) if not said["file"] else _upload(said["file"])
        text, mark = said["text"], said["mark"]
        if said["file"]:
            how, text, mark = "uploaded", written_out(sheets), sheets.mark or mark
        made = self.desk.preview(self.request.actor, self.book, self.id, sheets, form.reading, key=said["key"])
        confirm = self.desk.paste(self.scope, initial={**said, "text": text, "how": how, "mark": mark})
        issues, corrections = made.refusals[:ISSUES], made.count("correction")
        return self.page("evidence/preview.html", confirm, made=made, issues=issues, corrections=corrections)

    def page(self, template: str, form: Any, error: TrueupError | None = None, **more: Any) -> HttpResponse:
        """A page of the desk."""
        refusals = error.refusals[:ISSUES] if isinstance(error, FactError) else ()
        told = {
            "book": self.book, "id": self.id, "scope": self.scope, "form": form, "error": error, "refusals": refusals,
            "frame": self.desk.frame, "lines": self.desk.lines, "back": self.desk.back,
            **self.desk.told(self.scope), **more,
        }  # fmt: skip
        wrong = error is not None or form.errors
        return render(self.request, template, told, status=422 if wrong else 200)

    def _thank(self, landed: Landed) -> None:
        if not landed.rows:
            messages.info(self.request, _("Nothing new: all of it was known already."))
            return
        said = self.desk.thanks(landed.rows)
        if landed.corrections:
            said += _(", %(n)d of them corrections") % {"n": landed.corrections}
        messages.success(self.request, f"{said}. {self.desk.then}".strip())


def _upload(file: Any) -> Sheets:
    if file.size > MOST:
        raise SourceError(_("the file has more than 10 MB"), do=_("send it in parts, or let a source load it"))
    return uploaded(file.name, file.read())
