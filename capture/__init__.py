"""Paper to clean page images. Pure: bytes and arrays in, values out."""
