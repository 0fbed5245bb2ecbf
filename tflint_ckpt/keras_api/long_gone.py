"""Names that only a standalone Keras of before TensorFlow 2.6 had, below the modules that the tables follow.

Read in the source of Keras 1.2, 2.1 and 2.2, which is not run; that they are not there any more was tried on
Keras 2.15 and 3.15.
"""

from __future__ import annotations

NAMES = {
    "keras.applications.imagenet_utils._obtain_input_shape": "",
    "keras.applications.mobilenet.relu6": "keras.activations.relu6",
    "keras.backend.tf": "",
    "keras.utils.visualize_util.plot": "keras.utils.plot_model",
}
"""Each with the name that the object has now; empty where it has none in Keras."""
OTHER_NAMES = {"keras.regularizers.l1l2": "keras.regularizers.l1_l2"}
"""What the tables know to be gone, and no release of theirs had by both names."""
HOMES = {"keras.initializations": "keras.initializers"}
"""The same for modules."""
