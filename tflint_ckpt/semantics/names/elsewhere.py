"""Where to turn for a name that the API of Keras has no more, in words."""

from __future__ import annotations

import libcst as cst

from tflint_ckpt.patterns import re
from tflint_ckpt.semantics import api
from tflint_ckpt.semantics.calls.stand_ins import STAND_INS, Use, use_of
from tflint_ckpt.semantics.names.mentions import Mention, as_written
from tflint_ckpt.syntax.walk import descend

TYPE_CHECKING = False
if TYPE_CHECKING:
    from tflint_ckpt.semantics.code import Code

_SKLEARN = "keras.wrappers.scikit_learn"
_CUDNN = "a plain {} uses cuDNN by itself"
_OTHER = {
    "keras.applications.imagenet_utils._obtain_input_shape": "give the shape itself: no public name is left",
    "keras.backend.tf": "import tensorflow itself",
    "keras.backend.get_session": "there are no sessions in TensorFlow 2: run the code eagerly",
    "keras.backend.set_session": "there are no sessions in TensorFlow 2: configure memory with tf.config",
    "keras.backend.tensorflow_backend": "most of what was in it is in keras.backend and keras.ops",
    "keras.backend.learning_phase": "give training= where the model is called",
    "keras.backend.set_learning_phase": "give training= where the model is called",
    "keras.backend.image_dim_ordering": "use image_data_format, which gives 'channels_last' for 'tf'",
    "keras.backend.set_image_dim_ordering": "use set_image_data_format, with 'channels_last' for 'tf'",
    "keras.initializations": "what was in it is in keras.initializers",
    "keras.layers.CuDNNGRU": _CUDNN.format("GRU"),
    "keras.layers.CuDNNLSTM": _CUDNN.format("LSTM"),
    "keras.layers.Merge": "use the layer of its mode: keras.layers.Add, Multiply, Concatenate, …",
    "keras.layers.merge": "use the function of its mode: keras.layers.add, multiply, concatenate, …",
    "keras.models.model_from_yaml": "store the model with to_json, or whole",
    "keras.utils.multi_gpu_model": "build the model in the scope of a tf.distribute.MirroredStrategy",
    "keras.utils.training_utils": "build the model in the scope of a tf.distribute.MirroredStrategy",
    "keras.backend.batch_get_value": "call the method numpy of each variable",
    "keras.backend.batch_set_value": "call the method assign of each variable",
    "keras.backend.get_value": "call the method numpy of the variable",
    "keras.backend.set_value": "call the method assign of the variable",
    "keras.backend.update": "call the method assign of the variable",
    "keras.backend.update_add": "call the method assign_add of the variable",
    "keras.backend.update_sub": "call the method assign_sub of the variable",
    "keras.backend.function": "call a keras.Model from these inputs to these outputs",
    "keras.backend.placeholder": "make the input with keras.Input",
    "keras.estimator": "estimators were removed: train the Keras model itself",
    "keras.experimental.export_saved_model": "export the model with its export method",
    "keras.layers.DenseFeatures": "use keras.utils.FeatureSpace, or layers for preprocessing",
    "keras.layers.experimental.SyncBatchNormalization": "use BatchNormalization(synchronized=True)",
    "keras.models.model_from_config": "call from_config of the class of the model",
    "keras.layers.experimental": "most of it is in keras.layers",
    "keras.layers.experimental.preprocessing": "what was in it is in keras.layers",
}
"""What takes the place of names that stand for something else now, or for nothing."""
MUCH_LIKE = {
    "keras.callbacks.experimental.BackupAndRestore": "keras.callbacks.BackupAndRestore",
    "keras.layers.CuDNNGRU": "keras.layers.GRU",
    "keras.layers.CuDNNLSTM": "keras.layers.LSTM",
    "keras.mixed_precision.experimental.Policy": "keras.mixed_precision.Policy",
    "keras.regularizers.activity_l1": "keras.regularizers.l1",
    "keras.regularizers.activity_l1l2": "keras.regularizers.l1_l2",
    "keras.regularizers.activity_l2": "keras.regularizers.l2",
}
"""What does the same, and is another object: its parameters are others in part, or its weights in a file."""


