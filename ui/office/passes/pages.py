"""The blueprint with all its routes, and the panel for a person's page."""

# Each module hangs its routes on the blueprint when it is imported.
from ui.office.passes import holder, one, overview, printing
from ui.office.passes.common import pass_pages

__all__ = ["holder", "one", "overview", "pass_pages", "printing"]


@pass_pages.app_context_processor
def _panel() -> dict[str, object]:
    return {"papers_of": holder.papers_of}
