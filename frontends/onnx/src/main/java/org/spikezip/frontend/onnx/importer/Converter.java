package org.spikezip.frontend.onnx.importer;

import java.util.List;
import org.spikezip.ir.Value;

/** Turns one ONNX operator into canonical ones. */
interface Converter {
  /** Says that this node stays an operator of the host. */
  List<Value> LEAVE = List.of();

  /**
   * Adds canonical nodes.
   *
   * @return a value for each output, as far as outputs are used; {@link #LEAVE}, with nothing
   *     added, if there is no exact canonical form of this node
   */
  List<Value> convert(OnnxNode node);
}
