"""Exact numbers: fractions inside the rules, decimals at their edges; what has no end is rounded here and nowhere else."""

from decimal import Context, Decimal
from fractions import Fraction

UNIT_COST_PLACES = 8
_WIDE = Context(prec=400)


def decimal_of(number: Fraction) -> Decimal:
    """The same number as a decimal; refuses one that has no end (a third), which wants ``rounded``."""
    twos = fives = 0
    rest = number.denominator
    while rest % 2 == 0:
        rest //= 2
        twos += 1
    while rest % 5 == 0:
        rest //= 5
        fives += 1
    if rest != 1:
        raise ValueError("a decimal of it has no end")
    return rounded(number, max(twos, fives))


def rounded(number: Fraction, places: int) -> Decimal:
    """The number to so many decimals, half to even."""
    return divided(*number.as_integer_ratio(), places)


def divided(part: int, whole: int, places: int) -> Decimal:
    """part / whole to so many decimals, half to even."""
    digits, rest = divmod(part * 10**places, whole)
    if 2 * rest > whole or (2 * rest == whole and digits % 2):
        digits += 1
    return Decimal(digits).scaleb(-places, _WIDE)


def unit_cost(number: Fraction) -> Decimal:
    """A cost per stock unit as it is kept: 8 decimals."""
    return rounded(number, UNIT_COST_PLACES)


def text_of(number: Fraction, places: int = 12) -> str:
    """Plain decimal text without trailing zeros: exact where the number ends, else to so many decimals."""
    part, whole = number.as_integer_ratio()
    if 10**places % whole == 0:  # most end here
        exact = divided(part, whole, places)
    else:
        try:
            exact = decimal_of(number)
        except ValueError:
            exact = rounded(number, places)
    text = format(exact, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text
