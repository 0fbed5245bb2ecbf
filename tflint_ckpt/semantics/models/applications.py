"""The models of ``keras.applications``: the smallest images they take.

Source: run on Keras 2.15 and 3.15, each with an ``input_shape`` one pixel below: ``ValueError: Input size
must be at least 32x32``.
"""

from __future__ import annotations

_SIZES = {
    71: "Xception",
    75: "InceptionV3 InceptionResNetV2",
    32: (
        "VGG16 VGG19 ResNet50 ResNet101 ResNet152 ResNet50V2 ResNet101V2 ResNet152V2 MobileNet MobileNetV2 "
        "DenseNet121 DenseNet169 DenseNet201 NASNetMobile NASNetLarge EfficientNetB0 EfficientNetB1 "
        "EfficientNetB2 EfficientNetB3 EfficientNetB4 EfficientNetB5 EfficientNetB6 EfficientNetB7 "
        "EfficientNetV2B0 EfficientNetV2B1 EfficientNetV2B2 EfficientNetV2B3 EfficientNetV2S EfficientNetV2M "
        "EfficientNetV2L ConvNeXtTiny ConvNeXtSmall ConvNeXtBase ConvNeXtLarge ConvNeXtXLarge "
        "MobileNetV3Small MobileNetV3Large"
    ),
}
LEAST = {name: size for size, names in _SIZES.items() for name in names.split()}
"""The least height and width of an ``input_shape``, by the name of the model."""
