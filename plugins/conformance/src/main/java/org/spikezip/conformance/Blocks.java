package org.spikezip.conformance;

import java.util.Arrays;
import java.util.List;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.Expand;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Slice;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.op.Where;

/** Blocks of a random Transformer: from {@code [batch, sequence, width]} to the same. */
final class Blocks {
  private static final List<UnaryKind> ACTIVATIONS =
      List.of(
          UnaryKind.GELU,
          UnaryKind.GELU_TANH,
          UnaryKind.RELU,
          UnaryKind.SILU,
          UnaryKind.TANH,
          UnaryKind.SIGMOID,
          UnaryKind.SOFTPLUS,
          UnaryKind.ABS);

  private final NetworkBuilder net;
  private final int heads;
  private final int headWidth;
  private final int width;
  private final int maxHidden;

  Blocks(NetworkBuilder net, int heads, int headWidth, int maxHidden) {
    this.net = net;
    this.heads = heads;
    this.headWidth = headWidth;
    this.width = heads * headWidth;
    this.maxHidden = maxHidden;
  }

  /**
   * Self-attention, with a query, key and value head each, or keys and values shared by all heads.
   *
   * @param mask added to the scores, {@code [batch, 1, 1, sequence]}; absent for none
   */
  Value attention(Value x, Value mask) {
    Value codes = net.neuron(net.random.nextBoolean() ? norm(x) : x, width);
    boolean shared = net.oneIn(4);
    int kvHeads = shared ? 1 : heads;
    Value q = heads(net.synapse(codes, width, width), heads);
    // One value may be query and key at once.
    Value k =
        !shared && net.oneIn(6)
            ? q
            : heads(net.synapse(codes, width, kvHeads * headWidth), kvHeads);
    Value v = heads(net.synapse(codes, width, kvHeads * headWidth), kvHeads);
    Value transposed = net.add(new Transpose(List.of(0, 1, 3, 2)), net.neuron(k, perHead(kvHeads)));
    Value scores =
        net.add(
            new Bilinear(), net.neuron(q, perHead(heads)), transposed, net.positive(heads, 1, 1));
    if (!mask.isAbsent()) {
      scores = net.add(new Binary(BinaryKind.ADD), scores, mask);
    }
    if (net.oneIn(4)) {
      scores = causal(scores);
    }
    Value probabilities = net.neuron(net.add(new Softmax(-1), scores), new int[0]);
    Value values = net.neuron(v, new int[] {kvHeads, 1, headWidth});
    Value mixed =
        net.add(new Bilinear(), probabilities, values, net.positive(kvHeads, 1, headWidth));
    Value merged = net.add(new Transpose(List.of(0, 2, 1, 3)), mixed);
    Value flat = net.add(new Reshape(false), merged, net.vector(0, 0, width));
    Value out = net.synapse(net.neuron(flat, width), width, width);
    Value sum = net.add(new Binary(BinaryKind.ADD), x, out);
    return net.random.nextBoolean() ? norm(sum) : sum;
  }

  /** Scores of tokens that come later are replaced, by a mask made of the shape. */
  private Value causal(Value scores) {
    Value shape = net.add(new ShapeOf(), scores);
    Value square =
        net.add(new Slice(), shape, net.vector(2), net.vector(4), net.vector(0), net.vector(1));
    Value ones = net.add(new Expand(), net.constant(Tensor.scalar(1f)), square);
    Value lower = net.add(new Trilu(false, 0), ones);
    Value kept = net.add(new Binary(BinaryKind.GREATER), lower, net.constant(Tensor.scalar(0.5f)));
    return net.add(new Where(), kept, scores, net.constant(Tensor.scalar(-1e4f)));
  }

  /** Two layers, plain or gated, with a residual. */
  Value mlp(Value x) {
    int hidden = 1 + net.random.nextInt(maxHidden);
    Value codes = moved(net.neuron(norm(x), width));
    Value h = activation(net.synapse(codes, width, hidden));
    if (net.oneIn(3)) {
      h = net.add(new Binary(BinaryKind.MUL), h, net.synapse(codes, width, hidden));
    }
    Value out = net.synapse(net.neuron(h, hidden), hidden, width);
    if (net.oneIn(3)) {
      Value decoded = net.add(new Decode(), codes, net.positive(width));
      out = net.add(new Binary(net.oneOf(List.of(BinaryKind.MUL, BinaryKind.SUB))), out, decoded);
    }
    return net.add(new Binary(BinaryKind.ADD), out, x);
  }

  /** A value of the whole sequence added to each token, and an operator of the host. */
  Value pooled(Value x) {
    ReduceKind kind = net.oneOf(List.of(ReduceKind.MEAN, ReduceKind.SUM, ReduceKind.MAX));
    Value pool = net.add(new Reduce(kind, List.of(1), true), x);
    Value codes = net.neuron(pool, width);
    Value out = net.synapse(codes, width, width);
    Value hosted = net.add(KitHostOps.op(net.oneOf(KitHostOps.TYPES), net.fact(out)), out);
    Value scaled = net.add(new Binary(BinaryKind.MUL), hosted, net.signed(1, width));
    return net.add(new Binary(BinaryKind.ADD), x, scaled);
  }

  private Value activation(Value x) {
    return net.add(new Unary(net.oneOf(ACTIVATIONS)), x);
  }

  /** Codes in another order of the channels, by one of several routes. */
  private Value moved(Value codes) {
    int way = net.random.nextInt(5);
    if (way == 0) {
      List<Value> parts = net.addAll(new Split(2, List.of(1, width - 1)), codes);
      return net.add(new Concat(2), parts.get(1), parts.get(0));
    } else if (way == 1) {
      int[] order = NetworkBuilder.permutation(net.random, width);
      long[] indices = Arrays.stream(order).asLongStream().toArray();
      return net.add(new Gather(2), codes, net.vector(indices));
    } else if (way == 2) {
      Value back =
          net.add(
              new Slice(), codes, net.vector(-1), net.vector(-1000), net.vector(2), net.vector(-1));
      return net.oneIn(2) ? back : codes;
    }
    return codes;
  }

  private Value norm(Value x) {
    return net.oneIn(3)
        ? net.add(new RmsNorm(-1, 1e-6f), x, net.positive(width))
        : net.add(new LayerNorm(-1, 1e-5f), x, net.positive(width), net.signed(0.2f, width));
  }

  private Value heads(Value x, int count) {
    Value parts = net.add(new Reshape(false), x, net.vector(0, 0, count, headWidth));
    return net.add(new Transpose(List.of(0, 2, 1, 3)), parts);
  }

  private static int[] perHead(int heads) {
    return new int[] {heads, 1, 1};
  }
}
