"""What APIs take, in which order, and what they do with files: one row each, for all that ask.

The order is that of every release which takes the parameter there (``tests/semantics/test_contracts.py``
holds it against the API tables); that of ``tf.data`` was read from TensorFlow 2.10, 2.15 and 2.21, that of
NumPy from 1.26 and 2.5. Where releases differ in the order, as for ``compile``, nothing stands here.
"""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.enumerations import Enum
from tflint_ckpt.light_functools import cache
from tflint_ckpt.records import dataclass
from tflint_ckpt.semantics.values.agreed import agreed
from tflint_ckpt.syntax.forms import argument

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.calls.call import Argument, Call

DATASET = "tensorflow.data.Dataset"

_SPLITTERS = """KFold StratifiedKFold GroupKFold StratifiedGroupKFold TimeSeriesSplit ShuffleSplit
    GroupShuffleSplit StratifiedShuffleSplit"""
_CONVOLUTIONS = [f"{kind}{size}D" for kind in ("Conv", "Convolution") for size in (1, 2, 3)]
_CONVOLUTIONS += "SeparableConv1D SeparableConv2D SeparableConvolution1D SeparableConvolution2D".split()
_OF_CONVOLUTIONS = "filters kernel_size strides padding data_format dilation_rate"
_OF_DEPTHWISE = "kernel_size strides padding depth_multiplier data_format"
_POOLING = [
    f"{kind}{size}D" for kind in ("MaxPooling", "AveragePooling", "MaxPool", "AvgPool") for size in (1, 2, 3)
]
_ORDER = {
    "keras.Model": "inputs|input outputs|output",
    "keras.Model.compile": "optimizer loss",
    "keras.Model.fit": """x y batch_size epochs verbose callbacks validation_split validation_data shuffle
        class_weight sample_weight initial_epoch steps_per_epoch validation_steps""",
    "keras.Model.fit_generator": """generator steps_per_epoch epochs verbose callbacks validation_data
        validation_steps validation_freq class_weight""",
    "keras.Model.evaluate": "x y batch_size verbose sample_weight steps callbacks",
    "keras.Model.evaluate_generator": "generator steps",
    "keras.Model.predict": "x batch_size verbose steps callbacks",
    "keras.Model.predict_generator": "generator steps",
    "keras.Model.save": "filepath overwrite",
    "keras.Model.save_weights": "filepath overwrite",
    "keras.Model.load_weights": "filepath",
    "keras.models.save_model": "model filepath overwrite",
    "keras.saving.save_model": "model filepath overwrite",
    "keras.models.load_model": "filepath custom_objects compile",
    "keras.saving.load_model": "filepath custom_objects compile",
    "keras.callbacks.ModelCheckpoint": """filepath monitor verbose save_best_only save_weights_only mode
        save_freq""",
    "keras.callbacks.EarlyStopping": "monitor min_delta patience verbose mode baseline restore_best_weights",
    "keras.callbacks.ReduceLROnPlateau": "monitor factor patience verbose mode min_delta cooldown min_lr",
    "keras.callbacks.CSVLogger": "filename separator append",
    "keras.callbacks.TensorBoard": "log_dir histogram_freq",
    "keras.callbacks.BackupAndRestore": "backup_dir",
    "keras.callbacks.experimental.BackupAndRestore": "backup_dir",
    "keras.Input": "shape",
    "keras.layers.Dense": "units activation",
    "keras.layers.Embedding": "input_dim output_dim",
    "keras.layers.Lambda": "function",
    "keras.layers.Permute": "dims",
    "keras.layers.RepeatVector": "n",
    "keras.layers.Reshape": "target_shape",
    "keras.layers.TimeDistributed": "layer",
    **dict.fromkeys(map("keras.layers.{}".format, _CONVOLUTIONS), _OF_CONVOLUTIONS),
    **dict.fromkeys(map("keras.layers.{}".format, _POOLING), "pool_size strides padding data_format"),
    **dict.fromkeys(("keras.layers.DepthwiseConv1D", "keras.layers.DepthwiseConv2D"), _OF_DEPTHWISE),
    "keras.layers.Rescaling": "scale offset",
    "keras.Sequential": "layers",
    "tensorflow.GradientTape": "persistent watch_accessed_variables",
    "tensorflow.lite.TFLiteConverter.from_saved_model": "saved_model_dir",
    "tensorflow.saved_model.load": "export_dir tags",
    "tensorflow.train.CheckpointManager": "checkpoint directory max_to_keep keep_checkpoint_every_n_hours "
    "checkpoint_name",
    "tensorflow.train.Checkpoint.save": "file_prefix",
    "tensorflow.train.Checkpoint.write": "file_prefix",
    "tensorflow.train.Checkpoint.restore": "save_path",
    "tensorflow.train.Checkpoint.read": "save_path",
    **dict.fromkeys(("numpy.zeros", "numpy.ones", "numpy.empty"), "shape dtype"),
    "numpy.full": "shape fill_value dtype",
    "numpy.array": "object dtype",
    "numpy.asarray": "a dtype",
    "numpy.expand_dims": "a axis",
    "numpy.reshape": "a shape|newshape",
    **{f"numpy.random.{name}": "size" for name in ("random", "random_sample", "standard_normal")},
    "numpy.random.normal": "loc scale size",
    "numpy.random.uniform": "low high size",
    "numpy.random.randint": "low high size dtype",
    "numpy.random.choice": "a size",
    **dict.fromkeys(("tensorflow.zeros", "tensorflow.ones"), "shape dtype"),
    "tensorflow.fill": "dims value",
    "tensorflow.constant": "value dtype",
    "tensorflow.cast": "x dtype",
    "tensorflow.convert_to_tensor": "value dtype",
    "tensorflow.expand_dims": "input axis",
    "tensorflow.reshape": "tensor shape",
    "tensorflow.random.normal": "shape mean stddev dtype",
    "tensorflow.random.uniform": "shape minval maxval dtype",
    "keras.ops.expand_dims": "x axis",
    "keras.ops.reshape": "x newshape|shape",
    "keras.utils.to_categorical": "x|y num_classes",
    "numpy.save": "file arr",
    "numpy.savez": "file",
    "numpy.savez_compressed": "file",
    "numpy.savetxt": "fname X",
    "matplotlib.pyplot.savefig": "fname",
    "PIL.Image.Image.save": "fp format",
    "sklearn.utils.class_weight.compute_class_weight": "class_weight classes y",
    **dict.fromkeys((f"sklearn.model_selection.{name}" for name in _SPLITTERS.split()), "n_splits"),
    f"{DATASET}.batch": "batch_size drop_remainder num_parallel_calls deterministic",
    f"{DATASET}.bucket_by_sequence_length": "element_length_func bucket_boundaries bucket_batch_sizes",
    f"{DATASET}.cache": "filename",
    f"{DATASET}.concatenate": "dataset",
    f"{DATASET}.filter": "predicate",
    f"{DATASET}.flat_map": "map_func",
    f"{DATASET}.from_generator": "generator output_types output_shapes args output_signature",
    f"{DATASET}.from_tensor_slices": "tensors",
    f"{DATASET}.from_tensors": "tensors",
    f"{DATASET}.interleave": "map_func cycle_length block_length num_parallel_calls deterministic",
    f"{DATASET}.map": "map_func num_parallel_calls",
    f"{DATASET}.padded_batch": "batch_size padded_shapes padding_values drop_remainder",
    f"{DATASET}.prefetch": "buffer_size",
    f"{DATASET}.ragged_batch": "batch_size drop_remainder",
    f"{DATASET}.range": "start stop step",
    f"{DATASET}.rebatch": "batch_size drop_remainder",
    f"{DATASET}.repeat": "count",
    f"{DATASET}.scan": "initial_state scan_func",
    f"{DATASET}.shuffle": "buffer_size seed reshuffle_each_iteration",
    f"{DATASET}.skip": "count",
    f"{DATASET}.sparse_batch": "batch_size row_shape",
    f"{DATASET}.take": "count",
    f"{DATASET}.take_while": "predicate",
}
POSITIONAL = {api: tuple(names.split()) for api, names in _ORDER.items()}
"""By canonical name the parameters that may be given by position, as far as anybody asks; ``x|y`` where
releases differ in the name alone."""


