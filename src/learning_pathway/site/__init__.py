"""The site: from the catalogue to pages and files, for any site engine."""
