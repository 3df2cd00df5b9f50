"""企业画像: what an enterprise makes, invents and needs; what patents are matched against."""
