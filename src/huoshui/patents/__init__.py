"""存量专利基础库: what the patent office published, as it was loaded, for each owning institution."""
