"""The gate process: owns every device, decides, writes the ledger. No HTTP."""
