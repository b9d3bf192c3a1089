"""The public face as files: our addresses as file names, pages asked of our own views, the manifest of it all."""
