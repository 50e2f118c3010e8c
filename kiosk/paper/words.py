"""What a check says to people: kinds and refusals in Chinese and English."""

from kiosk.paper.checked import NO_CODE, UNREADABLE
from verification.paper.paper import PaperKind, Refusal

KINDS: dict[PaperKind, str] = {
    PaperKind.PASS: "本站通行证 our pass",
    PaperKind.HCERT: "欧盟/世卫 HCERT",
    PaperKind.SHC: "智能健康卡 SHC",
    PaperKind.VDS_NC: "国际民航 VDS-NC",
    PaperKind.NUMBER: "登记编号 number",
    PaperKind.UNKNOWN: "其他 other",
}
REFUSALS: dict[str, str] = {
    Refusal.MALFORMED: "内容损坏，无法解读 broken, cannot be read",
    Refusal.TOO_LARGE: "内容过大 too large",
    Refusal.ALGORITHM: "签名算法与密钥不符 the algorithm is not the key's",
    Refusal.UNKNOWN_KEY: "签发者不在信任名单 the issuer is not trusted here",
    Refusal.BAD_SIGNATURE: "签名不符，疑为伪造 the signature is wrong",
    Refusal.KEY_USAGE: "该密钥无权签发此类证明 the signer may not sign this kind",
    Refusal.TWO_EVENTS: "一码多项记录 more than one event in one code",
    Refusal.NOT_YET_VALID: "尚未生效 not valid yet",
    Refusal.EXPIRED: "已过期 expired",
    Refusal.REVOKED: "已被签发者作废 taken back by its issuer",
    Refusal.INCOMPLETE: "分码不全 parts are missing",
    Refusal.UNSUPPORTED: "不支持核验 cannot be checked here",
    NO_CODE: "没有找到码 no code found",
    UNREADABLE: "文件无法读取 the file cannot be read",
}
WELL = "有效 well"
NUMBER = "须查登记 to be looked up"
ANSWERS: dict[bool | None, str] = {True: "✓", False: "✗", None: "?"}
