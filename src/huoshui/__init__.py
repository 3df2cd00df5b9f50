"""活水: the Django half. Floors from web down to kernel; imports only go down."""
