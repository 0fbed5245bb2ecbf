"""Models that are frozen after their compile and trained: Keras 3 does not train them."""

from __future__ import annotations

from textwrap import dedent

import pytest

from tests.lint import Lab, findings, fix, module
from tflint_ckpt.finding import Applicability
from tflint_ckpt.semantics.training.frozen import frozen_and_trained

HEAD = """\
import keras
from keras import Input, Model, Sequential
from keras.layers import Dense
from keras.optimizers import Adam
"""
NETS = """
def discriminator_net():
    return Sequential([Input((12,)), Dense(1)])
def generator_net():
    return Sequential([Input((6,)), Dense(12)])
"""

# A body, and the model it freezes and trains.
FROZEN = {
    "in a script": (
        """
        d, g = discriminator_net(), generator_net()
        d.compile("adam", "mse")
        z = Input((6,))
        d.trainable = False
        gan = Model(z, d(g(z)))
        gan.compile("adam", "mse")
        for step in range(9):
            d.train_on_batch(x, y)
            gan.train_on_batch(z, y)
        """,
        "d",
    ),
    "by setattr": (
        """
        d = discriminator_net()
        d.compile("adam", "mse")
        setattr(d, "trainable", False)
        gan = Sequential([generator_net(), d])
        d.fit(x, y)
        """,
        "d",
    ),
    "layer by layer": (
        """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            layer.trainable = False
        gan = Sequential()
        gan.add(d)
        d.train_on_batch(x, y)
        """,
        "d",
    ),
    "in a class, of networks from another file": (
        """
        from networks import critic, generator
        class GAN():
            def __init__(self):
                self.critic = critic()
                self.critic.compile(loss="mse", optimizer=Adam(0.0002, 0.5))
                z = Input((6,))
                self.critic.trainable = False
                self.combined = Model(z, self.critic(generator()(z)))
                self.combined.compile(loss="mse", optimizer="adam")

            def train(self, epochs):
                for epoch in range(epochs):
                    self.critic.train_on_batch(x, y)
        """,
        "self.critic",
    ),
    "in functions that hand the networks on": (
        """
        def define_discriminator():
            model = Sequential([Input((12,)), Dense(1)])
            model.compile(loss="mse", optimizer=Adam(0.0002, beta_1=0.5))
            return model

        def define_gan(g_model, d_model):
            d_model.trainable = False
            model = Sequential()
            model.add(g_model)
            model.add(d_model)
            model.compile(loss="mse", optimizer=Adam(0.0002, beta_1=0.5))
            return model

        def train(g_model, critic, gan_model):
            for i in range(9):
                critic.train_on_batch(x, y)
                gan_model.train_on_batch(z, y)

        d_net = define_discriminator()
        g_net = generator_net()
        gan = define_gan(g_net, d_net)
        train(g_net, d_net, gan)
        """,
        "d_model",
    ),
    "by a function": (
        """
        def set_trainable(net, flag):
            net.trainable = flag
            for layer in net.layers:
                layer.trainable = flag

        d = discriminator_net()
        d.compile("adam", "mse")
        set_trainable(d, False)
        gan = Sequential([generator_net(), d])
        gan.compile("adam", "mse")
        d.train_on_batch(x, y)
        """,
        "net",
    ),
}

FROZEN["in a file of functions that another one calls"] = (
    """
    def define_discriminator(shape):
        model = Model(x, out)
        model.compile(loss="mse", optimizer=Adam(0.0002, beta_1=0.5))
        return model

    def define_gan(g_model, d_model, shape):
        for layer in d_model.layers:
            if not isinstance(layer, keras.layers.BatchNormalization):
                layer.trainable = False
        out = d_model(g_model.output)
        model = Model(g_model.input, out)
        model.compile(loss="mse", optimizer=Adam(0.0002, beta_1=0.5))
        return model

    def train(d_model_A, g_model, gan_model):
        d_model_A.train_on_batch(x, y)
        gan_model.train_on_batch(z, y)
    """,
    "d_model",
)

