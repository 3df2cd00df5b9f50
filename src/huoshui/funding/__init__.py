"""财政资助: which patents came of publicly funded projects, and whether their five years have passed unused."""
