"""金額: how yen are shown, and the tax inside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from uketsuke.kernel.yen import included_tax, yen


@pytest.mark.parametrize(
    ("amount", "shown"),
    [(0, "0円"), (999, "999円"), (12000, "12,000円"), (1234567, "1,234,567円"), (-500, "-500円")],
)
def test_yen_have_thousands_separators(amount, shown):
    assert yen(amount) == shown


@pytest.mark.parametrize(
    ("amount", "rate", "tax"),
    [
        (0, 10, 0),
        (1, 10, 1),
        (10, 10, 1),
        (11, 10, 1),
        (110, 10, 10),
        (111, 10, 11),
        (12000, 10, 1091),
        (108, 8, 8),
    ],
)
def test_the_price_without_tax_is_cut_down(amount, rate, tax):
    assert included_tax(amount, rate) == tax


@given(amount=st.integers(0, 10**9), rate=st.sampled_from([8, 10]))
def test_price_and_tax_are_the_amount(amount, rate):
    tax = included_tax(amount, rate)

    assert 0 <= tax <= amount
    assert 0 <= tax * (100 + rate) - amount * rate < 100 + rate
