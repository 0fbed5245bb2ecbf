"""Calls of Python and NumPy that give another value each time, which a trace keeps as one constant."""

from __future__ import annotations

_DRAWING = frozenset(
    """beta betavariate binomial
    binomialvariate bytes chisquare choice choices dirichlet expovariate exponential f
    gammavariate gamma gauss geometric getrandbits gumbel hypergeometric integers laplace logistic
    lognormal lognormvariate logseries multinomial multivariate_normal negative_binomial normal
    normalvariate pareto paretovariate permutation permuted poisson power rand randbytes randint randn
    random random_integers random_sample randrange ranf rayleigh sample shuffle standard_cauchy
    standard_exponential standard_gamma standard_normal standard_t triangular uniform vonmises
    vonmisesvariate wald weibull weibullvariate zipf""".split()
)
"""Functions that draw, of ``random``, ``numpy.random`` and their generators."""
DRAWS = frozenset(f"{place}.{name}" for place in ("random", "numpy.random") for name in _DRAWING)
CLOCKS = frozenset(
    """time.time time.time_ns time.perf_counter time.perf_counter_ns time.monotonic time.monotonic_ns
    time.process_time datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today
    datetime.date.today""".split()
)
GENERATORS = frozenset(
    """random.Random random.SystemRandom numpy.random.default_rng numpy.random.RandomState
    numpy.random.Generator""".split()
)
"""What makes an object whose methods draw."""
WORDS = ("random", "time", "datetime", "default_rng", "RandomState")
"""A file that has none of these names has none of those calls."""


def is_drawing(method: str) -> bool:
    """Whether the method of a generator draws."""
    return method in _DRAWING
