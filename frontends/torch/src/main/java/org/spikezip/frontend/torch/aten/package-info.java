/**
 * PyTorch's operators as nodes of our graph: one table from operator names to builders, for both
 * formats, and the values that operators take and give.
 *
 * <p>An argument or result is one of: {@link org.spikezip.frontend.torch.aten.TorchValue} (a tensor
 * that the network computes), {@link org.spikezip.ir.Tensor} (a constant), {@link
 * org.spikezip.frontend.torch.aten.QuantizedTensor}, {@code Long}, {@link
 * org.spikezip.frontend.torch.aten.SymInt}, {@code Double}, {@code Boolean}, {@code String}, {@link
 * org.spikezip.frontend.torch.aten.ScalarType}, a {@code List} of such, or {@code null} for None.
 */
package org.spikezip.frontend.torch.aten;
