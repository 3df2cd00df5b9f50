"""安全管理: who may do what, the three administrators, break-glass, limits in force."""
