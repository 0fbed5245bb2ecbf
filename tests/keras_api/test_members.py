"""Which methods of a class that is derived from one of Keras that may call by itself."""

from __future__ import annotations

import pytest

from tflint_ckpt.keras_api.members import may_be_called

KERAS = """call build train_step test_step compute_loss get_config from_config on_epoch_end
    on_train_batch_begin
    update_state result reset_states
    compute_output_shape compute_output_spec get_build_config adapt
    save_own_variables _maybe_build _set_dtype_policy __init__ __call__ __len__""".split()
OWN = "_matrix _save sample block encoder_block write_pictures".split()


@pytest.mark.parametrize("name", KERAS)
def test_keras_may_call_it(name: str) -> None:
    assert may_be_called(name)


@pytest.mark.parametrize("name", OWN)
def test_nobody_but_the_project_calls_it(name: str) -> None:
    assert not may_be_called(name)
