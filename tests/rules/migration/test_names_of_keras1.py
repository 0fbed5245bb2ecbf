"""TFC803 removed-name: what only Keras 1, or a Keras of before TensorFlow 2, had."""

from __future__ import annotations

import pytest

from tests.lint import findings, fix, lint
from tflint_ckpt.finding import Applicability

HEAD = "from keras.layers import Dense, merge\n"

MERGED = [
    # the functions are imported in its place
    (
        f"{HEAD}x = merge([a, b], mode='concat', concat_axis=1)\ny = merge([x, b])\n",
        "from keras.layers import Dense, add, concatenate\n"
        "x = concatenate([a, b], axis=1)\ny = add([x, b])\n",
    ),
    (
        f"{HEAD}def f(x):\n    return merge([x, x],\n                 mode='max',\n"
        "                 concat_axis=-1,\n                 name='m')\n",
        "from keras.layers import Dense, maximum\ndef f(x):\n    return maximum([x, x],\n"
        "                   name='m')\n",
    ),
    (
        "from tensorflow.keras.layers import merge\nmerge([a, b], 'mul')\n",
        "from tensorflow.keras.layers import multiply\nmultiply([a, b])\n",
    ),
    (
        "from keras.engine import merge\nmerge([a, b], mode='dot', dot_axes=1)\n",
        "from keras.layers import dot\ndot([a, b], axes=1)\n",
    ),
    # or are there already
    (
        "from keras.engine.topology import merge\nfrom keras.layers import average\n"
        "merge([a, b], mode='ave')\n",
        "from keras.layers import average\naverage([a, b])\n",
    ),
    (
        "import keras\nx = keras.layers.merge([a, b], mode='sum')\n",
        "import keras\nx = keras.layers.add([a, b])\n",
    ),
    (
        "from keras import layers as L\nx = L.merge([a, b], mode='concat')\n",
        "from keras import layers as L\nx = L.concatenate([a, b])\n",
    ),
    (
        "import keras\nfrom keras.layers import *\nx = merge([Dense(3)(a), b], mode='sum')\n",
        "import keras\nfrom keras.layers import *\nx = keras.layers.add([Dense(3)(a), b])\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), MERGED)
def test_merge_becomes_the_function_of_its_mode(before: str, after: str) -> None:
    assert fix(before, only="TFC803") == after
    assert fix(before, "2.11", only="TFC803") == after


@pytest.mark.parametrize(
    "code",
    [
        "x = merge([a, b], mode=lambda z: z[0], output_shape=(3,))",
        "x = merge([a, b], mode='cos')",
        "x = merge([a, b], mode='dot')",
        "x = merge([a, b], mode=mode)",
        "x = merge([a, b], 'concat', 1)",
        "x = merge([a, b], **options)",
        "x = merge()",
        "f(merge)",
        "add = 3\nx = merge([a, b], mode='sum')",
        "x = merge([a, b], mode='sum')\ny = merge([a, b], mode='cos')",
        "def f(add):\n    return merge([a, add], mode='sum')",
        "merge = other",
    ],
)
def test_what_cannot_be_told_is_left(code: str) -> None:
    assert fix(HEAD + code, unsafe=True, only="TFC803") == HEAD + code
    found = findings(HEAD + code, only="TFC803")
    assert [each.fix.applicability for each in found if each.fix] == [Applicability.MANUAL]


@pytest.mark.parametrize(
    "code",
    [
        "from mine import merge\nmerge([a, b], mode='sum')",
        "import pandas as pd\npd.merge(a, b)\na.merge(b)",
        "from keras.layers import add\nadd([a, b])",
        "try:\n    from keras.layers import merge\nexcept ImportError:\n    merge = None",
        # other things of these names
        "from mine import relu6, multi_gpu_model\nmulti_gpu_model(m, 2)",
        "from keras.activations import relu6",
        "from keras import backend as K\nK.backend()",
        "import tensorflow as tf\ntf.keras.applications.mobilenet.preprocess_input(x)",
        "from keras import losses, initializers\nlosses.mean_squared_error(a, b)",
        "from keras.regularizers import l1_l2, l2",
        "try:\n    from keras.utils import multi_gpu_model\nexcept ImportError:\n    pass",
    ],
)
def test_silent(code: str) -> None:
    assert lint(code, only="TFC803") == []


OTHERS = [
    (
        "from keras.applications.mobilenet import relu6, DepthwiseConv2D\nf(relu6, DepthwiseConv2D)\n",
        "from keras.activations import relu6\nfrom keras.layers import DepthwiseConv2D\n"
        "f(relu6, DepthwiseConv2D)\n",
    ),
    (
        "import keras\nf(keras.applications.mobilenet.relu6)\n",
        "import keras\nf(keras.activations.relu6)\n",
    ),
    (
        "from keras.utils.visualize_util import plot\nplot(m, to_file='m.png')\n",
        "from keras.utils import plot_model as plot\nplot(m, to_file='m.png')\n",
    ),
    (
        "from keras.regularizers import l1l2\nl1l2(0.1, 0.1)\n",
        "from keras.regularizers import l1_l2 as l1l2\nl1l2(0.1, 0.1)\n",
    ),
    (
        "from keras import backend as K\nx = K.tf.constant(1)\n",
        "import tensorflow as tf\nfrom keras import backend as K\nx = tf.constant(1)\n",
    ),
    (
        "import tensorflow\nfrom keras import backend as K\nx = K.tf.constant(1)\n",
        "import tensorflow\nfrom keras import backend as K\nx = tensorflow.constant(1)\n",
    ),
    # modules, of which all that is used is in another one
    (
        "from keras import objectives\nobjectives.mean_squared_error(a, b)\n",
        "from keras import losses as objectives\nobjectives.mean_squared_error(a, b)\n",
    ),
    (
        "from keras import backend as K, initializations\nw = initializations.get('uniform')\n",
        "from keras import backend as K, initializers as initializations\n"
        "w = initializations.get('uniform')\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), OTHERS)
def test_other_names(before: str, after: str) -> None:
    assert fix(before, only="TFC803") == after


UNSAFE = [
    (
        "from keras.utils import multi_gpu_model, to_categorical\n"
        "if gpus > 1:\n    net = multi_gpu_model(model, gpus=gpus)\n",
        "from keras.utils import to_categorical\nif gpus > 1:\n    net = model\n",
    ),
    (
        "from keras.utils.training_utils import multi_gpu_model as many\nnet = many(build(), 2)\n",
        "net = build()\n",
    ),
    (
        "from keras.utils import multi_gpu_model\nif n > 1:\n    log()\n    net = multi_gpu_model(net, n)\n",
        "if n > 1:\n    log()\n",
    ),
    (
        "from keras.utils import multi_gpu_model\nif gpus > 1:\n    net = multi_gpu_model(net, gpus)\n",
        "if gpus > 1:\n    pass\n",
    ),
    (
        "import tensorflow as tf\nnet = tf.keras.utils.multi_gpu_model(model, gpus=2)\n",
        "import tensorflow as tf\nnet = model\n",
    ),
    (
        "from keras.regularizers import activity_l2\nr = activity_l2(0.1)\n",
        "from keras.regularizers import l2 as activity_l2\nr = activity_l2(0.1)\n",
    ),
    (
        "import keras\nt = keras.preprocessing.text.Tokenizer()\n",
        "import keras\nimport tensorflow as tf\nt = tf.keras.preprocessing.text.Tokenizer()\n",
    ),
]


@pytest.mark.parametrize(("before", "after"), UNSAFE)
def test_unsafe(before: str, after: str) -> None:
    assert fix(before, only="TFC803") == before
    assert fix(before, unsafe=True, only="TFC803") == after


@pytest.mark.parametrize(
    "code",
    [
        "from keras.utils import multi_gpu_model\nf(multi_gpu_model)",
        "from keras.utils import multi_gpu_model\nmulti_gpu_model(model, gpus=count())",
        "from keras.applications.imagenet_utils import _obtain_input_shape\n_obtain_input_shape(s)",
        "from keras import initializations\ninitializations.normal((3, 4), scale=0.1)",
        "tf = None\nfrom keras import backend as K\nK.tf.constant(1)",
    ],
)
def test_left_to_a_person(code: str) -> None:
    assert len(lint(code, only="TFC803")) == 1
    assert fix(code, unsafe=True, only="TFC803") == code
