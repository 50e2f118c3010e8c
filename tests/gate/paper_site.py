"""A site whose cameras say what they are told, with an office that issues passes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from gate_kit import PEOPLE, Site
from scripted_camera import CAMERAS, ScriptedCamera

from kiosk.live import CommandKind
from kiosk.passes.desk import PassDesk
from verification.documents import Document
from verification.passes.issued import IssuedPass

MakePapers = Callable[..., "PaperSite"]
SCRIPTED = {"driver": "scripted", "source": "-"}


class PaperSite:
    """Papers for one site; its office was there for two months."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.now = datetime.now(UTC) - timedelta(days=60)
        self.desk = PassDesk.of(site.watch, "test", lambda: self.now)
        self.desk.office.make()
        self.now = datetime.now(UTC)

    def issue(self, index: int = 0, days: int = 30) -> IssuedPass:
        """A pass for one of `PEOPLE`."""
        number = PEOPLE[index].card.person.number
        registry = self.site.watch.registry
        subject = registry.subject(Document.parse(number, "resident"))
        issued = self.desk.issue(subject, days)
        self.site.forget()  # what the office records is another story
        return issued

    def camera(self, lane: str = "east") -> ScriptedCamera:
        return CAMERAS[f"{lane}-camera"]

    def type_code(self, code: str) -> str:
        return self.site.ask(CommandKind.SHOW_CODE, code=code)
