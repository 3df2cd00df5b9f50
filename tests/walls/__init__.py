"""P2: how row-level security is got round elsewhere, tried on every table of ours with the roles a node has."""