def place(api: str, *names: str) -> int | None:
    """At which position, from 0, *api* takes the parameter *names*, spelled in one way or another.

    Every class of Keras with a method of a model, ``keras.Sequential.fit``, has it from there. What has no
    row here is asked of the API tables.
    """
    order = POSITIONAL.get(api)
    if order is None:
        is_keras = api.startswith("keras.")
        order = POSITIONAL.get(f"keras.Model.{api.rpartition('.')[2]}", ()) if is_keras else ()
    for position, parameter in enumerate(order):
        if parameter in names or ("|" in parameter and not set(names).isdisjoint(parameter.split("|"))):
            return position
    return _of_tables(api, names) if api.startswith("keras.") else None


@cache
def _of_tables(api: str, names: tuple[str, ...]) -> int | None:
    """The position that Keras 2 and 3 agree on; a release that takes less by position tells nothing."""
    from tflint_ckpt.semantics.api import positionals, signature
    from tflint_ckpt.target import NEWEST, NEWEST_KERAS2

    owner, _, method = api.rpartition(".")
    asked = ((api, ""), (owner, method), ("keras.Model", method), ("keras.layers.Layer", method))
    found: set[int] = set()
    orders: list[list[str]] = []
    for release in (NEWEST_KERAS2, NEWEST):
        told = next((known for each in asked if (known := signature(*each, release.keras))), None)
        orders.append(positionals(told) if told is not None else [])
        found.update(position for position, name in enumerate(orders[-1]) if name in names)
    position = agreed(found)
    taken = [order[position] for order in orders if position is not None and position < len(order)]
    return position if all(name in names for name in taken) else None


