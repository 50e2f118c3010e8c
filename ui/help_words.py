"""What the form of relatives says, in both languages at once."""

from kiosk.people.reports import Fault
from kiosk.people.texts import ROW, RowFault
from kiosk.requests import Relation
from ui.words import Word
from verification.documents import DocumentKind

RELATIONS: dict[str, Word] = {
    Relation.CHILD: Word("子女", "son or daughter"),
    Relation.SPOUSE: Word("老伴", "husband or wife"),
    Relation.GRANDCHILD: Word("孙辈", "grandchild"),
    Relation.SIBLING: Word("兄弟姐妹", "brother or sister"),
    Relation.FAMILY: Word("其他亲属", "other family"),
    Relation.NEIGHBOUR: Word("邻居、朋友", "neighbour or friend"),
    Relation.CARER: Word("护工、社工", "carer or social worker"),
}
KINDS: dict[str, Word] = {
    DocumentKind.RESIDENT: Word("居民身份证", "ID card"),
    DocumentKind.HMT: Word("港澳台居住证", "HMT permit"),
    DocumentKind.FOREIGN_2023: Word("外国人永居证", "foreigner"),
}
UNRELATED = Word("请选您是老人的什么人。", "Choose what you are to them.")
DISAGREED = Word(
    "要登记，先要老人本人同意；同意了请打勾。",
    "Nobody is registered against their will; tick it once they agree.",
)
CARD = Word(
    "卡号不对，请对着卡再看一遍；不清楚就空着。",
    "Not a card number; compare the card, or leave it empty.",
)
TWICE = Word(
    "这个号码和上面一位的一样，请核对。", "The same number stands above; compare it."
)
FULL = Word(
    "现在等着办的申请太多，这一份没有收下。请直接到窗口登记。",
    "Too many requests wait, so this one was not taken. Please come to the desk.",
)
SLOWER = Word(
    "这里交得太快，这一份没有收下，填的都还在。请过一会儿再交。",
    "Too many requests from here, so this one was not taken. Try again later.",
)


def fault_word(fault: Fault) -> Word:
    """What is wrong with a field of one person."""
    return Word(f"{fault.chinese}。", f"{fault.english}.")


def relative_word(fault: RowFault) -> Word:
    """What is wrong with who asks."""
    chinese, english = ROW[fault]
    return Word(f"{chinese}。", f"{english}.")
