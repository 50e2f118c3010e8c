"""/admin/import: a list of people from a file, looked at before it is written."""
