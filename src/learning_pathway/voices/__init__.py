"""Answers that people gave to a call, with their consent: the private store, and what may be shown of it."""
