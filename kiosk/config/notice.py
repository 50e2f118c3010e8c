"""The notice about personal data, and the legal basis of the site."""

from typing import Literal

from pydantic import Field

from kiosk.config.base import Table

BasisWord = Literal["consent", "contract", "duty", "emergency", "law"]


class NoticeTable(Table):
    """The notice about personal data that people are given.

    Attributes:
        version: of the notice that hangs at the gates, such as "2026-01".
        basis: on which legal basis the office and its imports register people, a
            word of `verification.legal`; unset, nothing is recorded of it unless
            somebody says it on a person's page.

    """

    version: str = Field("", max_length=40)
    basis: BasisWord | None = None
