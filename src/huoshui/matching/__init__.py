"""供需匹配: enterprises ranked for each listed patent, patents for each enterprise, with reasons."""
