"""The search index: words of texts, the index of them, and the files that a browser searches."""

from .analysis import Analyser, Word
from .document import SearchDocument, SearchWeights
from .index import FOLDER, SearchFile, search_files

__all__ = ["FOLDER", "Analyser", "SearchDocument", "SearchFile", "SearchWeights", "Word", "search_files"]
