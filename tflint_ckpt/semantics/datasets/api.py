"""The names of ``tf.data``: what makes a dataset, and which methods of one give another."""

from __future__ import annotations

from itertools import product

_DATASET = "tensorflow.data.Dataset"
_DATA = ("tensorflow.data", "tensorflow.data.experimental")

DATASET_CLASSES = frozenset(
    (
        _DATASET,
        "tensorflow.data.TFRecordDataset",
        "tensorflow.data.TextLineDataset",
        "tensorflow.data.FixedLengthRecordDataset",
        "tensorflow.data.experimental.CsvDataset",
        "tensorflow.data.experimental.SqlDataset",
        "tensorflow.data.experimental.RandomDataset",
    )
)

IN_MEMORY = frozenset(f"{_DATASET}.{name}" for name in ("from_tensor_slices", "from_tensors", "range"))
"""Sources whose elements are in memory, or cost nothing to make again."""

FROM_GENERATOR = f"{_DATASET}.from_generator"

ENDLESS = frozenset(
    (
        f"{_DATASET}.random",
        f"{_DATASET}.counter",
        "tensorflow.data.experimental.Counter",
        "tensorflow.data.experimental.RandomDataset",
    )
)

COMBINING = frozenset(
    (
        f"{_DATASET}.zip",
        *(f"{prefix}.{name}" for prefix in (*_DATA, _DATASET) for name in ("choose_from_datasets",)),
        *(f"{prefix}.{name}" for prefix in (*_DATA, _DATASET) for name in ("sample_from_datasets",)),
    )
)
"""Sources that are made of other datasets."""

_FROM_DIRECTORY = ("image_dataset_from_directory", "text_dataset_from_directory")
KERAS_LOADERS = frozenset(
    f"keras.{prefix}.{name}"
    for prefix, name in product(
        ("utils", "preprocessing", "preprocessing.image", "preprocessing.text", "preprocessing.sequence"),
        (*_FROM_DIRECTORY, "audio_dataset_from_directory", "timeseries_dataset_from_array"),
    )
)
"""Loaders of Keras. They give batches unless ``batch_size=None``, and two datasets for ``subset="both"``."""

TFDS_LOAD = "tensorflow_datasets.load"

_CSV = ("make_csv_dataset", "make_batched_features_dataset")
BATCHED = frozenset(f"tensorflow.data.experimental.{name}" for name in _CSV)
"""Sources that give batches and shuffled, endless data by default."""

SOURCES = (
    (DATASET_CLASSES - {_DATASET})
    | IN_MEMORY
    | ENDLESS
    | COMBINING
    | KERAS_LOADERS
    | BATCHED
    | {f"{_DATASET}.{name}" for name in ("list_files", "from_generator", "load", "from_sparse_tensor_slices")}
    | {"tensorflow.data.experimental.load", "tensorflow.data.experimental.from_list", TFDS_LOAD}
)
"""Every callable known to return a dataset, by canonical name."""

OPERATIONS = frozenset(
    """apply batch bucket_by_sequence_length cache concatenate dense_to_ragged_batch enumerate filter
    filter_with_legacy_function flat_map group_by_window ignore_errors interleave map
    map_with_legacy_function padded_batch prefetch ragged_batch rebatch rejection_resample repeat scan
    shard shuffle skip snapshot sparse_batch take take_while unbatch unique window with_options""".split()
)
"""Methods of a dataset that return a dataset."""

FUNCTIONS = {"map": "map_func", "filter": "predicate", "flat_map": "map_func", "interleave": "map_func"}
"""Operations that run a function on elements, and the argument that it is."""

BATCHING = frozenset("batch padded_batch ragged_batch sparse_batch bucket_by_sequence_length rebatch".split())
"""Operations after which one element is one batch."""

PLAIN = frozenset(
    "batch cache enumerate padded_batch prefetch ragged_batch repeat shuffle with_options".split()
)
"""Operations that keep every element and run no code of the user's: cheap to do again."""

AUTOTUNE = ("tensorflow.data.AUTOTUNE", "tensorflow.data.experimental.AUTOTUNE")
