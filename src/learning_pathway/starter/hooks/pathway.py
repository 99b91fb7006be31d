"""Add the pathway to a MkDocs site."""

from learning_pathway.hooks import on_config, on_serve  # noqa: F401
