"""Measures how long the site takes to build, beside the same pages in plain MkDocs and in Zensical."""
