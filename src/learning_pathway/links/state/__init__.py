"""State of all links: its model, file, run log and alarm policy."""
