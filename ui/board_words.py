"""The words of the guard's board: modes, checks, registering at the gate."""

from ui.words import Result, Word

MODES: dict[str, Word] = {
    "normal": Word("正常", "normal"),
    "paused": Word("已暂停，不让人刷卡", "paused: no cards are taken"),
    "held": Word("疏散，门一直开着", "evacuation: the gate stays open"),
    "fire": Word("消防信号，门一直开着", "fire signal: the gate stays open"),
    "schedule": Word("按时间表开门，门一直开着", "open by schedule"),
    "checkup": Word("正在检查这条通道", "this lane is being checked"),
}
CHECKS: dict[str, Word] = {  # the parts of a lane's check, in their order
    "card": Word("刷一张证件", "lay any card"),
    "paper": Word("放一张带码的纸", "show any sheet with a code"),
    "relay": Word("听继电器响", "hear the relay click"),
    "voice": Word("听喇叭说话", "hear the voice"),
}
SEEN: dict[str, Word] = {  # what a part of a check came to
    "": Word("还没做", "not yet"),
    "ok": Word("好", "well"),
    "missing": Word("没有做", "not done"),
    "untried": Word("还有读卡器没试，请也刷一次", "another reader is untried"),
    "said": Word("说了，您听到了吗？", "said: did you hear it?"),
    "lost": Word("设备断开了，请检查连接线", "lost: check the cable"),
    "lay_again": Word("没读到，请放平再试", "not read: lay it flat again"),
    "not_id_card": Word("这不是身份证件", "not an ID card"),
    "not_genuine": Word("卡没有通过验证", "the card is not genuine"),
    "unreadable": Word("读不出，请擦擦镜头再试", "unreadable: wipe the lens"),
    "gate_silent": Word("闸机没有回应，请报修", "gate silent: call service"),
    "gate_fault": Word("闸机坏了，请报修", "gate fault: call service"),
    "by_hand": Word("要用手开门", "opened by hand"),
    "record_failed": Word("记录写不进去", "could not record"),
    "not_heard": Word("没听到，请看音量", "not heard: look at the volume"),
}
NOT_OPENING: dict[str, Result] = {  # what became of an order that opens no gate
    "refused": Result("现在不能这样做，请看通道的情况", "not possible now", "bad"),
    "expired": Result("等太久，没有做，请再按一次", "expired: press again", "bad"),
    "record_failed": Result("记录写不进去，没有做", "could not record", "bad"),
}
AT_GATE: dict[str, Result] = {  # why nothing was registered
    "gone": Result(
        "证件已经不在了，请再刷一次", "the card is gone: lay it again", "bad"
    ),
    "another_card": Result(
        "换过证件了，请再看一遍是谁", "another card lies there: look who it is", "bad"
    ),
    "not_a_person": Result(
        "这种卡要先在办公室登记本人证件", "register the person's ID card first", "bad"
    ),
    "withdrawn": Result(
        "本人已撤回登记同意，请按规定人工处理",
        "the consent was withdrawn: decide by the rules of this site",
        "bad",
    ),
    "dead": Result(
        "登记为已去世，证件不再匹配，请按规定人工处理",
        "recorded as deceased: decide by the rules of this site",
        "bad",
    ),
    "document_expired": Result(
        "证件过期了，不能凭它登记", "the document has expired", "bad"
    ),
    "name_missing": Result("请填姓名", "type the name", "bad"),
    "phone_wrong": Result("电话不对，请再看一遍", "the telephone is not right", "bad"),
    "status_wrong": Result("这个状态不放行", "this status admits nobody", "bad"),
    "attestation_missing": Result(
        "要看过的证明还没有记全", "an attestation is still missing", "bad"
    ),
    "attestation_wrong": Result("证明的日期不对", "a date is not right", "bad"),
    "fever": Result(
        "体温 37.3 度或更高，请按本单位的规定处理",
        "37.3 °C or more: follow the rules of this site",
        "bad",
    ),
    "conflict": Result(
        "别人刚刚改过，请再刷一次", "changed by somebody else: lay it again", "bad"
    ),
    "nothing": Result("没有要记的", "nothing to record", "bad"),
    "unrecorded": Result("没有记上，请再试一次", "not recorded: try again", "bad"),
}
