package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

class ChannelSplitTest {
  /** Many numbers, also beyond both ends of the range. */
  @ParameterizedTest
  @CsvSource({
    "2, 1, -1",
    "2, 2, 0",
    "8, 3, -5",
    "16, 2, -7",
    "32, 4, -50",
    "32, 3, 20",
    "5, 4, -1"
  })
  void neuronsOfALargerThresholdAddUpToOneOfManyLevels(int levels, int neurons, int min) {
    float step = 0.3f;
    CodedRange whole = new CodedRange(step, min, min + ChannelSplit.levels(levels, neurons) - 1);
    ChannelSplit split = ChannelSplit.of(List.of(whole), new int[] {neurons});
    assertEquals(neurons, split.size());
    SplittableRandom random = new SplittableRandom(levels);
    for (int i = 0; i < 5000; i++) {
      float x = (float) random.nextDouble(step * (whole.min() - 9), step * (whole.max() + 9));
      int sum = 0;
      for (int j = 0; j < neurons; j++) {
        sum += split.ranges().get(j).code(x + split.offsets().get(j));
      }
      assertEquals(whole.code(x), sum, "of " + x);
    }
  }

  @Test
  void noNeuronHasMoreLevelsAndOffsetsAddUpToZero() {
    CodedRange whole = new CodedRange(0.25f, -11, -11 + ChannelSplit.levels(16, 4) - 1);
    ChannelSplit split = ChannelSplit.of(List.of(whole), new int[] {4});
    split.ranges().forEach(range -> assertEquals(15, range.max() - range.min()));
    split.ranges().forEach(range -> assertEquals(1f, range.theta()));
    assertEquals(List.of(-0.375f, -0.125f, 0.125f, 0.375f), split.offsets());
    assertEquals(List.of(0.25f, 0.25f, 0.25f, 0.25f), split.units());
  }

  /** Of channels of one, two and three neurons, so that the sum has six terms. */
  @Test
  void theSumOfNeuronsIsTheNumberOfTheirChannel() {
    CodedRange range = new CodedRange(0.5f, 0, 12);
    ChannelSplit split = ChannelSplit.of(List.of(range, range, range), new int[] {1, 2, 3});
    float[] worth = split.worth().floats();
    float[] codes = {3, 1, 2, 4, 0, 1};
    float[] decoded = new float[codes.length];
    for (int i = 0; i < codes.length; i++) {
      decoded[i] = codes[i] * worth[i];
    }
    GraphBuilder builder = new GraphBuilder("sum");
    Value x = builder.input("x", Fact.of(ElementType.F32, 6));
    builder.output("y", split.sum(NodeWriter.of(builder), x, "sum"));
    Tensor y =
        Fixture.evaluate(
                builder.build(Stage.CANONICAL), Map.of("x", Tensor.of(decoded, codes.length)))
            .get("y");
    assertArrayEquals(new float[] {1.5f, 1.5f, 2.5f}, y.floats(), 1e-6f);
  }

  @Test
  void channelsKeepTheirOrder() {
    CodedRange range = new CodedRange(1, 0, 2);
    ChannelSplit split = ChannelSplit.of(List.of(range, range, range), new int[] {1, 2, 1});
    assertEquals(List.of(0, 1, 1, 2), split.channels());
    assertEquals(List.of(0f, -0.5f, 0.5f, 0f), split.offsets());
    assertFalse(split.isTrivial());
    assertTrue(ChannelSplit.of(List.of(range, range), new int[] {1, 1}).isTrivial());
  }
}
