"""What the history of a person says, in both languages."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from kiosk.people.steps import COUNTS, LOST
from ui.attested import SHOWN_ON
from ui.language import t
from ui.office.common import zone
from ui.office.passes.words import ENDS, WHAT
from ui.office.people.common import local
from ui.office.people.words import BASES, FIELDS, SOURCES
from ui.statuses import status_word
from ui.words import DOCUMENTS, Word
from verification.masks import mask_name, mask_number, mask_phone

WHYS: dict[str, Word] = {
    "told": Word("本人告知", "the person told us"),
    "family": Word("家人告知", "the family told us"),
    "document": Word("看了证件或材料", "a document was seen"),
    "mistyped": Word("改正打错的", "it was mistyped"),
    "notice": Word("社区或单位通知", "the community or employer told us"),
}
HEIRS: dict[str, Word] = {
    "spouse": Word("配偶", "husband or wife"),
    "child": Word("子女", "son or daughter"),
    "parent": Word("父母", "father or mother"),
    "sibling": Word("兄弟姐妹", "brother or sister"),
    "grandchild": Word("孙辈", "grandchild"),
    "grandparent": Word("祖父母、外祖父母", "grandparent"),
}
LABELS: dict[str, Word] = FIELDS | {
    "status": Word("健康状态", "Status"),
    "valid_until": Word("有效期至", "Valid until"),
    "source": Word("状态来自", "Known from"),
    "card_number": Word("卡号", "Card number"),
    "kind": Word("类型", "Kind"),
    "what": Word("什么证明", "What"),
    "standing": Word("挂失", "Reported lost"),
    "shown": Word("看的是", "Seen on"),
    "recorded_at": Word("出示时间", "Shown"),
    "detail": Word("证明内容", "What it said"),
    "basis": Word("依据", "Basis"),
    "notice": Word("告知书版本", "Notice"),
    "withdrawn_at": Word("撤回于", "Withdrawn"),
    "expires": Word("最后一天", "Last day"),
    "why": Word("原因", "Why"),
    "relation": Word("近亲属", "Relative"),
    "asker": Word("谁来办的", "Who asked"),
    "proof": Word("证明材料编号", "Reference of the proof"),
}
STANDING: dict[str, Word] = {
    COUNTS: Word("没有挂失", "counts"),
    LOST: Word("已挂失", "lost"),
}


def mask_note(text: str) -> str:
    """Of free text only how long it is."""
    return t(f"{len(text)} 个字", f"{len(text)} characters")


MASKS: Mapping[str, Callable[[str], str]] = {
    "number": mask_number,
    "card_number": mask_number,
    "proof": mask_number,
    "name": mask_name,
    "relative": mask_name,
    "asker": mask_name,
    "phone": mask_phone,
    "note": mask_note,
    "detail": mask_note,
}


def value_word(name: str, value: str) -> Word:
    """A value in both languages; a date or a name is the same in both."""
    if name == "status":
        return status_word(value)
    if name in ("recorded_at", "withdrawn_at"):
        value = local(datetime.fromisoformat(value))
    if name == "expires":
        last = datetime.fromisoformat(value) - timedelta(seconds=1)
        value = f"{last.astimezone(zone()):%Y-%m-%d}"
    return _TABLES.get(name, {}).get(value, Word(value, value))


_TABLES: Mapping[str, Mapping[str, Word]] = {
    "source": SOURCES,
    "kind": DOCUMENTS,
    "what": WHAT,
    "standing": STANDING,
    "shown": SHOWN_ON,
    "basis": BASES,
    "why": ENDS,
    "relation": HEIRS,
}
