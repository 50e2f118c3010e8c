"""What a check of the configuration says about one gate."""

from collections.abc import Callable, Mapping

from drivers.errors import WrongSetting
from drivers.gates.rules import check_inputs, check_pulse, wiring_note
from drivers.inputs import InputSpec
from drivers.protocols import InputName

FAIL_SECURE = (
    "fail = secure: 断电时闸机保持关闭，仅可用于另有自由出口之处，"
    "且消防联动必须由硬件直接释放。\n"
    "fail = secure keeps the gate shut without power: allowed only where another exit "
    "is free, and the fire alarm must release the gate by wire."
)
NO_PASSAGE = (
    "no passage input: 无法得知是否有人通过，也无法发现尾随。\n"
    "Without a passage input nobody counts who went through; an entry is taken as "
    "used once the gate has opened."
)
NO_FIRE = (
    "no fire input: 消防联动须由硬件直接接到闸机；本软件不会显示火警。\n"
    "Without a fire input the screens do not know of an alarm; the fire contact must "
    "be wired to the gate itself in any case."
)


def gate_problems(
    driver: str, pulse_seconds: float, inputs: Mapping[InputName, InputSpec]
) -> list[str]:
    """Why this gate must not be started; empty when all is well."""
    problems = []
    checks: tuple[Callable[[], None], ...] = (
        lambda: check_pulse(driver, pulse_seconds),
        lambda: check_inputs(driver, inputs.values()),
    )
    for check in checks:
        try:
            check()
        except WrongSetting as error:
            problems.append(str(error))
    return problems


def gate_notes(
    driver: str,
    pulse_seconds: float,
    fail: str,
    inputs: Mapping[InputName, InputSpec],
) -> list[str]:
    """All that whoever installs this gate must know: problems first, then advice."""
    notes = gate_problems(driver, pulse_seconds, inputs)
    wiring = wiring_note(driver)
    if wiring:
        notes.append(wiring)
    if fail == "secure":
        notes.append(FAIL_SECURE)
    if InputName.PASSAGE not in inputs:
        notes.append(NO_PASSAGE)
    if InputName.FIRE not in inputs:
        notes.append(NO_FIRE)
    return notes
