package org.spikezip.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Unsqueeze;

/**
 * A random small Transformer of stage SPIKING, and inputs for it. The same seed and size give the
 * same network. Every class of operators occurs: neurons with thresholds per tensor, channel and
 * head, both roundings and any resting code, in some networks with ranges so wide that sums take 64
 * bits; products, convolutions, routes, sums, float functions, static look-ups, shapes and masks,
 * and operators of the host.
 *
 * @param graph with symbolic batch and sequence
 * @param seed of the network
 * @param onGrid whether its numbers are short, so that many potentials lie exactly at a tie
 */
public record RandomNetwork(Graph graph, long seed, boolean onGrid) {
  private static final int VOCABULARY = 7;

  /** How large a network may be. */
  public record Size(int heads, int headWidth, int hidden, int blocks) {
    public static final Size TINY = new Size(1, 2, 3, 1);
    public static final Size SMALL = new Size(3, 7, 40, 3);
  }

  /** The network of a seed. */
  public static RandomNetwork of(long seed, Size size) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean onGrid = random.nextInt(3) == 0;
    NetworkBuilder net = new NetworkBuilder(random, onGrid);
    return new RandomNetwork(build(net, size), seed, onGrid);
  }

  private static Graph build(NetworkBuilder net, Size size) {
    int heads = 1 + net.random.nextInt(size.heads());
    int headWidth = 1 + net.random.nextInt(size.headWidth());
    int width = Math.max(2, heads * headWidth);
    heads = width == heads * headWidth ? heads : 1;
    Blocks blocks = new Blocks(net, heads, width / heads, size.hidden());
    MixedBlocks mixed = new MixedBlocks(net, width);
    boolean text = net.oneIn(3);
    Value x =
        text ? embedding(net, width) : net.input("x", Fact.of(ElementType.F32, tokens(width)));
    Value mask = net.oneIn(3) ? mask(net) : Value.ABSENT;
    List<Value> outputs = new ArrayList<>();
    int count = 1 + net.random.nextInt(size.blocks());
    for (int i = 0; i < count; i++) {
      x =
          switch (net.random.nextInt(9)) {
            case 0 -> blocks.pooled(x);
            case 1, 2 -> blocks.mlp(x);
            case 3, 4 -> mixed.convolution(x);
            case 5 -> mixed.floats(x);
            default -> blocks.attention(x, mask);
          };
      if (net.oneIn(4)) {
        outputs.add(x);
      }
    }
    outputs.add(
        net.random.nextBoolean() ? net.add(new Reduce(ReduceKind.MEAN, List.of(1), false), x) : x);
    for (int i = 0; i < outputs.size(); i++) {
      net.output("y" + i, outputs.get(i));
    }
    return net.build();
  }

  private static Shape tokens(int... width) {
    List<Dim> dims = new ArrayList<>(List.of(Dim.symbol("batch"), Dim.symbol("sequence")));
    for (int w : width) {
      dims.add(Dim.of(w));
    }
    return Shape.of(dims);
  }

  /** A row of a table for each token: of floats, or of integers with a scale. */
  private static Value embedding(NetworkBuilder net, int width) {
    Value ids = net.input("ids", Fact.of(ElementType.I64, tokens()));
    if (net.random.nextBoolean()) {
      return net.add(new Gather(0), net.signed(2, VOCABULARY, width), ids);
    }
    byte[] codes = new byte[VOCABULARY * width];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (net.random.nextInt(17) - 8);
    }
    Value table = net.constant(Tensor.of(codes, VOCABULARY, width));
    Value scale = net.constant(Tensor.scalar(0.25f));
    return net.add(new Gather(0), net.add(new DequantizeLinear(0, 0), table, scale), ids);
  }

  /** 0 where a token counts, else a large negative number. */
  private static Value mask(NetworkBuilder net) {
    Value counts = net.input("mask", Fact.of(ElementType.I64, tokens()));
    Value floats =
        net.add(new Cast(ElementType.F32), net.add(new Unsqueeze(List.of(1, 2)), counts));
    Value off = net.add(new Binary(BinaryKind.SUB), floats, net.constant(Tensor.scalar(1f)));
    return net.add(new Binary(BinaryKind.MUL), off, net.constant(Tensor.scalar(1e4f)));
  }

  /** Inputs of this batch and sequence, different for each {@code draw}. */
  public Map<String, Tensor> inputs(int batch, int sequence, long draw) {
    SplittableRandom random = new SplittableRandom(seed * 31 + draw);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node node : graph.inputNodes()) {
      inputs.put(node.name(), input(node, random, batch, sequence));
    }
    return inputs;
  }

  private Tensor input(Node node, SplittableRandom random, int batch, int sequence) {
    int n = batch * sequence;
    if (node.fact().type() == ElementType.I64) {
      boolean mask = node.name().equals("mask");
      long[] values = new long[n];
      for (int i = 0; i < n; i++) {
        values[i] = mask ? Math.min(1, random.nextInt(4)) : random.nextInt(VOCABULARY);
      }
      return Tensor.of(values, batch, sequence);
    }
    int width = (int) node.fact().shape().dim(2).size();
    float[] values = new float[n * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = NetworkBuilder.number(random, 2, onGrid);
    }
    return Tensor.of(values, batch, sequence, width);
  }
}
