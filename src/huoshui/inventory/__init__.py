"""盘点: one dossier a patent, prefilled, confirmed by inventor or office, reviewed, accepted."""
