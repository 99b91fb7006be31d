"""File formats for references: a reader beside a writer."""
