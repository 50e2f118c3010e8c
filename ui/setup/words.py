"""The words of the set-up pages: Chinese first, English beside it."""

from ui.words import Word

TITLES: dict[str, Word] = {
    "panel": Word("屏幕和距离", "Panel and distance"),
    "speaker": Word("喇叭", "Speaker"),
    "touch": Word("触摸和按键", "Touch and keys"),
    "camera": Word("摄像头", "Camera"),
    "reader": Word("读卡器在哪边", "Where the reader is"),
}
CHECKS: dict[str, Word] = {
    "distance": Word("人站的距离", "distance of the eyes"),
    "capital": Word("最小的字，大写字母高", "smallest text, capital height"),
    "degrees": Word("最小的字看上去有多大", "smallest text, angle of sight"),
    "farthest": Word("最远可以站到", "good up to"),
    "key": Word("按键的高度", "height of the keys"),
    "volume": Word("平时的音量", "usual volume"),
    "ambient": Word("周围的声音", "ambient noise"),
    "usual": Word("平时说话", "usual speech"),
    "loudest": Word("按两次“大声再说”", "loudest speech"),
    "spots": Word("点中的圆圈", "circles hit"),
    "largest": Word("最大偏差", "largest deviation"),
    "call_key": Word("黄键点到了", "yellow key was hit"),
    "module": Word("每个小格的像素", "pixels per module"),
}
REMEDIES: dict[str, Word] = {
    "degrees": Word(
        "请让人站近一点，或换大一点的屏幕。",
        "Let people stand nearer, or use a larger panel.",
    ),
    "key": Word(
        "屏幕太小，请换大一点的。", "The panel is too small: use a larger one."
    ),
    "usual": Word(
        "请把平时的音量调小，再量一次。", "Make the usual volume lower, then measure."
    ),
    "loudest": Word(
        "请换更响的喇叭，或挪近一点；数字音量已到顶时只有这样。",
        "Use a louder speaker or a nearer place; full scale cannot be passed.",
    ),
    "spots": Word(
        "请校准触摸屏，再试一次。", "Calibrate the touch panel, then try again."
    ),
    "call_key": Word(
        "黄键没点到：先校准触摸屏。", "Calibrate the panel: the key was not hit."
    ),
    "module": Word(
        "请把摄像头装近一点，或用更高的分辨率。",
        "Mount it nearer, or use more pixels.",
    ),
}
PLACES: dict[str, Word] = {
    "below": Word("屏幕下面", "below the screen"),
    "left": Word("屏幕左边", "left of the screen"),
    "right": Word("屏幕右边", "right of the screen"),
}
SPOTS: dict[str, Word] = {
    "top_left": Word("左上角", "top left"),
    "top_right": Word("右上角", "top right"),
    "middle": Word("中间", "middle"),
    "bottom_left": Word("左下角", "bottom left"),
    "bottom_right": Word("右下角", "bottom right"),
}
KEYS: dict[str, Word] = {
    "call": Word("黄键", "yellow key"),
    "louder": Word("白键", "white key"),
    "F9": Word("F9（外接呼叫键）", "F9 (call key on USB)"),
    "F10": Word("F10", "F10"),
    "wired": Word("接在输入上的呼叫键", "wired call key"),
}
RANGES: dict[str, Word] = {
    "line_mm": Word(
        "请用尺子量线的长度，填 10 到 2000 毫米。", "Measure the line: 10 to 2000 mm."
    ),
    "distance_cm": Word("请填 20 到 500 厘米。", "A number from 20 to 500 cm."),
    "volume_db": Word("请填 −60 到 0 分贝。", "A number from −60 to 0 dB."),
    "ambient_dba": Word(
        "请填 20 到 130 分贝，或空着。", "20 to 130 dB(A), or leave it empty."
    ),
    "normal_dba": Word(
        "请填 20 到 130 分贝，或空着。", "20 to 130 dB(A), or leave it empty."
    ),
    "loudest_dba": Word(
        "请填 20 到 130 分贝，或空着。", "20 to 130 dB(A), or leave it empty."
    ),
    "px_per_module": Word(
        "还没有量到，请先把纸放好。", "Nothing was measured: hold the paper."
    ),
    "place": Word("请选一个。", "Choose one."),
}
NO_SUCH_PANEL = Word(
    "没有这样的屏幕：请再量一次这条线。",
    "No panel is like that: measure the line again.",
)
UNMEASURED = Word("没有量好，请再试一次。", "Not measured: please try again.")
NOT_KEPT = Word(
    "存不进去，请看磁盘是不是满了。", "It could not be stored: is the disk full?"
)
