"""Virtual twins: devices that speak the same bytes from behind a real pty."""
