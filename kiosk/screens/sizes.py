"""How large things of the gate screen are, in millimetres and in degrees of sight.

EN 301 549 V3.2.1, clause 5.1.4: the height H of the capital letter H, seen from the
distance D, shall take an angle of at least 0.7 degrees; the angle is 180 H / (pi D).
Twenty millimetres suffice for a key that is pressed standing (Colle and Hiszem,
Ergonomics 47, 2004).
"""

from math import pi

from kiosk.screens.setup import Panel

LEAST_DEGREES = 0.7
LEAST_KEY_MM = 20.0
TEXT_UNITS = 4.2  # the smallest text of the gate screen
CAPITAL = 0.733  # of the font's size: the capital height of Noto Sans CJK
KEY_UNITS, KEY_UNITS_UPRIGHT = 12.6, 11.0  # the lower one of its keys


def upright(panel: Panel) -> bool:
    """Whether the panel stands on its short side."""
    return panel.height_px >= panel.width_px


def unit_px(panel: Panel) -> float:
    """The one length of the gate screen, in CSS pixels."""
    width, height = panel.width_px / 100, panel.height_px / 100
    if upright(panel):
        return min(1.62 * width, 0.92 * height)
    return min(width, 1.6 * height)


def capital_mm(panel: Panel) -> float:
    """How high a capital letter of the smallest text is."""
    return CAPITAL * TEXT_UNITS * unit_px(panel) * panel.mm_per_px


def degrees(panel: Panel) -> float:
    """How high that letter is to whoever stands at the panel's distance."""
    return 180 * capital_mm(panel) / (pi * panel.distance_cm * 10)


def farthest_cm(panel: Panel) -> float:
    """The largest distance at which the smallest text is large enough."""
    return 180 * capital_mm(panel) / (pi * LEAST_DEGREES * 10)


def key_mm(panel: Panel) -> float:
    """How high the lower one of the keys is."""
    units = KEY_UNITS_UPRIGHT if upright(panel) else KEY_UNITS
    return units * unit_px(panel) * panel.mm_per_px