def given_to(call: cst.Call, api: str, *names: str) -> cst.BaseExpression | None:
    """What *call*, of *api*, is written with for the parameter *names*, by keyword or at its position."""
    position = place(api, *names)
    return next((found for name in names if (found := argument(call, name, position)) is not None), None)


def argument_of(call: Call, *names: str) -> Argument | None:
    """What *call* gives to the parameter *names*, by keyword or at its position."""
    named = call.argument(*names)
    if named is not None or all(argument.name is not None for argument in call.arguments):
        return named  # which position that has need not be looked up
    return call.argument(position=place(call.name, *names))


class Content(Enum):
    """What is in a file."""

    MODEL = "a whole model"
    WEIGHTS = "the weights of a model"
    EITHER = "a whole model or its weights, as another argument says"
    CHECKPOINTS = "checkpoints of TensorFlow, in a folder"
    LOG = "what is logged"
    ARRAYS = "arrays of NumPy"


@dataclass(frozen=True, slots=True)
class FileContract:
    """What an API does with the file, or folder, that an argument names.

    Attributes:
        api: the canonical name of the class, function, or method of a model.
        argument: the parameter.
        content: what it writes there, or reads.
        writes: whether it writes; else it reads.
        at_once: whether that happens when it is called, not during training.
        is_folder: whether the argument names a folder, in which any file may be written.
        makes_folder: whether it makes the folder of the file where that is missing; ``None`` where that
            hangs on the release or the format.
    """

    api: str
    argument: str
    content: Content
    writes: bool = True
    at_once: bool = True
    is_folder: bool = False
    makes_folder: bool | None = None

    @property
    def name(self) -> str:
        """The last part of its name: ``save_weights``."""
        return self.api.rpartition(".")[2]

    @property
    def is_method(self) -> bool:
        """Whether it is a method of a model."""
        return self.api.startswith("keras.Model.")

    @property
    def position(self) -> int:
        """Where the argument stands, from 0."""
        return POSITIONAL[self.api].index(self.argument)


FILES = (
    FileContract("keras.callbacks.ModelCheckpoint", "filepath", Content.EITHER, at_once=False),
    FileContract("keras.callbacks.CSVLogger", "filename", Content.LOG, at_once=False, makes_folder=False),
    FileContract(
        "keras.callbacks.TensorBoard",
        "log_dir",
        Content.LOG,
        at_once=False,
        is_folder=True,
        makes_folder=True,
    ),
    FileContract(
        "tensorflow.train.CheckpointManager",
        "directory",
        Content.CHECKPOINTS,
        at_once=False,
        is_folder=True,
        makes_folder=True,
    ),
    FileContract("keras.models.save_model", "filepath", Content.MODEL),
    FileContract("keras.saving.save_model", "filepath", Content.MODEL),
    FileContract("keras.Model.save", "filepath", Content.MODEL),
    FileContract("keras.Model.save_weights", "filepath", Content.WEIGHTS),
    FileContract("numpy.save", "file", Content.ARRAYS, makes_folder=False),
    FileContract("numpy.savez", "file", Content.ARRAYS, makes_folder=False),
    FileContract("numpy.savez_compressed", "file", Content.ARRAYS, makes_folder=False),
    FileContract("numpy.savetxt", "fname", Content.ARRAYS, makes_folder=False),
    FileContract("keras.models.load_model", "filepath", Content.MODEL, writes=False),
    FileContract("keras.saving.load_model", "filepath", Content.MODEL, writes=False),
    FileContract("keras.Model.load_weights", "filepath", Content.WEIGHTS, writes=False),
)


def apis(content: Content, *, writes: bool) -> tuple[str, ...]:
    """The functions and classes, no methods, that write, or read, files of *content*."""
    return tuple(
        each.api for each in FILES if (each.content, each.writes) == (content, writes) and not each.is_method
    )
