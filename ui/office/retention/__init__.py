"""/admin/retention: how long data are kept, what went when, and the end of a site."""

from ui.office.retention import ending, pages
from ui.office.retention.common import retention_pages

__all__ = ["ending", "pages", "retention_pages"]
