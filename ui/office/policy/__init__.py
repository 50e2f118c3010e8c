"""/admin/policy: the rules in force, in words, and a change of them."""

from ui.office.policy.pages import close_rehearsal, policy_pages

__all__ = ["close_rehearsal", "policy_pages"]
