"""The desk: a local web page with forms that change the catalogue."""
