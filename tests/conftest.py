"""What holds for all tests."""

from hypothesis import settings

# A busy machine is no fault of the example that ran while it was busy.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
