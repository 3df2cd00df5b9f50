"""数据质量与复核: what of the library waits for a person, and how complete and fresh it is."""
