"""Server-rendered pages: one file per desk."""
