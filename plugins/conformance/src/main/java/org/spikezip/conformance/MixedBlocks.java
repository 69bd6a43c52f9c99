package org.spikezip.conformance;

import java.util.List;
import java.util.function.UnaryOperator;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.GatherElements;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Pad;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Squeeze;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unsqueeze;
import org.spikezip.ir.op.Where;

/**
 * Blocks that Transformers have beside attention: a convolution along the sequence, and what stays
 * float. From {@code [batch, sequence, width]} to the same.
 */
final class MixedBlocks {
  private static final List<Integer> CHANNELS_SECOND = List.of(0, 2, 1);

  private final NetworkBuilder net;
  private final int width;
  private final List<UnaryOperator<Value>> floats =
      List.of(
          this::product,
          this::convolved,
          this::logarithms,
          this::shifted,
          this::chosen,
          this::looked,
          this::firstToken,
          this::positions,
          this::divided);

  MixedBlocks(NetworkBuilder net, int width) {
    this.net = net;
    this.width = width;
  }

  /** A convolution of codes along the sequence, in one dimension or in two, with a residual. */
  Value convolution(Value x) {
    int kernel = 1 + net.random.nextInt(3);
    int dilation = 1 + net.random.nextInt(2);
    int border = dilation * (kernel - 1);
    int before = net.random.nextInt(border + 1);
    Value codes = net.add(new Transpose(CHANNELS_SECOND), net.neuron(x, width));
    Value rows =
        net.random.nextBoolean()
            ? net.add(
                new Patches(
                    List.of(kernel),
                    List.of(1),
                    List.of(before, border - before),
                    List.of(dilation)),
                codes)
            : net.add(
                new Patches(
                    List.of(1, kernel),
                    List.of(1, 1),
                    List.of(0, before, 0, border - before),
                    List.of(1, dilation)),
                net.add(new Unsqueeze(List.of(2)), codes));
    return plus(x, net.synapse(rows, width * kernel, width));
  }

  /** One of the operators that compute on floats, bounded, with a residual. */
  Value floats(Value x) {
    return plus(x, net.add(new Clip(-2, 2), net.oneOf(floats).apply(x)));
  }

  private Value plus(Value x, Value y) {
    return net.add(new Binary(BinaryKind.ADD), x, y);
  }

  private Value product(Value x) {
    return net.add(new MatMul(), x, net.signed(0.5f, width, width));
  }

  private Value convolved(Value x) {
    boolean depthwise = net.random.nextBoolean();
    Conv conv = new Conv(List.of(1), List.of(1, 1), List.of(1), depthwise ? width : 1);
    Value channels = net.add(new Transpose(CHANNELS_SECOND), x);
    Value weights = net.signed(0.5f, width, depthwise ? 1 : width, 3);
    return net.add(new Transpose(CHANNELS_SECOND), net.add(conv, channels, weights));
  }

  private Value logarithms(Value x) {
    return net.add(new LogSoftmax(-1), x);
  }

  /** Channels moved by one; a number comes in from the side. */
  private Value shifted(Value x) {
    Value padded = net.add(new Pad(List.of(0, 0, 1, 0, 0, 0), 0.5f), x);
    return net.add(
        new Slice(), padded, net.vector(0), net.vector(width), net.vector(2), net.vector(1));
  }

  private Value chosen(Value x) {
    Value bounds = net.signed(1, width);
    Value above = net.add(new Binary(BinaryKind.GREATER), x, bounds);
    BinaryKind kind = net.oneOf(List.of(BinaryKind.MIN, BinaryKind.MAX));
    return net.add(new Where(), above, net.add(new Binary(kind), x, net.signed(1, width)), x);
  }

  /** Channels of the first token of the first sample. */
  private Value looked(Value x) {
    long[] indices = new long[width];
    for (int i = 0; i < width; i++) {
      indices[i] = net.random.nextInt(width);
    }
    return net.add(new GatherElements(2), x, net.constant(Tensor.of(indices, 1, 1, width)));
  }

  private Value firstToken(Value x) {
    Value first =
        net.add(new Slice(), x, net.vector(0), net.vector(1), net.vector(1), net.vector(1));
    Value row = net.add(new Unsqueeze(List.of(1)), net.add(new Squeeze(List.of(1)), first));
    return net.add(new Expand(), row, net.add(new ShapeOf(), x));
  }

  /** The number of each token, scaled. */
  private Value positions(Value x) {
    Value length =
        net.add(new Gather(0), net.add(new ShapeOf(), x), net.constant(Tensor.scalar(1L)));
    Value numbers =
        net.add(
            new Range(), net.constant(Tensor.scalar(0L)), length, net.constant(Tensor.scalar(1L)));
    Value column = net.add(new Unsqueeze(List.of(1)), net.add(new Cast(ElementType.F32), numbers));
    return net.add(new Binary(BinaryKind.MUL), column, net.signed(0.5f, width));
  }

  private Value divided(Value x) {
    Value filled = net.add(new Fill(Tensor.of(new float[] {1.5f}, 1)), net.add(new ShapeOf(), x));
    return net.add(new Binary(BinaryKind.DIV), x, filled);
  }
}
