package org.spikezip.backend.onnx;

import org.spikezip.ir.Node;
import org.spikezip.ir.op.Op;

/** Writes nodes of one operator. */
interface Emitter<O extends Op> {
  void emit(Node node, O op, OnnxGraph out);
}
