"""A static site generator for curated learning pathways: one YAML catalogue in, a themed site out."""

__version__ = "0.1.0"
__all__ = ["__version__"]
