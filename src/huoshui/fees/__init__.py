"""年费: when each patent in force owes its next annual fee, what it costs until it expires, what a unit says of it."""
