"""账号: who signs in, and as whom they act."""
