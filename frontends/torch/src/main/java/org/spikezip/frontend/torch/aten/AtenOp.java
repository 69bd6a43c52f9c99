package org.spikezip.frontend.torch.aten;

import java.util.List;

/** Adds to the graph what one operator of PyTorch computes. */
@FunctionalInterface
public interface AtenOp {
  /**
   * Builds one call.
   *
   * @return its results, in the order of the schema
   * @throws org.spikezip.ir.SpikezipException UNSUPPORTED or MALFORMED, naming what was expected
   *     and found
   */
  List<Object> call(AtenContext context, AtenCall call);
}
