"""The search index: words of texts, the index of them, and the files that a browser searches."""

from .analysis import Analyser, Word
from .index import FOLDER, SearchDocument, SearchFile, SearchWeights, search_files

__all__ = ["FOLDER", "Analyser", "SearchDocument", "SearchFile", "SearchWeights", "Word", "search_files"]
