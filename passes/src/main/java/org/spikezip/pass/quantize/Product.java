package org.spikezip.pass.quantize;

import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;

/** A matrix product that shall become an integer product. */
sealed interface Product {
  /** The matmul node. */
  Node node();

  /** Where its left operand is quantized. */
  Site left();

  /**
   * A product with constant weights.
   *
   * @param weights f32 {@code [K,N]}
   */
  record WithWeights(Node node, Site left, Tensor weights) implements Product {}

  /**
   * A product with constant weights that stay the integers that the source has.
   *
   * @param left one threshold a tensor
   * @param weights with their own scales
   */
  record WithKeptWeights(Node node, Site left, IntegerWeights weights) implements Product {}

  /**
   * A product of two signals.
   *
   * @param balanced whether both have thresholds by channel of the summed axis, whose products are
   *     the same
   */
  record OfSignals(Node node, Site left, Site right, boolean balanced) implements Product {}
}
