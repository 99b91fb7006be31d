"""YAML files of a catalogue: read with positions, explained, and edited as text."""
