"""Page image to text with boxes. Pure."""
