package org.spikezip.frontend.onnx.importer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Gather;

/**
 * Rows of a table of integers in blocks, each with its own scale, as floats: GatherBlockQuantized,
 * as a gather behind a DequantizeLinear with blocks. Left to the host: half floats, and bytes that
 * are not constant.
 *
 * <p>Source: ONNX Runtime's contributed operators.
 */
final class BlockLookup {
  private BlockLookup() {}

  /** Inputs: the table, indices, scales, zero points. */
  static List<Value> convert(OnnxNode n) {
    DequantizeLinear op =
        new DequantizeLinear(
            n.attributes().whole("quantize_axis", 1), n.attributes().whole("block_size", 128));
    Gather gather = new Gather(n.attributes().whole("gather_axis", 0));
    if (n.fact(2).type() != ElementType.F32) {
      return Converter.LEAVE;
    }
    Optional<Value> table = n.fact(0).type() == ElementType.U8 ? bytes(n, op) : integers(n, op);
    return table.isEmpty() ? Converter.LEAVE : List.of(n.result(gather, table.get(), n.require(1)));
  }

  private static Optional<Value> integers(OnnxNode n, DequantizeLinear op) {
    return Optional.of(
        n.hasInput(3)
            ? n.add("table", op, n.require(0), n.require(2), n.require(3))
            : n.add("table", op, n.require(0), n.require(2)));
  }

  /** Integers of 4 or 8 bits in bytes; without zero points these are the middle of the range. */
  private static Optional<Value> bytes(OnnxNode n, DequantizeLinear op) {
    int bits = n.attributes().whole("bits", 4);
    Optional<Tensor> table = n.constant(0).filter(t -> t.rank() > 0);
    Optional<Tensor> scales = n.constant(2).filter(t -> t.rank() > 0);
    if (table.isEmpty() || scales.isEmpty() || !(bits == 4 || bits == 8)) {
      return Optional.empty();
    }
    Tensor zeros = middle(scales.get(), bits);
    if (n.hasInput(3)) {
      Optional<Tensor> points = n.constant(3).filter(t -> t.rank() > 0);
      if (points.isEmpty()) {
        return Optional.empty();
      }
      zeros = unpacked(points.get(), bits, last(scales.get()));
    }
    Tensor codes = unpacked(table.get(), bits, last(table.get()) * 8 / bits);
    return Optional.of(
        n.add("table", op, n.constant("codes", codes), n.require(2), n.constant("zeros", zeros)));
  }

  private static int last(Tensor tensor) {
    return tensor.dims()[tensor.rank() - 1];
  }

  /** Rows of bytes as rows of so many integers, the first in the low bits. */
  private static Tensor unpacked(Tensor bytes, int bits, int columns) {
    if (bits == 8) {
      return bytes;
    }
    int width = last(bytes);
    int[] dims = bytes.dims().clone();
    dims[dims.length - 1] = columns;
    long[] pairs = bytes.longs();
    long[] codes = new long[width == 0 ? 0 : pairs.length / width * columns];
    for (int i = 0; i < codes.length; i++) {
      int column = i % columns;
      codes[i] = (pairs[i / columns * width + column / 2] >> (4 * (column % 2))) & 15;
    }
    return Tensor.ofLongs(ElementType.U4, codes, dims);
  }

  private static Tensor middle(Tensor scales, int bits) {
    long[] zeros = new long[scales.size()];
    Arrays.fill(zeros, 1L << (bits - 1));
    return Tensor.ofLongs(bits == 8 ? ElementType.U8 : ElementType.U4, zeros, scales.dims());
  }
}
