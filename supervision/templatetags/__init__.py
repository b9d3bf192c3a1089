"""Tags of 监督."""
