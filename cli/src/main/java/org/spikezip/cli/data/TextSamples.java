package org.spikezip.cli.data;

import ai.djl.huggingface.tokenizers.Encoding;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.spikezip.api.Samples;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Texts, tokenized when asked for: {@code [1,length]} each, or of the model's own length where that
 * is fixed.
 */
public final class TextSamples implements Samples, AutoCloseable {
  private static final List<String> NAMES =
      List.of("input_ids", "attention_mask", "token_type_ids", "position_ids");

  private final String source;
  private final List<String> texts;
  private final List<Node> inputs;
  private final Tokenizer tokenizer;

  private TextSamples(String source, List<String> texts, List<Node> inputs, Tokenizer tokenizer) {
    this.source = source;
    this.texts = List.copyOf(texts);
    this.inputs = List.copyOf(inputs);
    this.tokenizer = tokenizer;
  }

  /**
   * Texts for a graph.
   *
   * @param source where they come from, for messages
   * @param maxTokens longer texts are cut
   * @throws SpikezipException MALFORMED if the model does not take tokens or the tokenizer cannot
   *     be read
   */
  public static TextSamples of(
      String source, List<String> texts, Path tokenizer, int maxTokens, Graph graph) {
    OptionalInt length = OptionalInt.empty();
    for (Node input : graph.inputNodes()) {
      check(source, input);
      Shape shape = input.fact().shape();
      if (shape.known() && shape.dim(1).isFixed()) {
        length = OptionalInt.of((int) shape.dim(1).size());
      }
    }
    return new TextSamples(
        source, texts, graph.inputNodes(), Tokenizer.open(tokenizer, maxTokens, length));
  }

  private static void check(String source, Node input) {
    Fact fact = input.fact();
    boolean tokens = NAMES.contains(input.name()) && fact.type().isInteger();
    Fact one = Fact.of(fact.type(), Shape.of(List.of(Dim.of(1), Dim.UNKNOWN)));
    if (!tokens || !fact.compatible(one)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          source
              + ": a tokenizer cannot make input \""
              + input.name()
              + "\": expected one of "
              + String.join(", ", NAMES)
              + " as integers [1,length], found "
              + fact,
          "give --inputs F.npz with an array of that name");
    }
  }

  @Override
  public int size() {
    return texts.size();
  }

  /** The text itself. */
  public String text(int index) {
    return texts.get(index);
  }

  @Override
  public Map<String, Tensor> get(int index) {
    Encoding tokens = tokenizer.encode(texts.get(index));
    int length = tokens.getIds().length;
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (Node input : inputs) {
      long[] values =
          switch (input.name()) {
            case "input_ids" -> tokens.getIds();
            case "attention_mask" -> tokens.getAttentionMask();
            case "token_type_ids" -> tokens.getTypeIds();
            default -> LongStream.range(0, length).toArray();
          };
      sample.put(
          input.name(),
          Tensor.ofLongs(input.fact().type(), Arrays.copyOf(values, length), 1, length));
    }
    return sample;
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
