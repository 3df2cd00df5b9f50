"""The node as a machine: its data folder, its database server, and the supervisor that keeps its processes alive."""
