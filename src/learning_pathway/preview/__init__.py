"""The preview: one process that renders a page when someone asks for it, and tells browsers when theirs has changed."""
