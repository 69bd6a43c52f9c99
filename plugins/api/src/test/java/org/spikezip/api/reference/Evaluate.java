package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.spikezip.api.HostOps;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Op;

/** Short ways to evaluate one operator in a test. */
final class Evaluate {
  private Evaluate() {}

  static List<Tensor> all(Op op, Tensor... inputs) {
    return new ReferenceEvaluator(HostOps.NONE).evaluate(op, List.of(inputs));
  }

  static Tensor one(Op op, Tensor... inputs) {
    List<Tensor> outputs = all(op, inputs);
    if (outputs.size() != 1) {
      throw new AssertionError(op.name() + " gave " + outputs);
    }
    return outputs.get(0);
  }

  /** Asserts that the operator rejects these inputs with a message that holds this text. */
  static void rejects(ErrorCode code, String text, Op op, Tensor... inputs) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> all(op, inputs));
    assertTrue(e.getMessage().contains(text), e.getMessage());
    assertTrue(e.code() == code, e.code() + ": " + e.getMessage());
  }

  /** Numbers between -2 and 2 with full mantissas. */
  static Tensor random(long seed, int... dims) {
    Random random = new Random(seed);
    float[] values = new float[Operands.count(dims)];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() * 4 - 2;
    }
    return Tensor.of(values, dims);
  }

  /** Whole numbers from min to max. */
  static Tensor randomInts(long seed, int min, int max, int... dims) {
    return Tensor.of(new Random(seed).ints(Operands.count(dims), min, max + 1).toArray(), dims);
  }

  static Tensor floats(float... values) {
    return Tensor.of(values, values.length);
  }

  static Tensor ints(int... values) {
    return Tensor.of(values, values.length);
  }

  static Tensor longs(long... values) {
    return Tensor.of(values, values.length);
  }
}
