"""On what legal basis a site may keep data about somebody.

Personal Information Protection Law of the People's Republic of China (2021),
article 13; consent may be withdrawn at any time (article 15).
"""

from enum import StrEnum


class LegalBasis(StrEnum):
    """A word for each basis that a gate may have."""

    CONSENT = "consent"  # item 1
    CONTRACT = "contract"  # item 2: work in the house, or a contract
    DUTY = "duty"  # item 3: a duty that the law lays upon the site
    EMERGENCY = "emergency"  # item 4: a public-health emergency, or to save life
    LAW = "law"  # item 7: what another law allows
