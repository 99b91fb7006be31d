"""Files that are not pages: data, references, feeds and packages."""
