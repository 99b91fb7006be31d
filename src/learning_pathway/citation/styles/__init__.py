"""Citation styles, one module for each."""
