"""Which hosts may be reached, checked for every name, redirect and socket."""

from __future__ import annotations

import asyncio
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from aiohttp.abc import AbstractResolver, ResolveResult

from .urls import host_of

__all__ = [
    "Guard",
    "GuardError",
    "GuardedResolver",
    "IPAddress",
    "NameUnknownError",
    "NameUnsureError",
    "UnsafeAddressError",
    "is_public",
]

IPAddress = IPv4Address | IPv6Address
IPNetwork = IPv4Network | IPv6Network

_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_COMPATIBLE = ip_network("::/96")
_PRIVATE: tuple[IPNetwork, ...] = tuple(
    ip_network(each)
    for each in (
        "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8",
        "fc00::/7", "fe80::/10", "::1/128",
    )
)  # fmt: skip
"""Networks that may be allowed in whole or in part (RFC 1918, 6598, 3927, 4193, 4291)."""


class GuardError(ValueError):
    """A rule for the guard cannot be read. The message says what to write."""


@dataclass(frozen=True, slots=True)
class Guard:
    """What may be reached besides the public internet."""

    names: frozenset[str] = frozenset()
    """Hosts that may have private addresses."""
    networks: tuple[IPNetwork, ...] = ()
    """Networks that may be reached."""
    pins: dict[tuple[str, int], IPAddress] = field(default_factory=dict)
    """Addresses used instead of looking up one host and port, as with curl's `--resolve`."""

    @classmethod
    def parse(cls, *, allow: tuple[str, ...] = (), resolve: tuple[str, ...] = ()) -> Guard:
        """Read what was typed on the command line.

        Args:
            allow: names of hosts, and networks such as `10.1.0.0/16`.
            resolve: entries of the form HOST:PORT:ADDRESS.

        Raises:
            GuardError: an entry has not that form.
        """
        names: set[str] = set()
        networks: list[IPNetwork] = []
        for entry in allow:
            try:
                network = ip_network(entry.strip("[]"), strict=False)
            except ValueError:
                if "*" in entry or "," in entry:
                    raise GuardError(
                        f"`{entry}` is not one host: give the option once for each host or network, such as 10.1.0.0/16"
                    ) from None
                if not entry or any(character in entry for character in "/:@ ") or not _may_be_a_name(entry):
                    host = host_of(entry if "//" in entry else f"http://{entry}/")
                    hint = (
                        f"; write the host alone, without scheme, port or path: `{host}`"
                        if host not in ("", entry)
                        else ""
                    )
                    raise GuardError(
                        f"`{entry}` is neither a host's name, such as localhost, nor an address or a network, such as "
                        f"127.0.0.1 or 10.1.0.0/16{hint}"
                    ) from None
                names.add(host_of(f"http://{entry}/") or entry.lower())
            else:
                if network.num_addresses == 1 and is_public(network[0]):
                    raise GuardError(f"`{entry}` is an address of the public internet, which needs no permission")
                if not any(network[0] in most and network[-1] in most for most in _PRIVATE):
                    raise GuardError(
                        f"`{entry}` is wider than any private network; name the network that the host is in, "
                        "such as 10.1.0.0/16"
                    )
                networks.append(network)
        return cls(frozenset(names), tuple(networks), dict(_pin(entry) for entry in resolve))

    def refusal(self, host: str, port: int, address: IPAddress) -> str | None:
        """Say why `address`, found for `host` and `port`, must not be reached; None if it may be."""
        if self.pins.get((host, port)) == address or host in self.names:
            return None
        if is_public(address) or any(address in network for network in self.networks):
            return None
        mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
        if mapped is not None and any(mapped in network for network in self.networks):
            return None
        where = host if host == str(address) else f"{host} ({address})"
        return f"{where} is not an address of the public internet; `--allow-host {host}` lets it be reached"


def _may_be_a_name(entry: str) -> bool:
    """Tell whether something could be a host's name: it has a letter, or is the short form of an address."""
    host = host_of(f"http://{entry}/")
    return any(character.isalpha() for character in entry) or host.replace(".", "").isdigit()


