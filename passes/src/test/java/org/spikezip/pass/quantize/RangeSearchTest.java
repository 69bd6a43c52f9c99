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

  @Test
  void aPercentileLeavesAsManyNumbersBeyondEitherEnd() {
    float[] numbers = new float[10000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i / 1000f - 2;
    }
    RangeSearch search = new RangeSearch(64, RangeRule.percentile("80"));
    CodedRange range = search.best(distribution(numbers), false);
    assertEquals(-1, range.theta() * range.min(), range.theta());
    assertEquals(7, range.theta() * range.max(), range.theta());
    CodedRange fromZero = search.best(distribution(numbers), true);
    assertEquals(0, fromZero.min());
    assertEquals(7, fromZero.theta() * fromZero.max(), fromZero.theta());
  }

  /** Against the sum over bins that defines it. */
  @Test
  void divergenceIsThatOfTheHistograms() {
    float[] numbers = new float[20000];
    Random random = new Random(3);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) (1 + random.nextGaussian());
    }
    Distribution distribution = distribution(numbers);
    Divergence divergence = new Divergence(distribution);
    for (CodedRange range :
        new CodedRange[] {
          new CodedRange(0.2f, -4, 11), new CodedRange(0.5f, -8, 7), new CodedRange(0.05f, 0, 15)
        }) {
      assertEquals(bySums(distribution, range), divergence.of(range), 1e-9, range.toString());
    }
  }

  private static double bySums(Distribution numbers, CodedRange range) {
    int bins = numbers.bins();
    int[] code = new int[bins];
    double[] clipped = new double[bins];
    double[] held = new double[range.max() - range.min() + 1];
    double[] occupied = new double[held.length];
    double inside = 0;
    double all = 0;
    double width = (numbers.max() - numbers.min()) / bins;
    for (int i = 0; i < bins; i++) {
      double x = (numbers.min() + (i + 0.5) * width) / range.theta();
      code[i] = (int) Math.floor(x + 0.5) - range.min();
      all += numbers.count(i);
      if (code[i] >= 0 && code[i] < held.length) {
        clipped[i] += numbers.count(i);
        held[code[i]] += numbers.count(i);
        occupied[code[i]] += numbers.count(i) > 0 ? 1 : 0;
        inside += numbers.count(i);
      }
    }
    int first = 0;
    int last = bins - 1;
    while (code[first] < 0) {
      first++;
    }
    while (code[last] >= held.length) {
      last--;
    }
    for (int i = 0; i < bins; i++) {
      clipped[first] += i < first ? numbers.count(i) : 0;
      clipped[last] += i > last ? numbers.count(i) : 0;
    }
    double sum = 0;
    for (int i = first; i <= last; i++) {
      if (clipped[i] > 0) {
        double q = held[code[i]] / occupied[code[i]] / inside;
        sum += clipped[i] / all * Math.log(clipped[i] / all / q);
      }
    }
    return sum;
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
