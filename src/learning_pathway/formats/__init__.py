"""File formats for references: readers and writers."""
