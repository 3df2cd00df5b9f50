"""开户与授权: how people and enterprises come in: sheets, invitations, claims, registrations, delegations."""
