"""Text to kind of document, its fields and their checks. Pure."""
