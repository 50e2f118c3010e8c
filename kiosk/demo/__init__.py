"""Everything with virtual devices and invented people, marked 演练."""
