"""检索订阅: a search that somebody keeps, and what has come to it since they last looked."""
