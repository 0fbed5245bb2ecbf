"""Code that is written for several releases."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import module
from tflint_ckpt.semantics.calls.guards import MISSING, is_guarded

GUARDED = [
    "if tf.__version__ < '2.11':\n    call()",
    "if tf.__version__ < '2.11':\n    pass\nelse:\n    call()",
    "if version.parse(keras.__version__) < version.parse('3'):\n    if x:\n        call()",
    "OLD = tf.__version__.startswith('1')\nif OLD:\n    call()",
    "if is_tf2():\n    call()",
    "V = tf.__version__\nMAJOR = int(V.split('.')[0])\nif MAJOR < 2:\n    call()",
    "def is_old():\n    return tf.__version__ < '2'\nif is_old():\n    call()",
    "def major():\n    v = tf.__version__\n    return v[0]\nOLD = major() < '2'\nif OLD:\n    call()",
    "match tf.__version__[0]:\n    case '1':\n        call()",
    "try:\n    call()\nexcept* AttributeError:\n    pass",
    "if IS_KERAS_3 and x:\n    call()",
    "if keras_version() < 3:\n    call()",
    "if hasattr(model, 'fit_generator'):\n    call()",
    "call() if hasattr(tf, 'log') else 2",
    "hasattr(tf, 'log') and call()",
    "import numpy as np\narea = getattr(np, 'trapezoid', None) or call()",
    "import numpy as np\nprod = np.prod if 'prod' in dir(np) else call()",
    "import numpy as np\nif 'prod' not in vars(np):\n    call()",
    "import numpy as np\nif 'prod' not in np.__dict__:\n    call()",
    "def f():\n    if tf.__version__ > '2':\n        return 1\n    return call()",
    "try:\n    call()\nexcept AttributeError:\n    pass",
    "try:\n    from a import b\nexcept ImportError:\n    call()",
    "try:\n    call()\nexcept:\n    pass",
    "try:\n    call()\nexcept ImportError as error:\n    raise ImportError('too old') from error",
    "try:\n    pass\nexcept AttributeError:\n    call()\n    raise",
    "try:\n    pass\nexcept Exception:\n    pass\nelse:\n    call()",
    "with pytest.raises(AttributeError):\n    call()",
    "@pytest.mark.skipif(tf.__version__ < '2', reason='')\ndef test():\n    call()",
    "@unittest.skipIf(hasattr(tf, 'log'), '')\nclass Tests:\n    def test(self):\n        call()",
]
PLAIN = [
    "call()",
    "if x:\n    call()",
    "if version == 'v2':\n    call()",
    "if args.model_version:\n    call()",
    "if call() and tf.__version__ > '2':\n    pass",
    "def is_old():\n    return tf.__version__ < '2'\nif is_old:\n    call()",
    "def is_old():\n    print(tf.__version__)\n    return x\nif is_old():\n    call()",
    "a = b\nb = a\nif a:\n    call()",
    "match call():\n    case '1': pass",
    "if tf.__version__ > '2':\n    print(1)\ncall()",
    "try:\n    call()\nexcept KeyError:\n    pass",
    "try:\n    pass\nfinally:\n    call()",
    "try:\n    call()\nexcept Exception:\n    log('training failed')\n    raise",
    "try:\n    call()\nexcept KeyboardInterrupt:\n    sys.exit()",
    "print(tf.__version__)\ncall()",
    "def f():\n    call()\n    if tf.__version__ > '2':\n        return 1",
    "getattr(x, 'y')\ncall()",
    "getattr(args, 'y', None) or call()",
    "from absl import flags\nif getattr(flags.FLAGS, 'y', None):\n    call()",
    "if getattr(x, 'y', None):\n    call()",
    "import numpy as np\nif getattr(np, name, None):\n    call()",
    "if 'y' in dir(x):\n    call()",
    "if 'y' in x.__dict__:\n    call()",
    "if vars(x)['y']:\n    call()",
    "import numpy as np\nif getattr(np, 'y'):\n    call()",
]


@pytest.mark.parametrize(("code", "answer"), [(c, True) for c in GUARDED] + [(c, False) for c in PLAIN])
def test_guarded(code: str, answer: bool) -> None:
    facts = module(dedent(code))
    [call] = [node for node in facts.facts.calls if getattr(node.func, "value", "") == "call"]
    assert is_guarded(facts, call, *MISSING) is answer
