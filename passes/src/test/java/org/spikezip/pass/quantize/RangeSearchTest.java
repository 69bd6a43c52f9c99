package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.Value;

class RangeSearchTest {
  private static final int BINS = 1024;

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8, 32, 256})
  void uniformNumbersUseTheirWholeRange(int levels) {
    float[] numbers = new float[20000];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextDouble(-1, 3);
    }
    CodedRange range = new RangeSearch(levels).best(distribution(numbers), false);
    assertEquals(levels - 1, range.max() - range.min());
    double ideal = Math.pow(4.0 / levels, 2) / 12;
    assertTrue(error(numbers, range) < 1.6 * ideal, range.toString());
  }

  @Test
  void outliersAreClipped() {
    float[] numbers = new float[20000];
    Random random = new Random(1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    numbers[0] = 12;
    CodedRange range = new RangeSearch(16).best(distribution(numbers), false);
    assertTrue(range.theta() * range.max() < 5, range.toString());
    numbers[0] = 0;
    // The best uniform quantizer of 16 levels for normal numbers has an error of 0.01154.
    assertTrue(error(numbers, range) < 0.0130, "error " + error(numbers, range));
  }

  @Test
  void theEstimatedErrorIsTheError() {
    float[] numbers = new float[50000];
    Random random = new Random(2);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 5 + (float) random.nextGaussian();
    }
    CodedRange range = new CodedRange(0.3f, 8, 23);
    double estimated = distribution(numbers).error(range.theta(), range.min(), range.max());
    assertEquals(error(numbers, range), estimated, 0.02 * estimated);
  }

  @Test
  void codesFarFromZeroStayFewBitsWide() {
    float[] numbers = {1000f, 1000.5f, 1001f};
    CodedRange range = new RangeSearch(32).best(distribution(numbers), false);
    assertTrue(range.max() <= 127, range.toString());
    assertEquals(31, range.max() - range.min());
    assertEquals(1000, range.theta() * range.code(1000), range.theta() / 2 + 1e-3);
  }

  @Test
  void probabilitiesBeginAtZero() {
    CodedRange range = new RangeSearch(32).best(distribution(new float[] {0.1f, 0.2f, 0.9f}), true);
    assertEquals(0, range.min());
    assertEquals(31, range.max());
  }

  @Test
  void aSingleNumberHasACode() {
    CodedRange up = new RangeSearch(8).best(distribution(new float[] {2, 2}), false);
    assertEquals(2, up.theta() * up.code(2), 1e-6);
    CodedRange down = new RangeSearch(8).best(distribution(new float[] {-2}), false);
    assertEquals(-2, down.theta() * down.code(-2), 1e-6);
  }

  private static double error(float[] numbers, CodedRange range) {
    double error = 0;
    for (float x : numbers) {
      error += Math.pow(x - (double) range.theta() * range.code(x), 2);
    }
    return error / numbers.length;
  }

  private static Distribution distribution(float[] numbers) {
    Site site = new Site(new Value(0, 0), Grouping.TENSOR, Grouping.TENSOR, false);
    Extremes extremes = new Extremes(Grouping.TENSOR);
    int[] dims = {numbers.length};
    extremes.add(numbers, dims);
    SiteStatistics statistics = new SiteStatistics(site, extremes, BINS);
    statistics.add(numbers, dims);
    return statistics.distribution(0);
  }
}
