package org.spikezip.frontend.torch.aten;

import java.util.Optional;
import org.spikezip.ir.Tensor;

/**
 * The packed parameters of a quantized linear layer.
 *
 * @param weight constant codes {@code [out, in]}
 * @param bias f32 {@code [out]}, if there is one
 */
public record PackedWeight(QuantizedTensor weight, Optional<Tensor> bias) {}
