"""产业归属: which industries and technical fields a patent belongs to, and the tables that say so."""
