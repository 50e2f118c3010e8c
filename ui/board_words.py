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
    "card": Word("刷测试卡", "lay the test card"),
    "paper": Word("放测试纸", "show the test sheet"),
    "relay": Word("听继电器响", "hear the relay click"),
    "voice": Word("听喇叭说话", "hear the voice"),
}
SEEN: dict[str, Word] = {  # what a part of a check came to
    "": Word("还没做", "not yet"),
    "ok": Word("好", "well"),
    "skipped": Word("没有这个设备", "not there"),
    "none": Word("没有这个设备", "not there"),
    "missing": Word("没有做", "not done"),
    "failed": Word("不行，请报修", "failed: call service"),
    "silent": Word("没有回应，请报修", "silent: call service"),
    "not_heard": Word("没听到，请看音量", "not heard: look at the volume"),
    "unreadable": Word("读不出，请擦一擦再试", "unreadable: wipe it and try again"),
}
AT_GATE: dict[str, Result] = {  # why nothing was registered
    "gone": Result(
        "证件已经不在了，请再刷一次", "the card is gone: lay it again", "bad"
    ),
    "not_a_person": Result(
        "这种卡要先在办公室登记本人证件", "register the person's ID card first", "bad"
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
