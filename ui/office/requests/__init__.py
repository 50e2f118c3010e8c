"""/admin/requests: what relatives asked for; approved, amended or declined."""
