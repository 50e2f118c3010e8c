"""On what legal basis somebody is registered, and the consent that is taken back.

Personal Information Protection Law of the People's Republic of China (2021),
articles 13, 15 and 17.
"""

from werkzeug.wrappers import Response

from ui.language import t
from ui.office.common import own_registry
from ui.office.people.changing import changed_meanwhile, do
from ui.office.people.common import editor, known, people_pages, subject_of
from ui.office.people.forms import Problems, typed
from ui.office.people.meanwhile import GROUNDS, since
from ui.office.people.person import Answer, shown_page
from verification.legal import LegalBasis

LONGEST = 40  # characters of a notice's version


@people_pages.post("/<key>/basis")
def set_basis(key: str) -> Response:
    """A basis that holds from now on, with the notice that was given."""
    subject, form = subject_of(key), typed("basis", "notice")
    problems: Problems = {}
    if form["basis"] not in set(LegalBasis):
        problems["basis"] = t("请选登记依据。", "Choose the legal basis.")
    if len(form["notice"]) > LONGEST:
        problems["notice"] = t("版本太长，最多 40 个字。", "At most 40 characters.")
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        if late := before.kinds(GROUNDS):
            return changed_meanwhile(registry, subject, form, late, "ground")
        notice = form["notice"] or None
        change = editor().record_basis(subject, form["basis"], notice)
        return do(registry, "basis", change, before, form)


@people_pages.post("/<key>/withdraw")
def withdraw(key: str) -> Response:
    """The person takes the consent back; matching stops at the next card."""
    subject, form = subject_of(key), typed("sure")
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        if not form["sure"]:
            unsure = t("请先勾选确认。", "Tick first that you are sure.")
            return shown_page(registry, subject, Answer(form, {"sure": unsure}))
        if late := before.kinds(GROUNDS):
            return changed_meanwhile(registry, subject, {}, late, "ground")
        return do(registry, "withdrawn", editor().withdraw_basis(subject), before)
