"""Status words as offices write them.

A site names its statuses as it likes; what stands here counts only for a site whose
policy has that word, and never against a word of the policy itself.
"""

import unicodedata
from collections.abc import Collection, Mapping

CHINESE: dict[str, tuple[str, ...]] = {
    "green": ("绿", "绿码", "绿色", "正常"),
    "yellow": ("黄", "黄码", "黄色"),
    "red": ("红", "红码", "红色"),
}
"""By the usual word of a policy; the first is the one that we show."""


def status_words(policy: Collection[str]) -> Mapping[str, str]:
    """The site's status for each folded word that may be written for it."""
    known = {_folded(status): status for status in policy}
    written = {
        _folded(word): known[status]
        for status, words in CHINESE.items()
        if status in known
        for word in words
    }
    return written | known


def status_of(text: str, words: Mapping[str, str]) -> str | None:
    """The site's status for a text of any width and case; ``None`` for none."""
    return words.get(_folded(text))


def offered(policy: Collection[str]) -> str:
    """What may be written, for somebody who wrote something else."""
    return "、".join(
        f"{CHINESE[_folded(status)][0]} {status}"
        if _folded(status) in CHINESE
        else status
        for status in policy
    )


def _folded(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.split())
