"""People, documents, rules, verdicts and the ledger.

This package knows no device, no thread and no request.
"""
