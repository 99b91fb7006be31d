"""Rules that turn what came back from a link into a verdict. Pure functions."""
