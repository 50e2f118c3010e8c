"""What was changed of a registry, in words: what an event's facts say, and of nobody.

An event of the registry keeps a word for the change and figures beside it. A word
that is not known here, as of another release, leaves the sentence that something was
changed.
"""

from collections.abc import Mapping

Pair = tuple[str, str]

UNKNOWN = "—"
SOMETHING: Pair = ("更改了登记信息", "changed the registry")
AT_GATE: Pair = ("在门口", " at the gate")

# In curly brackets: facts of the event. The Chinese and the English of a deed both
# go on after the name of whoever did it.
CHANGES: dict[str, Pair] = {
    "person.registered": ("登记了一个人", "registered a person"),
    "person.corrected": ("更正了一个人的资料", "corrected what is known of a person"),
    "person.erased": ("删除了一个人的资料", "erased a person"),
    "status.set": ("改了一个人的状态", "set the status of a person"),
    "status.expired": ("删除了到期的状态", "erased a status by its age"),
    "card.linked": ("给一个人加了卡", "linked a card to a person"),
    "card.unlinked": ("去掉了一个人的一张卡", "unlinked a card of a person"),
    "card.revoked": ("挂失了一张卡", "reported a card lost"),
    "card.restored": ("解除了一张卡的挂失", "let a card count again"),
    "attestation.recorded": ("记录了一个人的证明", "recorded an attestation"),
    "attestation.withdrawn": ("撤销了一个人的证明", "withdrew an attestation"),
    "basis.recorded": ("记录了登记依据", "recorded a legal basis"),
    "basis.withdrawn": ("记下了本人撤回同意", "recorded that consent was withdrawn"),
    "person.died": (
        "记下了一个人已去世，由近亲属提出",
        "recorded that a person died, as a relative proved",
    ),
    "person.lives": ("更正：那个人没有去世", "took back that a person died"),
    "pass.issued": ("签发了通行证，{count} 张", "issued passes: {count}"),
    "pass.revoked": ("作废了通行证，{count} 张", "revoked passes: {count}"),
    "pass.revoked.listed": (
        "签了作废名单，第 {number} 号",
        "signed the list of revoked passes, number {number}",
    ),
    "pass.keys.made": ("建立了签名密钥", "made the keys that sign passes"),
    "pass.keys.rotated": ("换了签名密钥", "went over to a new key that signs passes"),
    "pass.keys.retired": ("停用了一把签名密钥", "retired a key that signs passes"),
    "pass.lists.exported": ("导出了通行证名单", "exported the lists of passes"),
    "pass.lists.taken": (
        "读入了通行证名单，第 {number} 号",
        "took over the lists of passes, number {number}",
    ),
    "paper.registered": ("登记了一张证明的编号", "registered the number of a paper"),
    "paper.revoked": ("挂失了一张证明的编号", "reported a registered paper lost"),
    "paper.restored": ("解除了一张证明的挂失", "let a registered paper count again"),
    "paper.removed": ("去掉了一张证明的编号", "removed the number of a paper"),
    "trust.imported": (
        "导入了信任的签发者：{file}",
        "imported trusted issuers: {file}",
    ),
    "trust.removed": ("去掉了信任的签发者：{file}", "removed trusted issuers: {file}"),
    "request.amended": (
        "改了一份网上申请里的资料",
        "amended a request before deciding",
    ),
    "request.approved": ("同意了申请，{count} 人", "approved requests: {count}"),
    "request.declined": ("没有同意申请，{count} 人", "declined requests: {count}"),
    "request.asked": (
        "记下了本人的要求：{what}",
        "noted that a person asks for {what}",
    ),
    "request.prepared": ("准备了本人的要求：{what}", "prepared what was asked: {what}"),
    "request.closed": ("办结了本人的要求：{what}", "closed what was asked: {what}"),
    "staff.first": ("建立了第一个账号", "made the first account"),
    "staff.add": ("新开了 {account} 的账号", "made an account for {account}"),
    "staff.role": ("改了 {account} 的工作", "changed the work of {account}"),
    "staff.code": ("给 {account} 发了一次性密码", "gave {account} a one-time code"),
    "staff.disable": ("停用了 {account} 的账号", "disabled the account of {account}"),
    "staff.enable": ("启用了 {account} 的账号", "enabled the account of {account}"),
    "staff.sign_out": ("让 {account} 退出登录", "signed {account} out"),
    "staff.recovery": (
        "给 {account} 换了恢复码",
        "made new recovery codes for {account}",
    ),
    "staff.factor_reset": (
        "去掉了 {account} 的第二道验证",
        "took the second factor from {account}",
    ),
    "staff.password": ("设置了自己的密码", "set their own password"),
    "staff.pin": ("设置了自己的 PIN", "set their own PIN"),
    "staff.factor": ("设置了自己的第二道验证", "set up their own second factor"),
    "screen.set_up": ("设置了 {lane} 通道的屏幕", "set up the screen of lane {lane}"),
    "screen.reset": ("还原了 {lane} 通道的屏幕", "reset the screen of lane {lane}"),
    "voice.record": ("换了一句录音：{sentence}", "recorded a sentence: {sentence}"),
    "voice.remove": ("去掉了一句录音：{sentence}", "removed a recording: {sentence}"),
}
IMPORTED: dict[str, Pair] = {  # in the order in which somebody would ask
    "new": ("新增 {} 人", "{} new"),
    "changed": ("更改 {} 人", "{} changed"),
    "unchanged": ("不变 {} 人", "{} unchanged"),
    "doubtful": ("存疑 {} 行", "{} doubtful rows"),
    "refused": ("没有导入 {} 行", "{} refused rows"),
}
UNDONE: dict[str, Pair] = {
    "undone": ("{} 人", "people: {}"),
    "kept": ("后来又改过、没有动的 {} 人", "{} left, changed since"),
}
ASKED: dict[str, Pair] = {
    "copy": ("查阅或复制", "a copy"),
    "correction": ("更正", "a correction"),
    "erasure": ("删除", "erasure"),
}


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return UNKNOWN


def changed(more: Mapping[str, object]) -> Pair:
    """What somebody did, to go on after their name.

    Args:
        more: the facts of an event of kind ``registry.change``.

    """
    if "undoes" in more:
        return _counted(("撤销了一次导入", "undid an import"), UNDONE, more)
    if "import" in more:
        return _counted(("导入了名单", "imported a list"), IMPORTED, more)
    chinese, english = CHANGES.get(str(more.get("change")), SOMETHING)
    if more.get("source") == "gate":
        chinese, english = AT_GATE[0] + chinese, english + AT_GATE[1]
    return chinese.format_map(_facts(more, 0)), english.format_map(_facts(more, 1))


def _counted(
    done: Pair, counts: Mapping[str, Pair], more: Mapping[str, object]
) -> Pair:
    """A deed on many, with every figure that is more than nothing."""
    found = [(words, more[key]) for key, words in counts.items() if more.get(key)]
    chinese = [zh.format(figure) for (zh, _), figure in found] or ["没有人变动"]
    english = [en.format(figure) for (_, en), figure in found] or ["nobody changed"]
    return "，".join([done[0], *chinese]), f"{done[1]} ({', '.join(english)})"


def _facts(more: Mapping[str, object], language: int) -> _Facts:
    facts = _Facts({key: str(value) for key, value in more.items()})
    if facts["what"] in ASKED:
        facts["what"] = ASKED[facts["what"]][language]
    return facts
