"""Papers from files: what `kiosk paper` reads, checks and says."""