NOT_FROZEN = {
    "a part of another model, in a file of functions": """
        def define_net():
            model = Sequential([Dense(1)])
            model.compile("adam", "mse")
            return model

        def fine_tune(base, data):
            base.trainable = False
            model = Sequential([base, Dense(1)])
            model.compile("adam", "mse")
            model.fit(data)

        def train(net, data):
            net.fit(data)
    """,
    "frozen before its compile": """
        d = discriminator_net()
        d.trainable = False
        d.compile("adam", "mse")
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "compiled again": """
        d = discriminator_net()
        d.compile("adam", "mse")
        d.trainable = False
        gan = Sequential([generator_net(), d])
        d.compile("adam", "mse")
        d.fit(x, y)
    """,
    "set free before it is trained": """
        d = discriminator_net()
        d.compile("adam", "mse")
        d.trainable = False
        gan = Sequential([generator_net(), d])
        for step in range(9):
            d.trainable = True
            d.train_on_batch(x, y)
            d.trainable = False
            gan.train_on_batch(z, y)
    """,
    "set free by a function": """
        def set_trainable(net, flag):
            net.trainable = flag
        d = discriminator_net()
        d.compile("adam", "mse")
        set_trainable(d, False)
        gan = Sequential([generator_net(), d])
        for step in range(9):
            set_trainable(d, True)
            d.train_on_batch(x, y)
            set_trainable(d, False)
    """,
    "trained before it is frozen, not after": """
        d = discriminator_net()
        d.compile("adam", "mse")
        d.fit(x, y)
        d.trainable = False
        gan = Sequential([generator_net(), d])
        gan.compile("adam", "mse")
        gan.fit(z, y)
    """,
    "trained by its own tape": """
        d = discriminator_net()
        d.compile("adam", "mse")
        d.trainable = False
        gan = Sequential([generator_net(), d])
        gan.train_on_batch(z, y)
    """,
    "some layers are frozen": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers[:-1]:
            layer.trainable = False
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "layers of a kind are frozen": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            if isinstance(layer, Dense):
                layer.trainable = False
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "layers are frozen by their names": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            if layer.name.startswith("conv"):
                layer.trainable = False
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "layers that are not of a kind are frozen": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            if not isinstance(layer, Dense):
                layer.trainable = False
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "layers are left out by continue": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            if layer.name == "head":
                continue
            layer.trainable = False
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "layers are frozen up to one": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            if layer.name == "head":
                break
            setattr(layer, "trainable", False)
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "in the other branch": """
        d = discriminator_net()
        d.compile("adam", "mse")
        for layer in d.layers:
            if not isinstance(layer, keras.layers.BatchNormalization):
                print(layer)
            else:
                layer.trainable = False
        gan = Sequential([generator_net(), d])
        d.train_on_batch(x, y)
    """,
    "a base that is frozen, and the model around it trained": """
        base = keras.applications.ResNet50()
        base.trainable = False
        model = Sequential([base, Dense(1)])
        model.compile("adam", "mse")
        model.fit(x, y)
        base.trainable = True
        model.compile("adam", "mse")
        model.fit(x, y)
    """,
    "another model of the same make": """
        d, g = discriminator_net(), discriminator_net()
        d.compile("adam", "mse")
        g.trainable = False
        gan = Sequential([g, d])
        d.fit(x, y)
    """,
    "nothing is frozen": """
        d = discriminator_net()
        d.compile("adam", "mse")
        d.fit(x, y)
    """,
}


def body(code: str) -> str:
    return HEAD + NETS + dedent(code)


@pytest.mark.parametrize(("code", "name"), FROZEN.values(), ids=FROZEN.keys())
def test_is_frozen_and_trained(code: str, name: str) -> None:
    facts = module(body(code))
    found = frozen_and_trained(facts)
    assert found is not None
    assert facts.text(found.model).strip() == name


@pytest.mark.parametrize("code", NOT_FROZEN.values(), ids=NOT_FROZEN.keys())
def test_is_trained(code: str) -> None:
    assert frozen_and_trained(module(body(code))) is None


CALLS = {
    "TFC801": ("Adam(lr=0.1)", "Adam(learning_rate=0.1)"),
    "TFC802": ("Adam(0.1, decay=0.0)", "Adam(0.1)"),
    "TFC805": ("d.fit_generator(data, epochs=3)", "d.fit(data, epochs=3)"),
}


@pytest.mark.parametrize(("code", "calls"), CALLS.items(), ids=CALLS.keys())
@pytest.mark.parametrize("target", ["keras3", "both"])
def test_a_fix_that_uncovers_it_is_unsafe_and_says_so(code: str, calls: tuple[str, str], target: str) -> None:
    before, after = (f"{body(FROZEN['in a script'][0])}{call}\n" for call in calls)
    [found] = findings(before, target, only=code)
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert "trains nothing of d, frozen after its compile (line 14)" in found.message
    assert fix(before, target, only=code, unsafe=True) == after


def test_what_comes_next_where_normalization_goes_on() -> None:
    code = body(FROZEN["in a file of functions that another one calls"][0]) + "Adam(lr=0.1)\n"
    [found] = findings(code, only="TFC801")
    assert found.fix is not None and found.fix.applicability is Applicability.UNSAFE
    assert (
        "trains nothing of d_model but its BatchNormalization, since the rest is frozen after its compile "
        "(line 19): "
        "set trainable of each layer of d_model to True before d_model is trained"
    ) in found.message


@pytest.mark.parametrize(("code", "calls"), CALLS.items(), ids=CALLS.keys())
def test_elsewhere_it_is_safe(code: str, calls: tuple[str, str]) -> None:
    before, after = (f"{body(NOT_FROZEN['nothing is frozen'])}{call}\n" for call in calls)
    assert fix(before, only=code) == after
    assert "trains nothing" not in Lab(before, only=code).check().findings[0].message


def test_keras2_trains_what_was_trainable_at_the_compile() -> None:
    before = f"{body(FROZEN['in a script'][0])}Adam(lr=0.1)\n"
    assert fix(before, "keras2", only="TFC801") == before.replace("lr=", "learning_rate=")
