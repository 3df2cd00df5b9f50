"""Pure Python: data standards, code tables, Chinese text, matching. Knows nothing of Django or of the platform."""
