"""Making the clips, by hand and seldom: `python -m kiosk.voice.render`.

The product needs nothing of this: it plays the clips that lie in ``clips/``. What the
render needs is installed beside it, in an environment of its own (`NEEDED`).
"""
