"""`python -m kiosk` is the command `kiosk`."""

from kiosk.cli import main

if __name__ == "__main__":
    main(prog_name="kiosk")
