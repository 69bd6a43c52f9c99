package org.spikezip.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class ConfidentAnswerTest {
  private static final int NEVER = 0;

  /** The step after which the run ends, given the outputs of each step; 0 if it does not. */
  private static int end(String rule, Tensor... steps) {
    ConfidentAnswer listener = new ConfidentAnswer(ConfidentAnswer.Rule.parse(rule));
    for (int step = 1; step <= steps.length; step++) {
      Tensor output = steps[step - 1];
      if (!listener.answered(step, () -> Map.of("y", output))) {
        return step;
      }
    }
    return NEVER;
  }

  private static Tensor row(float... values) {
    return Tensor.of(values, 1, values.length);
  }

  @Test
  void endsWhenTheAnswerHasHeld() {
    assertEquals(
        5, end("confident:3", row(0, 1), row(1, 0), row(0, 1), row(0, 2), row(0, 3), row(0, 4)));
    assertEquals(NEVER, end("confident:3", row(0, 1), row(1, 0), row(0, 1), row(1, 0), row(0, 1)));
  }

  @Test
  void doesNotCountStepsBeforeTheFirstChange() {
    assertEquals(
        5, end("confident:2", row(0, 1), row(0, 1), row(0, 1), row(0, 2), row(0, 2), row(0, 2)));
    assertEquals(NEVER, end("confident:1", row(0, 1), row(0, 1), row(0, 1)));
  }

  @Test
  void smallMarginsBeginAnew() {
    assertEquals(
        6,
        end("confident:2:1.5", row(0, 1), row(0, 2), row(0, 1), row(0, 1), row(0, 2), row(0, 3)));
  }

  @Test
  void everyRowCounts() {
    Tensor start = Tensor.of(new float[] {9, 9, 9, 9}, 2, 2);
    Tensor one = Tensor.of(new float[] {0, 1, 0, 1}, 2, 2);
    Tensor other = Tensor.of(new float[] {0, 1, 1, 0}, 2, 2);
    assertEquals(NEVER, end("confident:2", start, one, other, one, other));
    assertEquals(4, end("confident:2", start, one, other, other));
  }

  @Test
  void outputsWithoutFloatsNeverEndARun() {
    Tensor ints = Tensor.of(new int[] {1, 2}, 1, 2);
    assertEquals(NEVER, end("confident:1", ints, ints, ints));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "confident",
        "confident:",
        "confident:0",
        "confident:-1",
        "confident:9999999",
        "confident:99999999",
        "confident:3:",
        "confident:3:-1",
        "sure:3"
      })
  void otherRulesAreRefused(String text) {
    SpikezipException e =
        assertThrows(SpikezipException.class, () -> ConfidentAnswer.Rule.parse(text));
    assertTrue(e.getMessage().contains("--until"), e.getMessage());
  }
}
