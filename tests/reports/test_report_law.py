"""Whatever happened: a report is what somebody counts who reads the whole ledger."""

from collections import Counter, defaultdict
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reports_kit import SHANGHAI, Diary

from kiosk.reports import Span, Table
from verification.ledger import EventKind
from verification.reasons import Outcome, Reason

MONTH = Span.month("2026-11")
REFUSALS = {
    Outcome.REFER: Reason.NOT_REGISTERED,
    Outcome.REFUSE: Reason.PASS_FORGED,
    Outcome.UNABLE: Reason.DATA_STALE,
}

stories = st.lists(
    st.tuples(
        st.sampled_from(
            ("comes_in", "turns_back", "refused", "helped", "calls", "alone", "lost")
        ),
        st.sampled_from(("east", "west")),
        st.sampled_from(tuple(REFUSALS)),
        st.sampled_from((None, "80+", "60-69")),
        st.sampled_from(("opens", "silent", "by hand", "explained")),
        st.sampled_from((30, 4 * 3600, 11 * 3600)),  # seconds until the next
        st.booleans(),  # somebody looks at the report
    ),
    max_size=9,
)


class Month(Diary):
    """Stories as lanes record them, and of what age who came was."""

    def __post_init__(self):
        super().__post_init__()
        self.ages = {}

    def shows(self, *words, personal, **about):
        visit = super().shows(*words, personal=personal, **about)
        self.ages[visit] = personal.get("age")
        return visit

    def tell(self, kind, lane, outcome, age, gate):
        about = {"personal": {"age": age} if age else {}, "lane": lane}
        if kind == "comes_in":
            self.goes_through(self.shows(**about))
        elif kind == "turns_back":
            visit = self.shows(**about)
            self.event(EventKind.GATE_PULSE, visit, lane=lane)
            self.event(EventKind.GATE_NOBODY, visit, lane=lane)
        elif kind == "refused":
            self.shows(REFUSALS[outcome], outcome, **about)
        elif kind == "helped":
            self.opening(self.shows(REFUSALS[outcome], outcome, **about), gate)
        elif kind == "alone":
            self.visits += 1
            self.opening(f"alone {self.visits}", gate)
        elif kind == "calls":
            self.visits += 1
            self.event(EventKind.CALL_RAISED, f"call {self.visits}", lane=lane)
        else:
            self.event(EventKind.DEVICE_LOST, lane=lane, more={"device": "gate"})

    def opening(self, visit, gate):
        order = self.orders(visit, reason=None)
        seq = self.ledger.recent(2)[-1].seq
        if gate in ("opens", "explained"):
            self.event(EventKind.GATE_PULSE, visit, more={"order": order})
        self.after(7 * 3600 if gate != "opens" else 1)
        said = {"explained": {"reason": "other"}, "by hand": {"by_hand": True}}
        if gate in said:
            more = {"override": seq} | said[gate]
            self.event(EventKind.OVERRIDE_REASON, visit, more=more)


def naive(events, ages):
    """Everything again, from the first event to the last, without any haste."""
    found, visits = defaultdict(Counter), defaultdict(list)
    for event in events:
        visits[event.visit].append(event)
        if event.kind == EventKind.DEVICE_LOST:
            found["devices"][event.more["device"]] += 1
    visits.pop(None, None)
    for told in visits.values():
        kinds = Counter(event.kind for event in told)
        by_hand = any(event.more.get("by_hand") for event in told)
        ordered, pulsed = kinds[EventKind.OVERRIDE], kinds[EventKind.GATE_PULSE]
        opened = ordered and (pulsed or by_hand)
        if ordered:
            said = [e.more["reason"] for e in told if e.more.get("reason")]
            key = f"s7|{said[-1] if said else ''}" if opened else "s7"
            found["overrides" if opened else "unopened"][key] += 1
        found["calls"]["all"] += kinds[EventKind.CALL_RAISED]
        verdict = next((e for e in told if e.kind == EventKind.VERDICT), None)
        if verdict is None and not opened:
            continue
        outcome = str(verdict.outcome) if verdict else "staff"
        age = ages[verdict.visit] or "unrecorded" if verdict else "unknown"
        found["visits"]["all"] += 1
        found["visits"]["through"] += bool(
            by_hand or (pulsed and not kinds[EventKind.GATE_NOBODY])
        )
        found["outcomes"][outcome] += 1
        found["ages"][f"{age}|{outcome}"] += 1
        if verdict and outcome != Outcome.ADMIT:
            found["reasons"][str(verdict.reason)] += 1
    return found


def told(report):
    """The same tables of a report."""
    tables = {str(name): +keys for name, keys in report.total.tables.items()}
    few = {"visits": ("all", "through"), "calls": ("all",)}
    for name, words in few.items():
        tables[name] = Counter({word: tables[name][word] for word in words})
    return tables


@settings(
    max_examples=20,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(stories=stories, portion=st.integers(1, 40))
def test_a_month_is_what_a_naive_count_of_its_ledger_comes_to(
    report_keys, stories, portion
):
    with TemporaryDirectory() as folder:
        month = Month(Path(folder), report_keys)
        book = month.book()
        for *story, seconds, looks in stories:
            month.tell(*story)
            month.after(seconds)
            if looks:
                book.count(MONTH, portion)
        events = [e for e in month.ledger.events() if _in_month(e.at)]
        expected = naive(events, month.ages)
        month.at += timedelta(days=1)
        reports = [book.report(MONTH), month.book().report(MONTH), month.report(MONTH)]
        month.close()
    for report in reports:
        found = told(report)
        for table in ("visits", "outcomes", "reasons", "ages", "devices", "calls"):
            assert +expected[table] == +found[table], table
        for table in ("overrides", "unopened"):
            assert +expected[table] == +found[table], table
        _agrees(report)


def _agrees(report):
    """The tables of a report with each other."""
    total = report.total
    for table in (Table.OUTCOMES, Table.DOCUMENTS, Table.AGES):
        assert total.total(table) == report.visits
    for lines in (report.days, report.lanes):
        assert sum(line.tally.count(Table.VISITS, "all") for line in lines) == (
            report.visits
        )


def _in_month(moment):
    return moment.astimezone(SHANGHAI).month == 11
