"""Names that ``tf`` had in TensorFlow 1 and no release of TensorFlow 2 has.

Made from installed releases: what ``tf.compat.v1`` has and ``tf`` lacks on TensorFlow 2.10, 2.15 and 2.21.
"""

from __future__ import annotations

_MOVED = {
    "": "lin_space=linspace",
    "debugging": "check_numerics",
    "errors": "OpError",
    "image": "random_crop",
    "io": (
        "decode_base64 encode_base64 FixedLenFeature FixedLenSequenceFeature matching_files "
        "parse_single_sequence_example parse_tensor read_file serialize_tensor SparseFeature "
        "VarLenFeature write_file"
    ),
    "linalg": (
        "cholesky cross diag=tensor_diag diag_part=tensor_diag_part global_norm "
        "matrix_band_part=band_part matrix_determinant=det matrix_diag=diag "
        "matrix_diag_part=diag_part matrix_inverse=inv matrix_set_diag=set_diag "
        "matrix_solve=solve matrix_transpose matrix_triangular_solve=triangular_solve qr svd "
        "trace"
    ),
    "math": (
        "accumulate_n angle ceil conj cumprod digamma erf erfc expm1 floordiv floormod=mod "
        "imag invert_permutation is_finite is_inf is_nan lbeta lgamma log log1p log_sigmoid "
        "logical_xor mod real reciprocal rint rsqrt segment_max segment_mean segment_sum "
        "squared_difference unsorted_segment_max unsorted_segment_mean unsorted_segment_sum"
    ),
    "random": (
        "random_gamma=gamma random_normal=normal random_shuffle=shuffle "
        "random_uniform=uniform truncated_normal"
    ),
    "signal": "fft fft2d ifft ifft2d",
    "sparse": (
        "sparse_reorder=reorder sparse_reshape=reshape "
        "sparse_tensor_dense_matmul=sparse_dense_matmul sparse_tensor_to_dense=to_dense"
    ),
    "strings": "regex_replace string_join=join",
}
"""The very same objects, by the module of ``tf`` that they are in; ``old=new`` where the name is another."""
_SEPARATE = "set_random_seed=random.set_seed random.set_random_seed=random.set_seed"
"""Which do the same in eager execution (ran)."""
IN_COMPAT = frozenset(
    (
        "enable_eager_execution enable_v2_behavior set_random_seed logging gfile to_float to_int32 "
        "to_int64 to_double assign assign_add assign_sub div count_nonzero py_func "
        "image.resize_images image.resize_bilinear image.resize_nearest_neighbor image.resize_bicubic "
        "image.resize_image_with_pad multinomial depth_to_space space_to_depth extract_image_patches "
        "Print decode_raw decode_csv parse_single_example parse_example string_to_number string_split "
        "substr sparse_to_dense verify_tensor_all_finite setdiff1d confusion_matrix arg_max arg_min "
        "nn.softmax_cross_entropy_with_logits_v2 nn.xw_plus_b assert_positive assert_greater_equal "
        "truncated_normal_initializer variance_scaling_initializer orthogonal_initializer "
        "glorot_uniform_initializer reset_default_graph train.exponential_decay "
        "train.get_or_create_global_step train.AdamOptimizer train.GradientDescentOptimizer "
        "train.RMSPropOptimizer train.MomentumOptimizer train.AdagradOptimizer app flags python_io "
        "VERSION GIT_VERSION Dimension random.set_random_seed scatter_update scatter_nd_update "
        "batch_gather"
    ).split()
)
"""What ``tf.compat.v1`` has and works eagerly, be it called or read (ran on 2.10 and 2.21)."""
OF_GRAPHS = frozenset(
    (
        "examples Session InteractiveSession ConfigProto GPUOptions RunOptions placeholder "
        "placeholder_with_default sparse_placeholder contrib layers get_variable variable_scope "
        "global_variables_initializer local_variables_initializer initialize_all_variables "
        "variables_initializer tables_initializer global_variables local_variables "
        "trainable_variables get_collection add_to_collection GraphKeys get_default_graph "
        "get_default_session train.Saver train.import_meta_graph train.MonitoredTrainingSession "
        "train.start_queue_runners train.string_input_producer train.batch train.shuffle_batch "
        "train.piecewise_constant train.polynomial_decay train.cosine_decay train.NewCheckpointReader "
        "summary.FileWriter summary.merge_all summary.merge nn.rnn_cell nn.dynamic_rnn "
        "nn.bidirectional_dynamic_rnn nn.static_rnn distributions GraphDef Summary AUTO_REUSE "
        "make_template colocate_with report_uninitialized_variables saved_model.builder "
        "saved_model.simple_save"
    ).split()
)
"""What is for graphs and sessions, or is gone for good: there is no name to write instead."""


def _moved() -> dict[str, str]:
    found = dict(pair.split("=") for pair in _SEPARATE.split())
    for home, words in _MOVED.items():
        for word in words.split():
            old, _, new = word.partition("=")
            found[old] = f"{home}.{new or old}" if home else new or old
    return found


MOVED = _moved()
"""The name below ``tf`` that each has now, by the old one."""


def gone(spelled: str) -> str | None:
    """Which of these the dotted name *spelled* is, or is in: ``train.AdamOptimizer`` for
    ``tensorflow.train.AdamOptimizer``; ``None`` for any other."""
    root, _, rest = spelled.partition(".")
    first, _, second = rest.partition(".")
    if root != "tensorflow":
        return None
    pair = f"{first}.{second.partition('.')[0]}"
    return next((name for name in (first, pair) if name in ALL), None)


ALL = frozenset((*MOVED, *IN_COMPAT, *OF_GRAPHS))
