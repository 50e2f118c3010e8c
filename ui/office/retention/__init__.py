"""/admin/retention: how long data are kept, what went when, and the end of a site."""

from ui.office.retention import ending, pages, record
from ui.office.retention.common import retention_pages

__all__ = ["ending", "pages", "record", "retention_pages"]
