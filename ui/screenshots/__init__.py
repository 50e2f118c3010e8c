"""`make screenshots`: every look of the gate screen in three sizes, in docs/screens.

The real pages in the system's Chromium, with invented people; the clock stands and
nothing moves, so that a picture changes only when its page does.
"""

from ui.screenshots.samples import PAGES, SAMPLES, SIZES, file_names

__all__ = ["PAGES", "SAMPLES", "SIZES", "file_names"]
