package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.RunOptions;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;

/**
 * The neuron against its definition in docs/exactness.md, exhaustively up to a bound: every range
 * of up to four codes near 0, every resting code, both tie rules, several spike sizes, and every
 * sequence of three potentials out of those where something can go wrong, the last one for three
 * steps.
 */
class NeuronUnitTest {
  private static final int LENGTH = 3;

  /** Steps after them in which the potential stands still. */
  private static final int CALM = 2;

  private static final int LOWEST = -3;
  private static final int MOST_CODES = 4;
  private static final List<Integer> SPIKE_SIZES = List.of(1, 2, 3, 1000);

  /** Quotients V/θ: ties, their neighbours, and what is no number. */
  private static final float[] QUOTIENTS = {
    Float.NEGATIVE_INFINITY,
    -3.5f,
    -1.5f,
    Math.nextUp(-0.5f),
    -0.5f,
    -0f,
    Math.nextDown(0.5f),
    0.5f,
    1.25f,
    1.5f,
    2.5f,
    1e20f,
    Float.NaN
  };

  @ParameterizedTest
  @ValueSource(floats = {0.5f, 0.37f})
  void movesAsDefined(float theta) {
    float[] potentials = new float[QUOTIENTS.length];
    for (int i = 0; i < potentials.length; i++) {
      potentials[i] = QUOTIENTS[i] * theta;
    }
    for (Rounding rounding : Rounding.values()) {
      long[] targets = new long[potentials.length];
      Arrays.setAll(targets, i -> round(rounding, potentials[i] / theta));
      for (int min = LOWEST; min <= 0; min++) {
        for (int max = min; max < min + MOST_CODES; max++) {
          for (int rest = min; rest <= max; rest++) {
            for (int maxSpike : SPIKE_SIZES) {
              Case one = new Case(rounding, theta, min, max, rest, maxSpike);
              one.check(Kernels.scalar(), potentials, targets);
              one.check(Kernels.vector(), potentials, targets);
            }
          }
        }
      }
    }
  }

  /** round(q) of docs/exactness.md, by exact arithmetic. */
  private static long round(Rounding rounding, float q) {
    if (Float.isNaN(q)) {
      return 0;
    }
    if (Float.isInfinite(q)) {
      return q > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
    return rounding == Rounding.HALF_EVEN
        ? new BigDecimal(q).setScale(0, RoundingMode.HALF_EVEN).longValue()
        : new BigDecimal(q + 0.5f).setScale(0, RoundingMode.FLOOR).longValue();
  }

  private record Case(Rounding rounding, float theta, int min, int max, int rest, int maxSpike) {
    /** One neuron for each sequence of potentials; all see their sequence at once. */
    void check(Kernels kernels, float[] potentials, long[] targets) {
      int count = (int) Math.pow(potentials.length, LENGTH);
      int[] tracer = new int[count];
      Arrays.fill(tracer, rest);
      FloatCell potential = new FloatCell(ElementType.F32, new int[] {1, count});
      NeuronUnit unit = unit(potential, kernels);
      Counters counters = new Counters();
      counters.maxSpike = maxSpike;
      counters.gate = new Gate(RunOptions.DEFAULT.withMaxSpike(maxSpike), 1, unit.reach());
      unit.reset();
      for (int step = 0; step < LENGTH + CALM; step++) {
        counters.step = step + 1;
        counters.gate = counters.gate.next();
        long before = counters.spikes;
        int moved = 0;
        for (int i = 0; i < count; i++) {
          int which = at(i, Math.min(step, LENGTH - 1), potentials.length);
          potential.data[i] = potentials[which];
          int next = moved(tracer[i], targets[which]);
          moved += next == tracer[i] ? 0 : 1;
          tracer[i] = next;
        }
        if (step < LENGTH) {
          potential.changed(0);
        }
        unit.integrate(counters);
        unit.evaluate(counters);
        assertEquals(moved, counters.spikes - before, () -> "events of " + this);
        assertEquals(Tensor.of(tracer, 1, count), unit.codes(), () -> "tracers of " + this);
      }
    }

    private static int at(int sequence, int step, int choices) {
      return sequence / (int) Math.pow(choices, step) % choices;
    }

    /** As the paper has it, spike by spike. */
    private int moved(int tracer, long target) {
      int s = tracer;
      for (int i = 0; i < Math.min(maxSpike, MOST_CODES); i++) {
        if (target > s && s < max) {
          s++;
        } else if (target < s && s > min) {
          s--;
        }
      }
      return s;
    }

    private NeuronUnit unit(FloatCell potential, Kernels kernels) {
      NeuronParameters parameters =
          NeuronParameters.of(
              potential.dims(),
              Tensor.scalar(theta),
              Tensor.of(new int[] {min}),
              Tensor.of(new int[] {max}),
              Tensor.of(new int[] {rest}));
      CodeCell out = new CodeCell(potential.dims(), parameters.rest(), new CodeRange(min, max));
      return new NeuronUnit(
          0, new Neuron(rounding, min, max, 1), potential, parameters, out, kernels);
    }
  }
}
