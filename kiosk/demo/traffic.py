"""What pieces of traffic mean, for the simulator page; idle chatter is left out."""

MODBUS = frozenset({"waveshare", "fc16", "r421a08"})
READS = frozenset({0x01, 0x02, 0x03})  # function codes that move nothing
SAM_IDLE = (bytes.fromhex("2001"), bytes.fromhex("3003"), bytes.fromhex("11FF"))
SAM_ANSWERS = {
    0x9F: "找到卡 card found",
    0x90: "好 done",
    0x81: "选卡失败 select failed",
    0x41: "读卡失败 read failed",
}
SHORT = 64


def explain(driver: str, received: bool, data: bytes) -> str | None:
    """A few words about some bytes; ``None`` for what repeats while nothing happens.

    Args:
        driver: of the twin.
        received: by the twin, that is sent by the kiosk.
        data: as it went over the line.
    """
    if driver in MODBUS:
        return _modbus(driver, received, data)
    if driver == "sam":
        return _sam(received, data)
    return "" if len(data) > 1 else None


def _modbus(driver: str, received: bool, data: bytes) -> str | None:
    if len(data) < 6 or data[1] in READS:
        return None
    who = "指令 order" if received else "回应 answer"
    value = int.from_bytes(data[4:6], "big")
    if driver == "waveshare" and data[1] == 0x05 and data[2] == 0x02:
        return f"{who}: 开门 open {value / 10:.1f} s"
    if data[1] == 0x05:
        return f"{who}: {'接通 on' if value else '断开 off'}"
    if data[1] == 0x10 and received and len(data) >= 11:
        return f"{who}: 开门 open {int.from_bytes(data[9:11], 'big') / 10:.1f} s"
    return who


def _sam(received: bool, data: bytes) -> str | None:
    if len(data) < 10:
        return None
    if received:
        pair = data[7:9]
        if pair in SAM_IDLE:
            return None
        return {b"\x20\x02": "选卡 select", b"\x30\x01": "读卡 read"}.get(pair, "")
    if len(data) >= SHORT:
        return "读卡回应，内容不显示 card content, not shown"
    return SAM_ANSWERS.get(data[9])