def _pin(entry: str) -> tuple[tuple[str, int], IPAddress]:
    host, _, rest = entry.partition(":")
    port, _, written = rest.partition(":")
    try:
        address = ip_address(written.strip("[]"))
        if not host or "*" in host or not 0 < int(port) < 65536:
            raise ValueError(entry)
    except ValueError:
        raise GuardError(f"`{entry}` is not of the form HOST:PORT:ADDRESS, such as example.org:443:127.0.0.1") from None
    return (host_of(f"http://{host}/") or host.lower(), int(port)), address


def is_public(address: IPAddress) -> bool:
    """Tell whether an address belongs to the public internet, looking through IPv6 forms that carry an IPv4 one.

    The forms are: mapped (RFC 4291, 2.5.5.2), compatible (2.5.5.1), 6to4 (RFC 3056), Teredo (RFC 4380) and
    NAT64 (RFC 6052, RFC 8215).
    """
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        carried = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
        if address in _COMPATIBLE or any(address in network for network in _NAT64):
            carried.append(IPv4Address(int(address) & 0xFFFFFFFF))
        inner = [each for each in carried if each is not None]
        if inner:
            return all(is_public(each) for each in inner)
    return address.is_global and not address.is_multicast and not address.is_reserved


_THREADS = 32
"""Look-ups at the same time: `getaddrinfo` blocks its thread, and a slow name must not hold up the rest."""


class UnsafeAddressError(OSError):
    """The guard refuses the address that was found."""


class NameUnknownError(OSError):
    """There is no such name."""


class NameUnsureError(OSError):
    """The look-up failed; that says nothing about the name."""


class GuardedResolver(AbstractResolver):
    """Finds the addresses of hosts, and hands out only those that the guard allows."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard
        self._allowed: set[tuple[str, int]] = set()
        self._admitted: set[tuple[str, int]] = set()
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="names")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a host up.

        Raises:
            UnsafeAddressError: every address found is refused.
            NameUnknownError: there is no such name.
            NameUnsureError: the look-up failed.
        """
        key = host.lower().rstrip(".")
        pinned = self._guard.pins.get((key, port))
        numbers = [str(pinned)] if pinned is not None else await self._look_up(host, port, family)
        results: list[ResolveResult] = []
        refusals: list[str] = []
        for number in numbers:
            refusal = self._guard.refusal(key, port, ip_address(number))
            if refusal is None:
                results.append(self._allow(host, number, port))
            else:
                refusals.append(refusal)
        if not results:
            raise UnsafeAddressError(refusals[0] if refusals else f"{host} has no address")
        return results

    def _allow(self, host: str, number: str, port: int) -> ResolveResult:
        self._allowed.add((number, port))
        family = socket.AF_INET6 if ":" in number else socket.AF_INET
        return ResolveResult(hostname=host, host=number, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)

    async def _look_up(self, host: str, port: int, family: int) -> list[str]:
        loop = asyncio.get_running_loop()
        try:
            found = await loop.run_in_executor(
                self._threads, lambda: socket.getaddrinfo(host, port, family=family, type=socket.SOCK_STREAM)
            )
        except socket.gaierror as error:
            if error.errno in (socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)):
                raise NameUnknownError(f"no such name: {host}") from error
            raise NameUnsureError(f"looking up {host} failed: {error.strerror}") from error
        except UnicodeError as error:
            raise NameUnknownError(f"{host} cannot be a name") from error
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    def admit(self, host: str, port: int) -> None:
        """Let a host that is written as a number pass the guard; names pass it when they are looked up.

        Raises:
            UnsafeAddressError: the guard refuses the number.
        """
        if (host, port) in self._admitted:
            return
        try:
            number = ip_address(host)
        except ValueError:
            return
        refusal = self._guard.refusal(host, port, number)
        if refusal is not None:
            raise UnsafeAddressError(refusal)
        self._admitted.add((host, port))
        self._allowed.add((host, port))

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Make the socket for an address that was allowed before; anything else is refused at the last moment.

        Raises:
            UnsafeAddressError: the address never passed the guard.
        """
        family, kind, protocol, _, place = info
        if (str(place[0]), int(place[1])) not in self._allowed:
            raise UnsafeAddressError(f"{place[0]} never passed the guard")
        made = socket.socket(family=family, type=kind, proto=protocol)
        made.setblocking(False)
        return made

    async def close(self) -> None:
        """End the look-ups."""
        self._threads.shutdown(wait=False, cancel_futures=True)
