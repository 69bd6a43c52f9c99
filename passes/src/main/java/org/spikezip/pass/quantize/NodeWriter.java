package org.spikezip.pass.quantize;

import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Op;

/** Adds nodes to a graph: to one that is built, or to one that is changed. */
interface NodeWriter {
  /** Adds a constant. */
  Value constant(String name, Tensor tensor);

  /** Adds a node of one output. */
  Value add(String name, Op op, Value... inputs);

  /** Adds to a graph that is built. */
  static NodeWriter of(GraphBuilder builder) {
    return new NodeWriter() {
      @Override
      public Value constant(String name, Tensor tensor) {
        return builder.constant(name, tensor);
      }

      @Override
      public Value add(String name, Op op, Value... inputs) {
        return builder.add(name, op, inputs);
      }
    };
  }
}
