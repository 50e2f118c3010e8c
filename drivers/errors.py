"""What can go wrong with a device.

DriverError
├── PortLost (also OSError)         the line is gone: unplugged, closed, full
├── NoAnswer (also TimeoutError)    the device did not answer in time
├── WrongAnswer                     an answer came, but not one to our request
├── DeviceRefused                   the device said no, in its own words
└── WrongSetting (also ValueError)  a setting that this driver cannot work with
"""

import termios

import serial


class DriverError(Exception):
    """Base of all errors of this package."""


class PortLost(DriverError, OSError):
    """The line is gone: unplugged, closed by the other end, or not writable."""


class NoAnswer(DriverError, TimeoutError):
    """The device did not answer within its time."""


class WrongAnswer(DriverError):
    """An answer came, but it does not belong to the request."""


class DeviceRefused(DriverError):
    """The device understood and refused; the text carries its own code."""


class WrongSetting(DriverError, ValueError):
    """A setting that this driver cannot work with; the text names the remedy."""


# pyserial raises its own exception on read, a bare OSError from in_waiting and
# a termios.error while configuring: all three mean "this port is gone".
PORT_ERRORS: tuple[type[Exception], ...] = (
    serial.SerialException,
    OSError,
    termios.error,
)
