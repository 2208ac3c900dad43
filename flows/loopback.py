"""Loopback never goes through a proxy, whatever the machine is set to.

Prefect's client, its web sockets and our own check of the server read the proxies of the
environment, on Windows and macOS those of the system too; a proxy cannot reach this machine's own
loopback address, so with one nothing would be registered and no run would start.
"""

import os
import urllib.request

HOSTS = ("127.0.0.1", "localhost", "::1")
# A system's own exceptions: their name among the proxies that urllib reports.
_EXCEPTIONS = "no"


def bypass_proxies() -> None:
    """Except loopback from the proxies of this process and of those that it starts.

    Everything else keeps its proxy, so that a notification still finds its way out.
    """
    system = urllib.request.getproxies()
    excepted = [name for name in system.pop(_EXCEPTIONS, "").split(",") if name.strip()]
    if "*" in (name.strip() for name in excepted):
        return
    # Once the environment names exceptions, Python looks nowhere else for proxies.
    for scheme, address in system.items():
        os.environ.setdefault(f"{scheme}_proxy", address)
    wanted = ",".join([*excepted, *(host for host in HOSTS if host not in excepted)])
    for name in ("no_proxy", "NO_PROXY"):  # each library looks at one of the two first
        os.environ[name] = wanted
