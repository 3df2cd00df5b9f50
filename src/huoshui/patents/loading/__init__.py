"""From a file to the base library: read and clean, check against what is known, apply in chunks."""
