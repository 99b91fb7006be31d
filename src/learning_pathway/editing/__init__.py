"""Changes of a catalogue: each is worked out and shown first, then written with a diary that can undo it."""
