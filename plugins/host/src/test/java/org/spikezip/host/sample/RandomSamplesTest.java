package org.spikezip.host.sample;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.ShapeOf;

class RandomSamplesTest {
  private static Fact tokens() {
    return Fact.of(ElementType.I64, Shape.of(List.of(Dim.symbol("batch"), Dim.symbol("sequence"))));
  }

  private static Graph bert() {
    GraphBuilder builder = new GraphBuilder("bert");
    Value ids = builder.input("input_ids", tokens());
    Value mask = builder.input("attention_mask", tokens());
    Value types = builder.input("token_type_ids", tokens());
    Value positions = builder.input("position_ids", tokens());
    Value words = builder.constant("words", Tensor.of(new float[200], 100, 2));
    Value cast = builder.add("cast", new Cast(ElementType.I32), ids);
    builder.output("e", builder.add("look up", new Gather(0), words, cast));
    Value places = builder.constant("places", Tensor.of(new float[10], 5, 2));
    Value shape = builder.add("shape", new ShapeOf(), ids);
    builder.output("s", builder.add("look up place", new Gather(0), places, shape));
    builder.output("m", mask);
    builder.output("t", types);
    builder.output("p", positions);
    return builder.build(Stage.IMPORTED);
  }

  private static Graph single(Fact fact) {
    GraphBuilder builder = new GraphBuilder("g");
    builder.output("y", builder.input("x", fact));
    return builder.build(Stage.IMPORTED);
  }

  @Test
  void tokensLieInTheVocabulary() {
    RandomSamples samples = RandomSamples.of(bert(), 20, 7);
    long largest = 0;
    for (int i = 0; i < samples.size(); i++) {
      long[] ids = samples.get(i).get("input_ids").longs();
      assertTrue(Arrays.stream(ids).allMatch(id -> id >= 0 && id < 100));
      largest = Math.max(largest, Arrays.stream(ids).max().orElseThrow());
    }
    assertTrue(largest > 90, "ids should use the whole vocabulary, found at most " + largest);
  }

  @Test
  void masksTypesAndPositionsAreWhatModelsExpect() {
    Map<String, Tensor> sample = RandomSamples.of(bert(), 1, 7).get(0);
    int length = sample.get("input_ids").dim(1);
    assertArrayEquals(
        Arrays.stream(new long[length]).map(v -> 1).toArray(),
        sample.get("attention_mask").longs());
    assertArrayEquals(new long[length], sample.get("token_type_ids").longs());
    long[] positions = sample.get("position_ids").longs();
    assertEquals(length - 1, positions[length - 1]);
  }

  @Test
  void symbolsAreConsistentWithinASampleAndVaryBetween() {
    RandomSamples samples = RandomSamples.of(bert(), 30, 7);
    Set<Integer> lengths = new HashSet<>();
    for (int i = 0; i < samples.size(); i++) {
      Map<String, Tensor> sample = samples.get(i);
      int length = sample.get("input_ids").dim(1);
      for (Tensor tensor : sample.values()) {
        assertArrayEquals(new int[] {1, length}, tensor.dims());
      }
      assertTrue(length >= 16 && length <= 48);
      lengths.add(length);
    }
    assertTrue(lengths.size() > 5, lengths::toString);
  }

  @Test
  void onlyOneAxisIsTheBatch() {
    Dim batch = Dim.symbol("batch");
    Fact twice = Fact.of(ElementType.F32, Shape.of(List.of(batch, batch)));
    int[] dims = RandomSamples.of(single(twice), 1, 3).get(0).get("x").dims();
    assertEquals(1, dims[0]);
    assertTrue(dims[1] >= 16);
    Fact second = Fact.of(ElementType.F32, Shape.of(List.of(Dim.of(2), batch)));
    assertArrayEquals(
        new int[] {2, 1}, RandomSamples.of(single(second), 1, 3).get(0).get("x").dims());
  }

  @Test
  void theSeedDecides() {
    Graph graph = bert();
    Map<String, Tensor> sample = RandomSamples.of(graph, 3, 1).get(2);
    assertEquals(sample, RandomSamples.of(graph, 5, 1).get(2));
    assertNotEquals(sample, RandomSamples.of(graph, 3, 2).get(2));
    assertNotEquals(sample, RandomSamples.of(graph, 3, 1).get(1));
  }

  @Test
  void floatsAreNormal() {
    float[] values =
        RandomSamples.of(single(Fact.of(ElementType.F32, 1, 3, 100, 100)), 1, 3)
            .get(0)
            .get("x")
            .floats();
    double mean = 0;
    double square = 0;
    for (float value : values) {
      mean += value / values.length;
      square += value * value / values.length;
    }
    assertEquals(0, mean, 0.03);
    assertEquals(1, square, 0.03);
  }

  @Test
  void everyElementTypeCanBeMadeUp() {
    for (ElementType type : ElementType.values()) {
      Tensor tensor = RandomSamples.of(single(Fact.of(type, 1, 6)), 1, 3).get(0).get("x");
      assertEquals(type, tensor.type());
    }
    float[] halves =
        RandomSamples.of(single(Fact.of(ElementType.F16, 1, 6)), 1, 3).get(0).get("x").floats();
    float[] singles =
        RandomSamples.of(single(Fact.of(ElementType.F32, 1, 6)), 1, 3).get(0).get("x").floats();
    assertArrayEquals(singles, halves, 0.002f);
  }

  @Test
  void mistakesAreTold() {
    Graph unknown = single(Fact.of(ElementType.F32, Shape.UNKNOWN));
    assertEquals(
        ErrorCode.UNSUPPORTED,
        assertThrows(SpikezipException.class, () -> RandomSamples.of(unknown, 1, 0)).code());
    assertEquals(
        ErrorCode.USAGE,
        assertThrows(SpikezipException.class, () -> RandomSamples.of(bert(), 0, 0)).code());
  }
}
