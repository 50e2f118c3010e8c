"""What is stored: databases, ledger, accounts."""

from collections.abc import Iterator

from kiosk.doctor.finding import Finding
from kiosk.house import House
from kiosk.policy import in_force
from kiosk.staff import Role, Staff


def store(house: House) -> Iterator[Finding]:
    """The databases of a site and what must be in them."""
    for name, db in (("registry", house.registry.db), ("ledger", house.ledger_db)):
        said = str(db.conn.execute("PRAGMA quick_check(1)").fetchone()[0])
        yield Finding(
            f"{name}_file",
            said,
            said == "ok",
            remedy="不要修补；换上备份 do not mend it: put the backup in its place",
        )
    yield _chain(house)
    yield Finding("people", house.registry.count(), None, "people")
    yield _administrators(house)
    yield _policy(house)


def _chain(house: House) -> Finding:
    newest = house.ledger.checkpoints(newest=1)
    found = house.ledger.verify(
        newest[0] if newest else None, anchor=house.folder.anchor
    )
    chinese, english = found.sentences()
    return Finding(
        "ledger_chain",
        found.last_seq,
        found.ok,
        "rows",
        remedy="" if found.ok else f"{chinese} {english} kiosk ledger verify",
    )


def _policy(house: House) -> Finding:
    """Whose rules are in force; what was set goes before the config."""
    found = in_force(house.registry.policies, house.config)
    if found.problem:
        remedy = f"{found.problem}; 现用 config.toml 的规则 the config's rules are used"
        return Finding("policy", found.number, False, remedy=f"{remedy}: /admin/policy")
    source = "config.toml" if found.from_config else f"/admin/policy, {found.number}"
    return Finding("policy", source, True)


def _administrators(house: House) -> Finding:
    staff = Staff(house.folder.registry)
    try:
        able = [a for a in staff.accounts.all() if not a.disabled]
    finally:
        staff.close()
    count = sum(account.role is Role.ADMINISTRATOR for account in able)
    return Finding(
        "administrators",
        count,
        count > 0,
        limit=1,
        remedy="" if count else "kiosk staff add NAME --role administrator",
    )
