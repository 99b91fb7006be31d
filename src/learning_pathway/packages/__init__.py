"""Packages for other software: courses for learning platforms, and a book."""
