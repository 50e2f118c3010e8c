"""The virtual relay boards by the name of the driver that they are for."""

from drivers.twins.modbus_relays import Fc16Twin, R421a08Twin, WaveshareTwin
from drivers.twins.relay_twin import RelayTwin
from drivers.twins.usb_relays import KmtronicTwin, LcusTwin, NumatoTwin

RELAY_TWINS: dict[str, type[RelayTwin]] = {
    "waveshare": WaveshareTwin,
    "fc16": Fc16Twin,
    "r421a08": R421a08Twin,
    "lcus": LcusTwin,
    "kmtronic": KmtronicTwin,
    "numato": NumatoTwin,
}
