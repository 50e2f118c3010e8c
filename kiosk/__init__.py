"""The gate process, its lanes, the command line, the config and the demo."""

__version__ = "0.4.0"
