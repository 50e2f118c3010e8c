"""Somebody died: the relative who asks, and the end of matching.

Personal Information Protection Law of the People's Republic of China (2021), article
49: close relatives may look at, copy, correct and erase what is kept of the dead. Who
they are is shown by papers; of those only a reference is kept, and no picture.
"""

from datetime import date, datetime, timedelta
from typing import Any

from werkzeug.wrappers import Response

from kiosk.people.steps import told
from ui.access import signed_in
from ui.desk import desk
from ui.language import t
from ui.office.common import own_registry, zone
from ui.office.people.change_words import HEIRS
from ui.office.people.changing import changed_meanwhile
from ui.office.people.common import (
    editor,
    known,
    people_pages,
    subject_of,
    to_person,
)
from ui.office.people.forms import Problems, typed
from ui.office.people.meanwhile import DEATH, since
from ui.office.people.person import Answer, shown_page
from verification.errors import RegistryConflict
from verification.ledger import Entry, EventKind
from verification.registry import AskedKind, Change, ChangeKind, Registry

LONGEST = {"asker": 60, "proof": 60}
FIELDS = ("relation", *LONGEST, "died_asked_on", "died_sure")


@people_pages.post("/<key>/died")
def died(key: str) -> Response:
    """A close relative proved it and asks for a copy; nobody is matched any more."""
    subject, form = subject_of(key), typed(*FIELDS)
    problems, on = _checked(form)
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        if problems:
            return shown_page(registry, subject, Answer(form, problems))
        if late := before.kinds(DEATH):
            return changed_meanwhile(registry, subject, form, late, "heirs")
        said = {name: form[name] for name in LONGEST}
        change = editor().record_death(subject, form["relation"], said)
        return _do(registry, change, before.newest, on)


@people_pages.post("/<key>/lives")
def lives(key: str) -> Response:
    """It was recorded of the wrong person: the cards count again."""
    subject, form = subject_of(key), typed("lives_sure")
    with own_registry() as registry:
        before = since(registry, subject)
        known(registry, subject)
        if not form["lives_sure"]:
            unsure = t("请先勾选确认。", "Tick first that you are sure.")
            return shown_page(registry, subject, Answer(form, {"lives_sure": unsure}))
        if late := before.kinds(DEATH):
            return changed_meanwhile(registry, subject, {}, late, "heirs")
        change = editor().take_back_death(subject)
        return _do(registry, change, before.newest, None)


def newest_heir(registry: Registry, subject: bytes) -> dict[str, Any] | None:
    """The relative who asked last: relation, asker, proof; ``None`` without one."""
    for one in reversed(told(registry.story.of(subject))):
        if one.change.kind is ChangeKind.LIVES:
            return None
        if one.change.kind is ChangeKind.DIED:
            return {step.field: step.new for step in one.steps}
    return None


def heir_entry(change: str, subject: bytes, heir: dict[str, Any]) -> Entry:
    """What the ledger keeps of it: the relation in the open, who asked in the box."""
    return Entry(
        EventKind.REGISTRY_CHANGE,
        staff=signed_in().account.id,
        more={"change": change, "relation": str(heir.get("relation") or "")},
        subject=subject,
        personal={name: str(heir.get(name) or "") for name in LONGEST},
    )


def _do(registry: Registry, change: Change, seen: int, on: date | None) -> Response:
    subject, word = change.key, change.kind.value
    try:
        registry.apply([change], seen)
    except RegistryConflict:
        return to_person(subject, "meanwhile")
    said = dict(change.personal or {}) | {"relation": change.body.get("relation")}
    desk().house.ledger.append(heir_entry(word, subject, said))
    if on is None:
        return to_person(subject, "lives")
    own, days = signed_in().account.id, desk().house.config.notice.answer_days
    due, relation = on + timedelta(days=days), str(said["relation"])
    registry.asked.add(subject, AskedKind.COPY, on, due, own, relation)
    facts = {"change": "request.asked", "what": AskedKind.COPY.value}
    desk().house.recorder(own)(facts | {"relation": relation})
    return to_person(subject, "died")


def _checked(form: dict[str, str]) -> tuple[Problems, date]:
    problems: Problems = {}
    if form["relation"] not in HEIRS:
        problems["relation"] = t("请选是哪位近亲属。", "Choose which relative.")
    if not form["asker"] or len(form["asker"]) > LONGEST["asker"]:
        problems["asker"] = t("请填谁来办的。", "Say who asks.")
    if not form["proof"] or len(form["proof"]) > LONGEST["proof"]:
        problems["proof"] = t(
            "请填看过的证明材料和编号，例如“死亡证明 2026-17，户口本”。",
            "Say which papers you saw and their numbers.",
        )
    if not form["died_sure"]:
        problems["died_sure"] = t("请先勾选确认。", "Tick first that you are sure.")
    today = datetime.now(zone()).date()
    on = _day(form["died_asked_on"], today)
    if on is None or on > today:
        problems["died_asked_on"] = t(
            "日期不对：不能晚于今天。", "No date, or one that is still to come."
        )
    return problems, on or today


def _day(text: str, without: date) -> date | None:
    try:
        return date.fromisoformat(text) if text else without
    except ValueError:
        return None
