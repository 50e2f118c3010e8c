"""`config.toml`, parsed once into frozen typed objects."""

from kiosk.config.load import ConfigError, load_config
from kiosk.config.models import Config

__all__ = ["Config", "ConfigError", "load_config"]
