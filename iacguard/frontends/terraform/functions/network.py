"""Functions on IP addresses and prefixes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from typing import TypeAlias

from ..values.types import BOOL, NUMBER, STRING, ListType
from ..values.values import (
    CallContext,
    EvaluationError,
    Function,
    TerraformValue,
    boolean,
    list_value,
    string,
)
from .signature import Arguments, Declared, Parameter, check_count, parameters, whole
from .unmodelled import UndecidedResult

Network: TypeAlias = "IPv4Network | IPv6Network"
_LEADING_ZERO = re.compile(r"(?:^|\.)0[0-9]")


def _network(value: TerraformValue) -> Network:
    text = value.text
    address, slash, length = text.partition("/")
    if slash and length.isdigit() and "." in address:
        if _LEADING_ZERO.search(address):
            raise UndecidedResult("an address with leading zeros is not supported")
        if ":" in address:
            raise UndecidedResult("an IPv4 address within IPv6 is not supported")
    try:
        if not (slash and length.isascii() and length.isdigit()) or "%" in address:
            raise ValueError(text)
        return ip_network(text, strict=False)
    except ValueError as error:
        raise EvaluationError("invalid CIDR expression") from error


def _contains(arguments: Arguments, context: CallContext) -> TerraformValue:
    """Return whether a prefix holds an address or another prefix; OpenTofu's ``cidrcontains``."""
    outer, text = _network(arguments[0]), arguments[1].text
    try:
        inner = _network(arguments[1]) if "/" in text else ip_network(text)
    except ValueError as error:
        raise EvaluationError("invalid IP address or prefix") from error
    if outer.version != inner.version:
        raise EvaluationError("the address and the prefix are of different families")
    first, last = int(inner.network_address), int(inner.broadcast_address)
    start = int(outer.network_address)
    return boolean(start <= first and last < start + outer.num_addresses)


def _host(arguments: Arguments, context: CallContext) -> TerraformValue:
    network, host = _network(arguments[0]), whole(arguments[1], "hostnum")
    size = network.num_addresses
    if not -size <= host < size:
        raise EvaluationError(f"the prefix has no room for host number {host}")
    start = int(network.network_address)
    address = start + (host if host >= 0 else size + host)
    return string(str(ip_address(address) if network.version == 4 else _ipv6(address)))


def _ipv6(address: int) -> str:
    from ipaddress import IPv6Address

    return str(IPv6Address(address))


def _netmask(arguments: Arguments, context: CallContext) -> TerraformValue:
    network = _network(arguments[0])
    if network.version == 6:
        raise EvaluationError("IPv6 addresses cannot have a netmask")
    return string(str(network.netmask))


def _subnet(arguments: Arguments, context: CallContext) -> TerraformValue:
    network = _network(arguments[0])
    bits, number = whole(arguments[1], "newbits"), whole(arguments[2], "netnum")
    length = network.prefixlen + bits
    if bits < 0 or number < 0:
        raise UndecidedResult("`cidrsubnet` of negative numbers is not supported")
    if length > network.max_prefixlen:
        raise EvaluationError(f"not enough remaining address space for a prefix of {bits} bits")
    if number >= 1 << bits:
        raise EvaluationError(f"a prefix extension of {bits} bits has no subnet {number}")
    start = int(network.network_address) + (number << (network.max_prefixlen - length))
    return string(_prefix(network, start, length))


def _subnets(arguments: Arguments, context: CallContext) -> TerraformValue:
    network = _network(arguments[0])
    check_count(len(arguments), context)
    start = int(network.network_address)
    end = start + network.num_addresses
    results: list[TerraformValue] = []
    for argument in arguments[1:]:
        bits = whole(argument, "newbits")
        length = network.prefixlen + bits
        if bits < 1 or bits > 32 or length > network.max_prefixlen:
            raise EvaluationError("not enough remaining address space for the subnets")
        size = 1 << (network.max_prefixlen - length)
        start = -(-start // size) * size
        if start + size > end:
            raise EvaluationError("not enough remaining address space for the subnets")
        results.append(string(_prefix(network, start, length)))
        start += size
    return list_value(STRING, results)


def _prefix(network: Network, start: int, length: int) -> str:
    address = str(ip_address(start)) if network.version == 4 else _ipv6(start)
    return f"{address}/{length}"


def network_functions() -> Mapping[str, Function]:
    """Return the functions on addresses by name."""
    prefix = ("prefix", STRING)
    return {
        "cidrcontains": Declared(
            _contains,
            parameters(("containing_prefix", STRING), ("contained_ip_or_prefix", STRING)),
            BOOL,
        ),
        "cidrhost": Declared(_host, parameters(prefix, ("hostnum", NUMBER)), STRING),
        "cidrnetmask": Declared(_netmask, parameters(prefix), STRING),
        "cidrsubnet": Declared(
            _subnet, parameters(prefix, ("newbits", NUMBER), ("netnum", NUMBER)), STRING
        ),
        "cidrsubnets": Declared(
            _subnets,
            parameters(prefix),
            ListType(STRING),
            rest=Parameter("newbits", NUMBER),
        ),
    }
