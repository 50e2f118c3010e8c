"""Requests of relatives: somebody asks that old people be registered.

What is in a request lies sealed until the office decided on it, and a while longer;
`expire` destroys what is over.
"""

from kiosk.requests.book import (
    DecidedMeanwhile,
    Kept,
    QueueFull,
    RequestBook,
    random_receipt,
)
from kiosk.requests.content import Declined, Outcome, Relation, Relative, Request
from kiosk.requests.ending import Expired, expire, forget

__all__ = [
    "DecidedMeanwhile",
    "Declined",
    "Expired",
    "Kept",
    "Outcome",
    "QueueFull",
    "Relation",
    "Relative",
    "Request",
    "RequestBook",
    "expire",
    "forget",
    "random_receipt",
]
