"""/admin/passes: our paper passes, and the numbers of other people's certificates."""
