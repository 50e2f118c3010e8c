"""Where a gate screen's browser reaches the pages: on this machine, or not at all.

Its unit lets it speak to loopback alone, and the pages show a screen to a browser on
their own machine without asking who it is.
"""

from ipaddress import ip_address

EVERYWHERE = frozenset({"0.0.0.0", "::", "localhost"})  # noqa: S104 - read, not bound
UNREACHABLE = (
    "通道的屏幕打不开这些网页：web.host 要写 127.0.0.1 或 0.0.0.0。 "
    "No gate screen can reach these pages: set web.host to 127.0.0.1 or 0.0.0.0."
)


def own_address(host: str, port: int) -> str | None:
    """The address for a browser on this machine; ``None`` when it reaches none.

    ``host`` is where the pages are served, as in `config.toml`.
    """
    if host in EVERYWHERE:
        return f"http://127.0.0.1:{port}"
    try:
        address = ip_address(host)
    except ValueError:
        return None
    if not address.is_loopback:
        return None
    place = f"[{address}]" if address.version == 6 else f"{address}"
    return f"http://{place}:{port}"
