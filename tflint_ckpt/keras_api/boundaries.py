"""The Keras releases at which behaviour changes that no signature shows.

Each constant is the first ``(major, minor)`` of Keras that behaves as its docstring says, to be compared
with ``tflint_ckpt.target.Release.keras``; a constant whose name ends in ``_UNTIL`` is the first that no
longer does. tf_keras, which is Keras 2 under TensorFlow 2.16 and later, has numbers from ``(2, 16)`` on. A
docstring names the place in the sources of the releases on both sides of the boundary; *ran* says that the
behaviour was also seen on them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final


Version = tuple[int, int]
"""``(major, minor)`` of Keras."""

# What a path may end in.

CHECKPOINT_SUFFIX_CHECKED: Final[Version] = (3, 0)
"""``ModelCheckpoint`` raises ``ValueError`` when it is made unless the path ends in ``.weights.h5``
(``save_weights_only=True``) or ``.keras``; before, any path goes (``callbacks/model_checkpoint.py``;
ran)."""

CHECKPOINT_MODEL_H5_ACCEPTED: Final[Version] = (3, 8)
"""``ModelCheckpoint`` of a whole model takes a path in ``.h5`` too, not in ``.hdf5`` or ``.H5``; from 3.0
to 3.7 only ``.keras`` (``callbacks/model_checkpoint.py`` of 3.7 and 3.8)."""

KERAS_FORMAT: Final[Version] = (2, 13)
"""``model.save`` with a path in ``.keras`` writes the Keras format; before, HDF5 under that name, which the
same release loads and Keras 3 refuses (``saving_v3_enabled`` in ``saving/saving_lib.py`` is false by default
in 2.12, true in 2.13; ran on 2.11 to 2.15)."""

CHECKPOINT_KERAS_FORMAT: Final[Version] = (2, 15)
"""``ModelCheckpoint`` of a whole model writes the Keras format to a path in ``.keras``. Before
`KERAS_FORMAT`, HDF5 under that name; in 2.13 and 2.14, with ``save_best_only=True``, ``ValueError: The
following argument(s) are not supported with the native Keras format: ['options']`` at the first save
(``callbacks.py`` of 2.14 and 2.15; ran on 2.11 to 2.15)."""

SAVE_H5_WARNS: Final[Version] = KERAS_FORMAT
"""``model.save`` with a path in ``.h5`` warns that the format is a legacy one (ran on 2.11 to 2.15)."""

H5_ALIAS_LOSS_NOT_RELOADED: Final[Version] = (3, 0)
"""``load_model`` of an ``.h5`` file raises where the model was compiled with a loss by short name (``mse``,
``bce``, ``kld``, …): ``TypeError: Could not locate function`` until 3.10, ``ValueError: Could not
deserialize`` from 3.11. Whole names and cross-entropies reload (``legacy/saving/legacy_h5_format.py``; ran
on 3.0 to 3.15)."""

# Directories.

CHECKPOINT_DIRECTORY_MADE: Final[Version] = (2, 12)
"""``ModelCheckpoint`` makes the directory of each file it writes; before, writing weights in HDF5 to a
missing directory raises ``FileNotFoundError`` after the first epoch (``tf.io.gfile.makedirs`` in
``callbacks.py`` of 2.12, not of 2.11)."""

SAVE_DIRECTORY_MADE_UNTIL: Final[Version] = KERAS_FORMAT
"""``model.save`` with a path in ``.keras`` makes the missing parent directory, as it does in ``.h5`` on every
release; from here on ``FileNotFoundError`` (a zip archive instead of HDF5; ran on 2.11, 2.15 and 3.0 to
3.15)."""

BACKUP_REMOVES_DIRECTORY: Final[Version] = (3, 0)
"""``BackupAndRestore`` removes its whole directory when training ends, whatever else lies in it; before,
only its own files (``rmtree(self.backup_dir)`` in ``callbacks/backup_and_restore_callback.py`` of 3.0,
``backup_and_restore.py`` later; ran on 3.0 to 3.15)."""

# Which checkpoint is the best.

MODE_FROM_METRIC: Final[Version] = (3, 11)
"""``ModelCheckpoint(mode="auto")`` asks the compiled metric whether it should grow, and raises
``ValueError`` after the first epoch where it does not know; before, all but names with ``acc`` or beginning
with ``fmeasure`` are minimised (``callbacks/monitor_callback.py`` came with 3.11)."""

STOPPING_MODE_FROM_METRIC: Final[Version] = (3, 0)
"""The same for ``EarlyStopping``, which before maximises names ending in ``acc``, ``accuracy`` or ``auc``
(``callbacks/early_stopping.py`` of 2.15 and 3.0)."""

MISSING_MONITOR_SAVES: Final[Version] = (3, 10)
"""``ModelCheckpoint(save_best_only=True)`` saves each time the monitored value is not in the logs; before,
it never saves then (``_should_save_model`` in ``callbacks/model_checkpoint.py`` of 3.10)."""

# Optimizers.

SCHEDULE_SETS_EACH_STEP: Final[Version] = (2, 11)
"""An optimizer on a schedule takes a rate that a callback sets, and the schedule sets it again at the next
step; the optimizers before, ``optimizers.legacy`` from 2.11 on, raise (``optimizers/optimizer.py`` of 2.11;
ran on 2.11 and 2.15 with both kinds)."""

LR_ARGUMENT_IGNORED: Final[Version] = (2, 11)
"""``Adam(lr=…)`` trains at the default rate and only logs a line; before, ``lr`` is ``learning_rate``
(``_process_kwargs`` in ``optimizers/optimizer_experimental/optimizer.py`` of 2.11; ``optimizer_v2.py`` of
2.10)."""

DECAY_ARGUMENT_REFUSED: Final[Version] = (2, 11)
"""``Adam(decay=…)`` raises ``ValueError``, also for 0; before, the rate decays (``_process_kwargs`` of
2.11)."""

# Callbacks and training.

STOPPING_RESTORES_AT_THE_END: Final[Version] = (2, 16)
"""``EarlyStopping(restore_best_weights=True)`` brings the best weights back whenever training ends; before,
only where it stops early (``on_epoch_end`` of 2.15, ``on_train_end`` of tf_keras 2.16 and Keras 3.0; ran on
2.15, tf_keras 2.21, 3.3 and 3.15)."""

CALLBACK_WITHOUT_DATA: Final[Version] = (3, 5)
"""A callback has no attribute ``validation_data``; before, it is ``None`` (``callbacks/callback.py`` of 3.4
and 3.5; ran on 2.15, 3.3, 3.7 and 3.15)."""

CALLBACK_MODEL_READ_ONLY: Final[Version] = (3, 0)
"""``callback.model = …`` raises ``AttributeError``: a property without a setter (``callbacks/callback.py``;
ran)."""

CLASS_WEIGHT_EACH_LABEL: Final[Version] = (2, 13)
"""``fit(class_weight=…)`` weighs each label of targets with three axes or more; before, ``ValueError:
`class_weight` not supported for 3+ dimensional targets`` (``engine/data_adapter.py`` of 2.12 and 2.13; ran on
2.11 and 2.15). Keras 3 raises ``TypeError`` for arrays (ran on 3.15)."""

LOSS_WEIGHTS_AS_MANY_AS_LOSSES: Final[Version] = (3, 7)
"""``compile(loss="mse", loss_weights=[0.9, 0.1])`` of two outputs raises ``ValueError`` in the first step;
before, the loss is repeated (``trainers/compile_utils.py`` of 3.4 to 3.6; ran on 3.3, 3.7 and 3.15)."""

LOSS_FOR_EACH_OUTPUT: Final[Version] = (3, 5)
"""``compile(loss={"a": "mse"})`` of a functional model with the outputs ``a`` and ``b`` raises in the first
step, and so do ``loss_weights`` for one of two losses; before, ``b`` has no loss, or one of weight 1. ``{"a":
"mse", "b": None}`` runs on all, and on 2.15 (ran on 3.3 to 3.8, 3.10 to 3.13 and 3.15)."""

TARGETS_FOR_EACH_OUTPUT: Final[Version] = (3, 7)
"""Targets are as many as the outputs of a model: ``fit(x, y)`` and ``fit(x, [y])`` of two outputs raise in
the first step, and so does ``evaluate``; before, Keras 3 trains ``a`` only (ran on 3.3 to 3.8 and 3.15).

