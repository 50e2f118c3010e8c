"""/first-run: from an empty folder to the first person admitted."""

from ui.first_run.pages import first_run

__all__ = ["first_run"]
