"""Partial reform: bound buyers beside free ones, and chains of suppliers who may say no (T47-T50)."""

from __future__ import annotations

from magnitka.kernels.compile import kernel


@kernel
def loss_of_misplaced(a: float, b: float, got: float, best: float) -> float:
    """Area under the demand a - b p between the quantity got and the best one: value forgone."""
    return (best - got) * (a - 0.5 * (best + got)) / b


@kernel
def divide(
    supply: float, a1: float, b1: float, a2: float, b2: float, price: float, enforced_share: float
) -> tuple[float, float, float, float]:
    """Shares of the state buyer (1) and the free buyer (2), the efficient price and the dead-weight loss.

    Demands are a - b p, b > 0. The state buyer is bound to `price`; the free one outbids it, so it takes its
    whole demand first, except that `enforced_share` of `supply` is reserved for the state order (1: the plan,
    0: reform of one side only; Murphy, Shleifer and Vishny 1992, QJE 107:889-906). Nobody takes more than his
    demand at `price`. The loss is against the efficient division, in the unit of price x quantity.
    """
    demand1 = max(a1 - b1 * price, 0.0)
    demand2 = max(a2 - b2 * price, 0.0)
    x1 = min(demand1, max(enforced_share * supply, supply - demand2))
    x2 = min(demand2, supply - x1)

    efficient_price = (a1 + a2 - supply) / (b1 + b2)
    if a1 < b1 * efficient_price:  # one buyer values nothing so high: the other's demand sets the price
        efficient_price = (a2 - supply) / b2
    elif a2 < b2 * efficient_price:
        efficient_price = (a1 - supply) / b1
    efficient_price = max(efficient_price, 0.0)
    best1 = max(a1 - b1 * efficient_price, 0.0)
    best2 = max(a2 - b2 * efficient_price, 0.0)
    loss = loss_of_misplaced(a1, b1, x1, best1) + loss_of_misplaced(a2, b2, x2, best2)
    return x1, x2, efficient_price, loss


@kernel
def link_offer(n: int, c_bar: float) -> float:
    """Best price to offer each of `n` suppliers, all needed, who could sell elsewhere for c ~ U[0, `c_bar`].

    In units of the product's value per input; it solves max (1 - p) (p / c_bar)^n
    (Blanchard and Kremer 1997, QJE 112:1091-1126).
    """
    return min(c_bar, n / (n + 1.0))


@kernel
def link_survival(p: float, c_bar: float) -> float:
    """Probability that a supplier offered `p` delivers: that his alternative U[0, `c_bar`] is no better."""
    return min(p / c_bar, 1.0) if c_bar > 0.0 else 1.0


@kernel
def operates(n: int, c_bar: float) -> float:
    """Probability that all `n` suppliers deliver at the best offer."""
    return link_survival(link_offer(n, c_bar), c_bar) ** n


@kernel
def output_per_input(n: int, c_bar: float) -> float:
    """Expected output per input, at home or elsewhere: if one supplier declines, all inputs go elsewhere."""
    p = link_offer(n, c_bar)
    return operates(n, c_bar) * (1.0 - 0.5 * p) + 0.5 * c_bar


@kernel
def chain_operates(n: int, c: float) -> bool:
    """Whether a chain of `n` makers runs when the first could sell for `c` and each step halves the surplus.

    Whoever sells on gets half of what the next stage is worth, so the first maker is offered (1/2)^n of the
    final value (Blanchard and Kremer 1997).
    """
    return c <= 0.5**n