def advice(module: Code, mention: Mention) -> str:
    """What a person can do about *mention*, whose name is gone and for which no other can just be written."""
    other = "tensorflow.keras" if mention.root == "keras" else "keras"
    spelled = other + mention.name.removeprefix("keras")
    if mention.name in _OTHER:
        return _OTHER[mention.name]
    if all(api.is_there(spelled, mention.name, release.keras) for release in module.target.releases):
        if other == "keras":
            return f"import keras itself, which has {mention.name}; the Keras of TensorFlow does not"
        ops = _there(module, mention, f"keras.ops.{mention.name.removeprefix('keras.backend.')}")
        shown = Mention(mention.node, spelled).shown
        if ops:  # the old one raises for variables and symbolic tensors of Keras 3
            return f"use {ops}; {shown} is there still, for tensors of TensorFlow"
        return f"{shown} is there still"
    if mention.name == STAND_INS:
        return "use the optimizers without .legacy, which have neither lr nor decay"
    if mention.name.startswith(f"{STAND_INS}."):
        if use_of(module, mention.node) is not Use.BUILT:
            return "test against keras.optimizers.Optimizer"
        call = module.parent(mention.node)
        if isinstance(call, cst.Arg) and isinstance(module.parent(call), cst.ClassDef):
            return "base the class on keras.optimizers.Optimizer, whose update_step is another method"
        return "take the optimizer without .legacy, which knows neither lr nor decay"
    return _elsewhere(module, mention)


def _elsewhere(module: Code, mention: Mention) -> str:
    if f"{mention.name}.".startswith(f"{_SKLEARN}."):
        own = "keras.wrappers"
        root = mention.root + own.removeprefix("keras")
        there = all(api.is_there(root, own, release.keras) for release in module.target.releases)
        shown = as_written(mention, root)
        return "use the package scikeras" + (
            f", or {shown}.SKLearnClassifier and SKLearnRegressor" if there else ""
        )
    parts = mention.name.split(".")
    for count in range(len(parts), 1, -1):
        told = _OTHER.get(".".join(parts[:count]))
        if told is not None:
            return told
    home = api.home(mention.name)
    shown = _there(module, mention, home) if home else ""
    if not shown:
        of_ops = f"keras.ops.{mention.name.removeprefix('keras.backend.')}"
        new = _there(module, mention, api.renamed(mention.name) or of_ops)
        return f"use {new}" if new else "no other name of it is known"
    members = members_used(module, mention)
    if not members and is_unused(module, mention):
        return "remove the import: the file does not use it"
    found = [_there(module, mention, f"{home}.{member}") for member in members]
    if found and all(found):
        return f"use {', '.join(found)}"
    return f"what was in it is in {shown}, or gone"


def _there(module: Code, mention: Mention, name: str) -> str:
    """*name* as a message shows it, from the package of *mention*; empty where a release does not have it."""
    spelled = mention.root + name.removeprefix("keras")
    there = all(api.is_there(spelled, name, release.keras) for release in module.target.releases)
    return as_written(mention, spelled) if there else ""


def is_unused(module: Code, mention: Mention) -> bool:
    """Whether an import binds a name that the file does not use, nor hands on as a package's own."""
    alias = mention.node
    statement = module.parent(alias)
    if not isinstance(alias, cst.ImportAlias) or statement is None or module.path.endswith("__init__.py"):
        return False
    bound = (alias.evaluated_alias or alias.evaluated_name).partition(".")[0]
    names = {str(node.value) for node in module.facts.every(cst.Name)}
    for annotation in module.facts.every(cst.Annotation):  # ``layer: "Layer"``
        for node in descend(annotation):
            if isinstance(node, cst.SimpleString):
                names.update(re.findall(r"\w+", node.value))
    if "__all__" in names:  # what the file hands on to those who import all of it
        names |= {str(text.evaluated_value) for text in module.facts.every(cst.SimpleString)}
    return bound not in names


def members_used(module: Code, mention: Mention) -> list[str]:
    """The attributes that the file asks of a module that it imports as a name."""
    alias = mention.node
    statement = module.parent(alias)
    if not isinstance(alias, cst.ImportAlias) or statement is None:
        return []
    if isinstance(statement, cst.ImportFrom) and not mention.spelled.endswith(f".{alias.evaluated_name}"):
        return [alias.evaluated_name]
    uses = module.uses(alias.evaluated_alias or alias.evaluated_name, module.facts.scopes[statement])
    above = [module.parent(use) for use in uses]
    return sorted({each.attr.value for each in above if isinstance(each, cst.Attribute)})
