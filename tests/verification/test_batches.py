"""Many changes at once, in short transactions."""

from invented_site import AT, document, personal, senior

from verification.registry import Editor, Registry
from verification.registry.batches import BATCH
from verification.registry.bulk import fill


def test_a_group_that_does_not_fit_is_reported_and_the_others_stay(
    registry: Registry, editor: Editor
) -> None:
    good = [(editor.register(personal(i)),) for i in range(20)]
    bad = (editor.register(personal(30)), editor.set_status(b"nobody", "red"))
    report = registry.apply_many([*good, bad])
    assert (report.applied, registry.count()) == (20, 20)
    assert [(c.code, c.changes) for c in report.conflicts] == [("unknown_person", bad)]


def test_many_changes_are_written_in_short_transactions(
    registry: Registry, editor: Editor
) -> None:
    sizes: list[int] = []
    groups = [(editor.register(personal(i)),) for i in range(BATCH + 10)]
    registry.apply_many(groups, sizes.append)
    assert sizes == [BATCH, 10]


def test_large_imports_are_written_in_the_order_of_their_keys(
    registry: Registry, editor: Editor
) -> None:
    registry.apply_many([(editor.register(personal(i)),) for i in range(50)])
    keys = [r[0] for r in registry.db.execute("SELECT key FROM changes ORDER BY seq")]
    assert keys == sorted(keys)


def test_filling_registers_invented_people(registry: Registry) -> None:
    seen: list[int] = []
    applied = fill(registry, 40, AT, statuses=("green", "red"), progress=seen.append)
    assert (registry.count(), applied, sum(seen)) == (40, 50, 40)
    details = registry.details(registry.subject(document(4)))
    assert details is not None
    assert (details.record.status, details.cards[0].number) == (
        "green",
        senior(4).number,
    )
