"""What the pages about people say, in both languages."""

from collections.abc import Mapping

from ui.language import t
from ui.words import DOCUMENTS, Word
from verification.documents import DocumentKind
from verification.legal import LegalBasis
from verification.registry import AskedKind, ChangeKind

Options = list[tuple[str, str]]

PURPOSES: dict[str, Word] = {
    "visit": Word("本人来办事", "the person is here"),
    "gate": Word("门口核对身份", "somebody at the gate is checked"),
    "call_back": Word("需要联系本人或家人", "the person or family must be reached"),
    "correct": Word("更正登记", "to correct what is registered"),
    "request": Word("本人要求查阅", "the person asked to see it"),
    "audit": Word("配合检查", "an inspection"),
}
COPY_PURPOSES: dict[str, Word] = {
    "own_request": Word("本人要求复制", "the person asked for a copy"),
    "guardian": Word("监护人代为要求", "a guardian asked for it"),
    "relative": Word("已故者近亲属要求", "a close relative of the dead asked"),
    "authority": Word("依法提供", "the law demands it"),
}
# Of everything that the ledger says that somebody looked at, or took out.
LOOK_PURPOSES: dict[str, Word] = (
    PURPOSES
    | COPY_PURPOSES
    | {"register": Word("登记时已在册", "registering; was known already")}
)
ERASE_REASONS: dict[str, Word] = {
    "own_request": Word("本人要求删除", "the person asked for it"),
    "withdrawn": Word("本人撤回同意", "consent was withdrawn"),
    "no_longer": Word("不再需要", "no longer needed"),
    "mistake": Word("登记错了人", "registered by mistake"),
}
BASES: dict[str, Word] = {
    LegalBasis.CONSENT: Word("本人同意", "the person's consent"),
    LegalBasis.CONTRACT: Word("劳动关系或合同", "work here, or a contract"),
    LegalBasis.DUTY: Word("履行法定职责", "a duty laid down by law"),
    LegalBasis.EMERGENCY: Word("应对突发公共卫生事件", "a public-health emergency"),
    LegalBasis.LAW: Word("法律规定的其他情形", "another law allows it"),
}
ASKED: dict[str, Word] = {
    AskedKind.COPY: Word("查阅或复制", "to see it, or a copy"),
    AskedKind.CORRECTION: Word("更正", "a correction"),
    AskedKind.ERASURE: Word("删除", "erasure"),
}
CLOSINGS: dict[str, Word] = {
    "answered": Word("已当面答复", "answered in person"),
    "taken_back": Word("本人不再要求", "the person asks no longer"),
    "refused": Word("依法不能办，已说明理由", "refused by law, with the reason"),
}
HOW: dict[str, Word] = CLOSINGS | {"done": Word("办好了", "done")}
FIELDS: dict[str, Word] = {
    "number": Word("证件号码", "Document number"),
    "name": Word("姓名", "Name"),
    "phone": Word("电话", "Telephone"),
    "relative": Word("联系人", "Relative"),
    "note": Word("备注", "Note"),
}
KINDS = (
    DocumentKind.RESIDENT,
    DocumentKind.HMT,
    DocumentKind.FOREIGN_2023,
    DocumentKind.SENIOR,
    DocumentKind.SOCIAL_SECURITY,
    DocumentKind.CITIZEN,
)
CARD_KINDS = (
    DocumentKind.SENIOR,
    DocumentKind.SOCIAL_SECURITY,
    DocumentKind.CITIZEN,
)
NUMBERS = tuple(kind.value for kind in KINDS)
BY_PASS, BY_NAME = "pass", "name"
OTHER_WAYS: dict[str, Word] = {
    BY_PASS: Word("纸质通行证短码", "the short code of a pass"),
    BY_NAME: Word("完整姓名", "the whole name"),
}
CODE_SAYS: dict[str, Word] = {  # by the code of a `CodeProblem`
    "length": Word(
        "短码是 9 位，印在通行证二维码下面，像 XXXX-XXXX-X。",
        "The code has 9 signs, as XXXX-XXXX-X under the pass's picture.",
    ),
    "characters": Word(
        "短码里只有数字和字母。", "The code has digits and letters only."
    ),
    "check": Word(
        "短码对不上，多半打错了一位；请对着通行证再打一遍。",
        "The code does not fit: one sign is probably mistyped.",
    ),
}
SOURCES: dict[str, Word] = {
    "office": Word("办公室", "the office"),
    "import": Word("导入", "an import"),
    "gate": Word("门口登记", "at the gate"),
}
AUTHORS: dict[str, Word] = {
    "console": Word("机器的命令行", "the machine's console"),
    "retention": Word("留存期限到了", "the limit of retention"),
}
CHANGES: dict[ChangeKind, Word] = {
    ChangeKind.REGISTERED: Word("登记", "registered"),
    ChangeKind.CORRECTED: Word("更正", "corrected"),
    ChangeKind.ERASED: Word("删除", "erased"),
    ChangeKind.STATUS_SET: Word("改状态", "status set"),
    ChangeKind.STATUS_EXPIRED: Word("状态到期删除", "status erased by age"),
    ChangeKind.CARD_LINKED: Word("加卡", "card linked"),
    ChangeKind.CARD_UNLINKED: Word("去掉卡", "card unlinked"),
    ChangeKind.CARD_REVOKED: Word("挂失", "reported lost"),
    ChangeKind.CARD_RESTORED: Word("解除挂失", "found again"),
    ChangeKind.ATTESTATION_RECORDED: Word("记录证明", "attestation recorded"),
    ChangeKind.ATTESTATION_WITHDRAWN: Word("撤销证明", "attestation withdrawn"),
    ChangeKind.BASIS_RECORDED: Word("记录登记依据", "legal basis recorded"),
    ChangeKind.BASIS_WITHDRAWN: Word("撤回同意", "consent withdrawn"),
    ChangeKind.DIED: Word("登记已去世", "recorded as deceased"),
    ChangeKind.LIVES: Word("更正：没有去世", "not deceased after all"),
    ChangeKind.PASS_ISSUED: Word("签发通行证", "pass issued"),
    ChangeKind.PASS_REVOKED: Word("作废通行证", "pass revoked"),
}
DONE: dict[str, Word] = {
    "registered": Word("登记好了。", "Registered."),
    "already": Word(
        "这个号码已经登记过，就是这一位；刚才填的没有保存。",
        "This number is registered already, here it is; nothing was saved.",
    ),
    "corrected": Word("更正好了。", "Corrected."),
    "status": Word("状态改好了。", "The status is set."),
    "linked": Word("卡加好了。", "The card is linked."),
    "unlinked": Word("卡去掉了。", "The card is unlinked."),
    "revoked": Word("已挂失。", "Reported lost: it counts no longer."),
    "restored": Word("已解除挂失。", "It counts again."),
    "attested": Word("证明记下来了。", "The attestation is recorded."),
    "unattested": Word("证明撤销了。", "The attestation is withdrawn."),
    "asked": Word("要求记下来了，到期前会一直列着。", "The request is noted."),
    "closed": Word("答复记下来了。", "The answer is noted."),
    "prepared": Word(
        "准备好了：请另一位登记员打开这一页，核对后办理。",
        "Prepared: another registrar opens this page, looks, and carries it out.",
    ),
    "basis": Word("登记依据记下来了。", "The legal basis is recorded."),
    "withdrawn": Word(
        "已记下撤回同意：从下一次刷卡起，闸机不再认识这一位；30 天后全部删除。",
        "The consent is withdrawn: from the next card on no gate knows this person; "
        "after 30 days everything is erased.",
    ),
    "died": Word(
        "已记下：闸机不再认识这一位的卡，通行证已作废。近亲属的要求列在“待办”里。",
        "Noted: no gate knows the cards any more and the passes ended. What the "
        "relative asked for stands among what is to be done.",
    ),
    "lives": Word(
        "已更正：卡又算数了；通行证要重新签发。",
        "Taken back: the cards count again; a pass must be issued anew.",
    ),
    "meanwhile": Word(
        "没有改成：同事刚刚改过。下面是现在的样子，要改请再改一次。",
        "Nothing was changed: a colleague was quicker. This is how it stands now.",
    ),
}
FAILED = frozenset({"already", "meanwhile"})  # of these, what was asked for is not done
# By the code of a `DocumentError`: what is wrong and what to do.
NUMBER_SAYS: dict[str, Word] = {
    "empty": Word("请填写号码。", "Type the number."),
    "length": Word(
        "位数不对。身份证是 18 位，老证 15 位；请对着证件数一遍。",
        "The length is wrong: an ID card has 18 characters, an old one 15.",
    ),
    "characters": Word(
        "号码里有不该有的字。身份证只有数字，最后一位可以是 X。",
        "Wrong characters: digits only, and the last may be an X.",
    ),
    "date": Word(
        "号码中间的出生日期不对，请对着证件再看一遍。",
        "The birth date within the number is none; compare the document.",
    ),
    "checksum": Word(
        "号码对不上，多半有一位打错了；请对着证件再打一遍。",
        "The check digit does not fit: one digit is probably mistyped.",
    ),
    "float": Word(
        "末尾的 000 像是表格软件改过的；请对着证件打，不要从表格里复制。",
        "Its end was lost in a spreadsheet; type it from the document.",
    ),
    "kind": Word("请选证件类型。", "Choose the kind of document."),
}
CARD_SAYS: dict[str, Word] = NUMBER_SAYS | {
    "length": Word(
        "卡号要 4 到 32 位，请对着卡数一遍。", "A card number has 4 to 32 characters."
    ),
    "characters": Word("卡号只有数字和字母。", "A card number has digits and letters."),
}


def say(word: Word) -> str:
    """A word in the language of this request."""
    return t(word.zh, word.en)


def options(table: Mapping[str, Word]) -> Options:
    """The choices of a table, none of them made yet."""
    return [("", t("请选择", "choose"))] + [(key, say(w)) for key, w in table.items()]


def kinds(of: tuple[DocumentKind, ...]) -> Options:
    """Kinds of documents or cards to choose from."""
    return [(kind.value, say(DOCUMENTS[kind])) for kind in of]


def looked_up(table: Mapping[str, Word], key: str | None) -> str:
    """What a table says of a key; an unknown key stands for itself."""
    if key is None:
        return ""
    return say(table[key]) if key in table else key
