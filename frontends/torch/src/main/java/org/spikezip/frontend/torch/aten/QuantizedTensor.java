package org.spikezip.frontend.torch.aten;

import java.util.OptionalInt;
import org.spikezip.ir.Tensor;

/**
 * A quantized tensor of PyTorch: {@code (codes − zeroPoint) · scale}.
 *
 * @param codes a constant {@link Tensor} or a {@link TorchValue}, of type i8, u8 or i32
 * @param scale f32 scalar, or a vector along the axis
 * @param zeroPoint of the type of the codes, with the shape of the scale
 * @param axis the axis that scale and zero point run along; empty if they are scalars
 */
public record QuantizedTensor(Object codes, Tensor scale, Tensor zeroPoint, OptionalInt axis) {}