``fit(x, {"a": y})`` of a functional model with the outputs ``a`` and ``b`` raises in the first step; in
3.5 and 3.6 only where the losses are a dictionary, too; before, ``b`` has no loss (ran on the same)."""

NO_NAMED_TARGETS_OF_ONE_OUTPUT: Final[Version] = (3, 8)
"""``fit(x, {"out": y})`` raises ``TypeError`` where the model gives one tensor (ran on the same)."""

NAMED_METRICS_OF_ONE_OUTPUT: Final[Version] = (3, 14)
"""``compile(metrics={"out": "mae"})`` is taken for every model that gives one tensor, whatever the key;
before, it raises for ``Sequential`` and subclassed models, and for a key that is no name of the output (ran
on 3.13.0, 3.13.2, 3.14.0 and 3.15.1, and on the same as above)."""

# Arguments of layers.

DENSE_UNITS_MUST_BE_INT: Final[Version] = (3, 13)
"""``Dense(units)`` raises ``ValueError`` for anything but an ``int`` of Python, such as what ``numpy.prod``
returns; before, for floats only (``layers/core/dense.py`` of 3.12 and 3.13; ran on 3.3, 3.8 and 3.15)."""

SIZES_MUST_BE_INT: Final[Version] = (3, 15)
"""The same for the sizes of ``Embedding``, the heads of ``MultiHeadAttention`` and the groups of
``GroupNormalization`` (their modules in 3.14 and 3.15; ran on 3.3, 3.8 and 3.15)."""

# Classes of one's own.

UNKNOWN_CONFIG_REFUSED: Final[Version] = (3, 12)
"""``save`` raises ``NotImplementedError`` for a ``Model`` subclass without ``get_config`` whose constructor
takes arguments; before, such a model is saved and ``load_model`` raises ``TypeError`` (ran on 3.3, 3.8 to
3.13 and 3.15)."""
