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
        answer_days: within how many days a person's own request is answered; the
            national standard GB/T 35273-2020 wants thirty at most.

    """

    answer_days: int = Field(30, ge=1, le=30)
    version: str = Field("", max_length=40)
    basis: BasisWord | None = None
