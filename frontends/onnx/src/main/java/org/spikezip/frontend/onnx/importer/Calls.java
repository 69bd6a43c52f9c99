package org.spikezip.frontend.onnx.importer;

import java.util.List;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.Value;

/**
 * Adds an operator of ONNX that no node of the source is, for operators that are made of others.
 */
interface Calls {
  /**
   * Adds what stands for this node, canonical or of the host.
   *
   * @param node names its outputs; its inputs are the operands
   */
  List<Value> add(NodeProto node, List<Value> operands);
}
