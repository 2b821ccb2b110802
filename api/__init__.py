"""The process that talks HTTP: JSON under /v1 and the web pages."""
