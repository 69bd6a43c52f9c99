package org.spikezip.frontend.onnx.importer;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.MatMul;

/**
 * Products with weights in blocks along the summed axis, each with its own scale: MatMulNBits of 2,
 * 4 or 8 bits, as a matrix product behind a DequantizeLinear of {@code [K,N]} with blocks. Its
 * activations are floats, whatever accuracy level the node allows. Left to the host: weights that
 * are not constant, and reordered rows.
 *
 * <p>Source: ONNX Runtime's contributed operators.
 */
final class BlockConverters {
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  static {
    MICROSOFT.put("MatMulNBits", BlockConverters::product);
  }

  private BlockConverters() {}

  /** Integers of some bits in bytes, the first in the low bits; rows start at a byte. */
  private record Packed(ByteBuffer bytes, int bits, int rowBytes) {
    int at(int row, int column) {
      int bit = column * bits;
      return (bytes.get(row * rowBytes + bit / 8) & 0xff) >> bit % 8 & (1 << bits) - 1;
    }
  }

  /** Sizes as the node declares them. */
  private record Layout(int rows, int columns, int bits, int block) {
    static Optional<Layout> of(OnnxNode n) {
      Layout layout =
          new Layout(
              n.attributes().whole("K", 0),
              n.attributes().whole("N", 0),
              n.attributes().whole("bits", 4),
              n.attributes().whole("block_size", 0));
      boolean known = layout.bits == 2 || layout.bits == 4 || layout.bits == 8;
      return known && layout.rows > 0 && layout.columns > 0 && layout.block > 0
          ? Optional.of(layout)
          : Optional.empty();
    }

    int blocks() {
      return (rows + block - 1) / block;
    }

    /** Bytes of one column of weights: whole blocks. */
    int weightBytes() {
      return blocks() * ((block * bits + 7) / 8);
    }

    int zeroBytes() {
      return (blocks() * bits + 7) / 8;
    }

    ElementType type() {
      return bits == 8 ? ElementType.U8 : ElementType.U4;
    }
  }

  /** Inputs: x {@code [..,K]}, weights, scales, zero points, order of rows, bias. */
  private static List<Value> product(OnnxNode n) {
    n.attributes().has("accuracy_level");
    Optional<Layout> layout = Layout.of(n);
    if (layout.isEmpty() || n.hasInput(4)) {
      return Converter.LEAVE;
    }
    Optional<Value> weights = weights(n, layout.get());
    if (weights.isEmpty()) {
      return Converter.LEAVE;
    }
    if (!n.hasInput(5)) {
      return List.of(n.result(new MatMul(), n.require(0), weights.get()));
    }
    Value product = n.add("product", new MatMul(), n.require(0), weights.get());
    return List.of(n.result(new Binary(BinaryKind.ADD), product, n.input(5)));
  }

  private static Optional<Value> weights(OnnxNode n, Layout layout) {
    int count = layout.columns * layout.blocks();
    Optional<Packed> packed = packed(n, 1, layout, layout.weightBytes());
    Optional<Tensor> scales =
        n.constant(2).filter(t -> t.type() == ElementType.F32 && t.size() == count);
    boolean floatZeros = n.hasInput(3) && n.fact(3).type().isFloat();
    if (packed.isEmpty() || scales.isEmpty()) {
      return Optional.empty();
    }
    float[] steps = turned(scales.get().floats(), layout);
    if (floatZeros) {
      return n.constant(3)
          .filter(t -> t.type() == ElementType.F32 && t.size() == count)
          .map(t -> n.constant("weights", floats(packed.get(), steps, t, layout)));
    }
    long[] zeros = new long[count];
    Optional<Packed> points =
        n.hasInput(3) ? packed(n, 3, layout, layout.zeroBytes()) : Optional.empty();
    if (n.hasInput(3) && points.isEmpty()) {
      return Optional.empty();
    }
    for (int j = 0; j < layout.columns; j++) {
      for (int b = 0; b < layout.blocks(); b++) {
        zeros[b * layout.columns + j] =
            points.isPresent() ? points.get().at(j, b) : 1L << (layout.bits - 1);
      }
    }
    return Optional.of(dequantized(n, packed.get(), steps, zeros, layout));
  }

  private static Optional<Packed> packed(OnnxNode n, int input, Layout layout, int rowBytes) {
    return n.constant(input)
        .filter(t -> t.type() == ElementType.U8 && t.size() == layout.columns * rowBytes)
        .map(t -> new Packed(t.bytes(), layout.bits, rowBytes));
  }

  private static Value dequantized(
      OnnxNode n, Packed packed, float[] steps, long[] zeros, Layout layout) {
    long[] codes = new long[layout.rows * layout.columns];
    for (int k = 0; k < layout.rows; k++) {
      for (int j = 0; j < layout.columns; j++) {
        codes[k * layout.columns + j] = packed.at(j, k);
      }
    }
    int[] blocks = {layout.blocks(), layout.columns};
    return n.add(
        "weights",
        new DequantizeLinear(0, layout.block),
        n.constant("codes", Tensor.ofLongs(layout.type(), codes, layout.rows, layout.columns)),
        n.constant("scales", Tensor.of(steps, blocks)),
        n.constant("zeros", Tensor.ofLongs(layout.type(), zeros, blocks)));
  }

  /** Zero points that are floats make weights that are. */
  private static Tensor floats(Packed packed, float[] steps, Tensor zeros, Layout layout) {
    float[] points = turned(zeros.floats(), layout);
    float[] weights = new float[layout.rows * layout.columns];
    for (int k = 0; k < layout.rows; k++) {
      for (int j = 0; j < layout.columns; j++) {
        int group = k / layout.block * layout.columns + j;
        weights[k * layout.columns + j] = (packed.at(j, k) - points[group]) * steps[group];
      }
    }
    return Tensor.of(weights, layout.rows, layout.columns);
  }

  /** {@code [N,blocks]} as {@code [blocks,N]}. */
  private static float[] turned(float[] values, Layout layout) {
    float[] turned = new float[values.length];
    for (int j = 0; j < layout.columns; j++) {
      for (int b = 0; b < layout.blocks(); b++) {
        turned[b * layout.columns + j] = values[j * layout.blocks() + b];
      }
    }
    return turned;
  }
}
