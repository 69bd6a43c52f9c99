package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.QuantizeLinear;

/**
 * Quantizations around an operator of floats, made of the inputs of one node that computes on
 * integers.
 */
final class QuantizedOperands {
  private final OnnxNode n;

  QuantizedOperands(OnnxNode n) {
    this.n = n;
  }

  /** Whether scale and zero point are one number each. */
  boolean isPerTensor(int scale, int zero) {
    return isF32(scale) && isSingle(scale) && (!n.hasInput(zero) || isSingle(zero));
  }

  /** Whether scale and zero point are one number each, or constants with one number a channel. */
  boolean isPerChannel(int scale, int zero, long channels) {
    return isPerTensor(scale, zero)
        || (isF32(scale) && isRow(scale, channels) && isRow(zero, channels));
  }

  /** Half floats would lose digits of the integers. */
  private boolean isF32(int scale) {
    return n.fact(scale).type() == ElementType.F32;
  }

  private boolean isSingle(int index) {
    Shape shape = n.shape(index);
    return shape.known() && shape.rank() <= 1 && shape.elements().equals(Dim.of(1));
  }

  /** Absent, or a constant of one number or of so many. */
  private boolean isRow(int index, long channels) {
    Optional<Tensor> row = n.constant(index);
    return !n.hasInput(index)
        || row.filter(t -> t.rank() <= 1 && (t.size() == 1 || t.size() == channels)).isPresent();
  }

  /** An input as floats; scale and zero point are these inputs, one number each. */
  Value tensor(String suffix, int at, int scale, int zero) {
    return channels(suffix, at, scale, zero, 0);
  }

  /** An input as floats; scale and zero point are one number each, or one along this axis. */
  Value channels(String suffix, int at, int scale, int zero, int axis) {
    return dequantized(suffix, n.require(at), n.require(scale), n.input(zero), axis);
  }

  /** Integers as floats. */
  Value dequantized(String suffix, Value integers, Value scale, Value zero, int axis) {
    DequantizeLinear op = new DequantizeLinear(axis, 0);
    if (zero.isAbsent()) {
      return n.add(suffix, op, integers, scale);
    }
    Shape scales = n.fact(scale).shape();
    Shape zeros = n.fact(zero).shape();
    if (scales.equals(zeros) || (isOne(scales) && isOne(zeros))) {
      return n.add(suffix, op, integers, scale, zero);
    }
    // ONNX wants both of one length; these operators do not.
    Tensor row = n.constant(scale).orElseThrow();
    Tensor points = n.constant(zero).orElseThrow();
    int size = Math.max(row.size(), points.size());
    Value steps = n.constant(suffix + ".scale", Tensor.of(spread(row.floats(), size), size));
    Tensor spread = Tensor.ofLongs(points.type(), spread(points.longs(), size), size);
    return n.add(suffix, op, integers, steps, n.constant(suffix + ".zero", spread));
  }

  private static boolean isOne(Shape shape) {
    return shape.known() && shape.elements().equals(Dim.of(1));
  }

  private static float[] spread(float[] values, int size) {
    float[] all = Arrays.copyOf(values, size);
    Arrays.fill(all, values.length, size, values[0]);
    return all;
  }

  private static long[] spread(long[] values, int size) {
    long[] all = Arrays.copyOf(values, size);
    Arrays.fill(all, values.length, size, values[0]);
    return all;
  }

  /** The node's output: floats as integers; scale and zero point are these inputs. */
  Value result(Value x, int scale, int zero) {
    return result(x, n.require(scale), zero);
  }

  /** The node's output: floats in steps of this scale as integers; the zero point is an input. */
  Value result(Value x, Value scale, int zero) {
    List<Value> operands = new ArrayList<>(List.of(x, scale));
    ElementType type = ElementType.U8;
    if (n.hasInput(zero)) {
      operands.add(n.input(zero));
      type = n.fact(zero).type();
    }
    return n.result(new QuantizeLinear(1, 0, type), operands.toArray(Value[]::new));
  }
}
