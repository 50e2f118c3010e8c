"""People as tables: import, its undo, and export.

A table comes from outside and is read by `kiosk.people.child`, a process of its
own with limits and no database. That process imports this package too, so
nothing heavy may be imported here.
"""
