"""单位: the tree of organisations and its numbering."""
