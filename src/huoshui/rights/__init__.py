"""权利状态: what happened to each patent after the grant, and what follows for status, owners and offers."""
