package org.spikezip.host.sample;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.api.Samples;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Inputs made up for a model: normal(0, 1) for floats, ids within the vocabulary for tokens, ones
 * for masks, zeros for token types, 0, 1, 2, … for positions. A symbolic first axis is a batch of
 * 1; other symbolic axes have 16 to 48 elements, the same for one symbol within a sample.
 *
 * <p>Each sample depends on the seed and its index alone.
 */
public final class RandomSamples implements Samples {
  private static final int SHORTEST = 16;
  private static final int LONGEST = 48;

  private final List<Node> inputs;
  private final Map<String, Long> vocabularies = new HashMap<>();
  private final int count;
  private final long seed;

  private RandomSamples(Graph graph, int count, long seed) {
    this.inputs = graph.inputNodes();
    this.count = count;
    this.seed = seed;
    Vocabulary vocabulary = new Vocabulary(graph);
    for (Node input : inputs) {
      vocabularies.put(input.name(), vocabulary.size(input));
    }
  }

  /**
   * Samples for a graph of any stage.
   *
   * @throws SpikezipException USAGE if count is less than 1; UNSUPPORTED if the rank of an input is
   *     not known
   */
  public static RandomSamples of(Graph graph, int count, long seed) {
    if (count < 1) {
      throw new SpikezipException(
          ErrorCode.USAGE, "the number of random samples must be at least 1, found " + count);
    }
    for (Node input : graph.inputNodes()) {
      if (!input.fact().shape().known()) {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED,
            "input \"" + input.name() + "\" has no known rank, so none can be made up",
            "give data with --inputs");
      }
    }
    return new RandomSamples(graph, count, seed);
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public String source() {
    return "random:" + count;
  }

  @Override
  public Map<String, Tensor> get(int index) {
    if (index < 0 || index >= count) {
      throw new IndexOutOfBoundsException("sample " + index + " of " + count);
    }
    SplittableRandom random =
        new SplittableRandom(seed ^ (0x9e3779b97f4a7c15L * (index + 1L))).split();
    Map<String, Integer> symbols = new HashMap<>();
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (Node input : inputs) {
      sample.put(input.name(), tensor(input, dims(input, symbols, random), random));
    }
    return sample;
  }

  private static int[] dims(Node input, Map<String, Integer> symbols, SplittableRandom random) {
    List<Dim> dims = input.fact().shape().dims();
    int[] sizes = new int[dims.size()];
    for (int axis = 0; axis < sizes.length; axis++) {
      Dim dim = dims.get(axis);
      // Some exporters call every axis "batch", so the first one decides.
      boolean batch =
          dim.symbol().toLowerCase(Locale.ROOT).contains("batch") && !dim.equals(dims.get(0));
      if (dim.isFixed()) {
        sizes[axis] = Math.toIntExact(dim.size());
      } else if (axis == 0 || batch) {
        sizes[axis] = 1;
      } else {
        // Exporters that name no dimension still mean the same length on the same axis.
        String symbol = dim.isUnknown() ? "?" + axis : dim.symbol();
        sizes[axis] = symbols.computeIfAbsent(symbol, s -> random.nextInt(SHORTEST, LONGEST + 1));
      }
    }
    return sizes;
  }

  private Tensor tensor(Node input, int[] dims, SplittableRandom random) {
    ElementType type = input.fact().type();
    String name = input.name().toLowerCase(Locale.ROOT);
    long size = 1;
    for (int dim : dims) {
      size = Math.multiplyExact(size, (long) dim);
    }
    int n = Math.toIntExact(size);
    int last = dims.length == 0 ? 1 : dims[dims.length - 1];
    long[] whole = new long[n];
    float[] real = new float[n];
    for (int i = 0; i < n; i++) {
      if (name.contains("mask")) {
        whole[i] = 1;
        real[i] = 1;
      } else if (name.contains("type") || name.contains("segment")) {
        whole[i] = 0;
      } else if (name.contains("position")) {
        whole[i] = i % last;
        real[i] = i % last;
      } else if (type.isFloat()) {
        real[i] = (float) Normal.next(random);
      } else {
        whole[i] = type == ElementType.BOOL ? 1 : random.nextLong(vocabularies.get(input.name()));
      }
    }
    return type.isFloat() ? Floats.of(type, real, dims) : Tensor.ofLongs(type, whole, dims);
  }
}
