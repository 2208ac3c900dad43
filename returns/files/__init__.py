"""Files on disk: names that are no return, atomic writing, zips that are the same for the same content."""
