"""Outcomes and reasons: the words of every verdict."""

from enum import StrEnum


class Outcome(StrEnum):
    """What a verdict comes to."""

    ADMIT = "admit"
    REFER = "refer"  # staff decide
    REFUSE = "refuse"  # must not pass without staff
    UNABLE = "unable"  # we could not check: our fault, never the visitor's


class Reason(StrEnum):
    """Why; each belongs to exactly one outcome."""

    STATUS_VALID = "status_valid"
    PASS_VALID = "pass_valid"
    REGISTERED_ENTRY = "registered_entry"
    ALREADY_OPEN = "already_open"
    NOT_REGISTERED = "not_registered"
    STATUS_ATTENTION = "status_attention"
    STATUS_EXPIRED = "status_expired"
    DOCUMENT_EXPIRED = "document_expired"
    PASS_EXPIRED = "pass_expired"
    PASS_REUSED = "pass_reused"
    PASS_NEEDS_ID = "pass_needs_id"
    PASS_HOLDER_DIFFERS = "pass_holder_differs"
    PAPER_UNKNOWN = "paper_unknown"
    ATTESTATION_MISSING = "attestation_missing"
    STATUS_BARRED = "status_barred"
    PASS_REVOKED = "pass_revoked"
    PASS_FORGED = "pass_forged"
    CARD_REVOKED = "card_revoked"
    DATA_STALE = "data_stale"
    CLOCK_UNTRUSTED = "clock_untrusted"
    RECORD_FAILED = "record_failed"
    GATE_FAULT = "gate_fault"
    READER_FAULT = "reader_fault"
    CHECK_FAILED = "check_failed"
    TIMED_OUT = "timed_out"
    OUT_OF_SERVICE = "out_of_service"
