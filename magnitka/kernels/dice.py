"""Luck: counter-based random numbers, the same for the same furnace in every scenario.

A draw is a hash of (seed, process, tick) and of the drawer's permanent `luck` number, so it depends neither
on the order of drawing nor on what other mechanisms do (common random numbers). The mixer is the finaliser
of SplitMix64 (Steele, Lea and Flood 2014, OOPSLA, fig. 10).
"""

from __future__ import annotations

import hashlib
import math

import numpy as np

from magnitka.kernels.compile import kernel

GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio, odd: steps of a Weyl sequence


@kernel
def mix64(z: np.uint64) -> np.uint64:
    """Finaliser of SplitMix64: a bijection of 64-bit integers in which every input bit moves every output bit."""
    z = np.uint64(z)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@kernel
def uniform(key: np.uint64, luck: np.uint64, draw: int) -> float:
    """Uniform number in [0, 1) with 53 bits; `draw` numbers the draws of one drawer within a tick."""
    z = mix64(key + np.uint64(luck) * GOLDEN)
    z = mix64(z + np.uint64(draw + 1) * GOLDEN)
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@kernel
def normal(key: np.uint64, luck: np.uint64, draw: int) -> float:
    """Standard normal number (Box and Muller 1958); uses draws `draw` and `draw + 1`."""
    u = 1.0 - uniform(key, luck, draw)
    v = uniform(key, luck, draw + 1)
    return math.sqrt(-2.0 * math.log(u)) * math.cos(2.0 * math.pi * v)


def key_of(seed: int, process: str, tick: int) -> np.uint64:
    """Key of one process in one tick; every kernel that draws takes it as its first argument."""
    digest = hashlib.blake2b(f"{seed}/{process}/{tick}".encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


def luck_of(name: str) -> np.uint64:
    """Permanent luck of a named thing: it survives reordering and additions to the tables."""
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return np.uint64(int.from_bytes(digest, "little"))


@kernel
def chance(key: np.uint64, luck: np.uint64) -> float:
    """Uniform number in [0, 1) with 53 bits for the one draw that a kernel over persons needs; see `uniform`."""
    return float(mix64(key + np.uint64(luck) * GOLDEN) >> np.uint64(11)) * (1.0 / 9007199254740992.0)
