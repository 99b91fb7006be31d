"""Files beside the pages: data, references, feeds and packages."""
