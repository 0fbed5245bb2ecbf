"""The APIs that draw at random, or read the clock."""

from __future__ import annotations

from tflint_ckpt.enumerations import Enum


class Draws(Enum):
    """Where the numbers come from, which decides when they are the same again."""

    OPERATION = "operation"
    """An operation of TensorFlow: drawn for each element. With a seed, its own or that of
    ``tf.random.set_seed``, every pass over a dataset draws the same."""
    STATE = "state"
    """A layer or a ``tf.random.Generator``, which keeps its state: each pass draws others, seeded or not."""
    HOST = "host"
    """Python: NumPy, ``random``, the clock. In a traced function drawn once, when it is traced."""


_OPERATIONS = frozenset(
    """categorical gamma multinomial normal poisson shuffle truncated_normal uniform
    all_candidate_sampler fixed_unigram_candidate_sampler learned_unigram_candidate_sampler
    log_uniform_candidate_sampler uniform_candidate_sampler""".split()
)
_OLD = frozenset(
    f"tensorflow.{name}"
    for name in "random_crop random_gamma random_normal random_poisson random_shuffle random_uniform".split()
)
_BACKEND = frozenset(
    f"keras.backend.random_{name}" for name in "bernoulli binomial normal uniform uniform_variable".split()
)
_NUMPY_SETTING = frozenset(
    """seed default_rng get_state set_state get_bit_generator set_bit_generator""".split()
)
"""What does not draw; with a capital are classes."""
_HOST_DRAWING = frozenset(
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
HOST_DRAWS = frozenset(f"{place}.{name}" for place in ("random", "numpy.random") for name in _HOST_DRAWING)
CLOCKS = frozenset(
    """time.time time.time_ns time.perf_counter time.perf_counter_ns time.monotonic time.monotonic_ns
    time.process_time datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today
    datetime.date.today""".split()
)
HOST_GENERATORS = frozenset(
    """random.Random random.SystemRandom numpy.random.default_rng numpy.random.RandomState
    numpy.random.Generator""".split()
)
"""What makes an object whose methods draw."""
HOST_WORDS = ("random", "time", "datetime", "default_rng", "RandomState")
"""A file that has none of these names has none of those calls."""
_OTHER = frozenset("uuid.uuid1 uuid.uuid4 os.urandom secrets.randbelow secrets.choice".split())

GENERATORS = tuple(
    f"tensorflow.random.{prefix}{name}"
    for prefix in ("", "experimental.")
    for name in (
        "Generator",
        "Generator.from_seed",
        "Generator.from_non_deterministic_state",
        "Generator.from_key_counter",
        "get_global_generator",
    )
)
DRAWING = frozenset("binomial make_seeds normal truncated_normal uniform uniform_full_int".split())
"""Methods of a ``tf.random.Generator`` that draw."""

_EVEN_UNTOLD = frozenset("RandAugment AugMix CutMix MixUp".split())
_WHEN_TRAINING = frozenset(
    """AlphaDropout Dropout GaussianDropout GaussianNoise SpatialDropout1D SpatialDropout2D
    SpatialDropout3D""".split()
)


def draws(name: str) -> Draws | None:
    """How the function of a canonical name draws; ``None`` where it does not."""
    package, _, last = name.rpartition(".")
    if package in ("tensorflow.random", "tensorflow.compat.v1.random") and last in _OPERATIONS:
        return Draws.OPERATION
    if name.startswith("tensorflow.image.random_") or name in _OLD | _BACKEND:
        return Draws.OPERATION
    if name in ("tensorflow.image.sample_distorted_bounding_box", "tensorflow.nn.dropout"):
        return Draws.OPERATION
    if package == "keras.random" and last[:1].islower() and last != "split":
        return Draws.STATE
    if package == "numpy.random" and last[:1].islower() and last not in _NUMPY_SETTING:
        return Draws.HOST
    if name in HOST_DRAWS or name in CLOCKS or name in _OTHER:
        return Draws.HOST
    return None


def is_drawing(method: str) -> bool:
    """Whether the method of a generator of Python or NumPy draws."""
    return method in _HOST_DRAWING


def layer_draws(name: str, *, training: bool | None) -> bool | None:
    """Whether a layer of Keras draws when it is called; *training* is what it is told, ``None`` if nothing.

    The layers for images draw where nobody says otherwise, those for regularization only in training. Keras
    2 and 3 agree.
    """
    layer = name.rpartition(".")[2]
    if layer == "RandomFourierFeatures":
        return False
    if layer.startswith("Random") or layer in _EVEN_UNTOLD:
        return training is not False
    if layer in _WHEN_TRAINING:
        return training is True
    return False
