package org.spikezip.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.backend.cpu.kernel.RowSpikes;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Rounding;

/** What a layer fires while its readers wait reaches them as one spike a neuron. */
class HeldSpikesTest {
  private static final int NEURONS = 40;
  private static final int ADDITIONS = 7;

  /** Neuron i goes to code {@code i % 6 − 2}; readers of depth 2 are let in at step 3. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void reachReadersAsOneWhenTheGateOpens(boolean vector) {
    FloatCell potential = new FloatCell(ElementType.F32, new int[] {1, NEURONS});
    NeuronUnit unit = unit(potential, vector ? Kernels.vector() : Kernels.scalar());
    Counters counters = new Counters();
    counters.maxSpike = 1;
    counters.gate =
        new Gate(RunOptions.DEFAULT.withSchedule(new Schedule.Wavefront(2)), 2, unit.reach());
    unit.reset();
    long events = 0;
    for (int step = 1; step <= 4; step++) {
      counters.step = step;
      counters.gate = counters.gate.next();
      unit.integrate(counters);
      unit.evaluate(counters);
      for (int i = 0; i < NEURONS; i++) {
        events += Math.abs(target(i)) >= step ? 1 : 0;
      }
      assertEquals(events, counters.spikes, "events up to step " + step);
      assertEquals(ADDITIONS * events, counters.synapticOperations);
      assertEquals(step == 3, unit.out().spikes.count() > 0, "spikes for readers in step " + step);
      if (step == 3) {
        int[] heard = new int[NEURONS];
        unit.out().spikes.addTo(heard, NEURONS);
        assertEquals(unit.codes(), Tensor.of(heard, 1, NEURONS));
        assertEquals(NEURONS - zeros(), unit.out().spikes.spikes());
      }
    }
    assertFalse(unit.waits());
  }

  private static int target(int neuron) {
    return neuron % 6 - 2;
  }

  private static int zeros() {
    int zeros = 0;
    for (int i = 0; i < NEURONS; i++) {
      zeros += target(i) == 0 ? 1 : 0;
    }
    return zeros;
  }

  private static NeuronUnit unit(FloatCell potential, Kernels kernels) {
    for (int i = 0; i < NEURONS; i++) {
      potential.data[i] = 0.5f * target(i);
    }
    NeuronParameters parameters =
        NeuronParameters.of(
            potential.dims(),
            Tensor.scalar(0.5f),
            Tensor.of(new int[] {-2}),
            Tensor.of(new int[] {3}),
            Tensor.of(new int[] {0}));
    CodeCell out = new CodeCell(potential.dims(), parameters.rest(), new CodeRange(-2, 3));
    out.fanOut().add(0, NEURONS, ADDITIONS);
    NeuronUnit unit =
        new NeuronUnit(
            0, new Neuron(Rounding.HALF_EVEN, -2, 3, 1), potential, parameters, out, kernels);
    unit.countFanOut();
    unit.readAt(2);
    return unit;
  }

  @Test
  void spikesThatNobodyHasHeardKeepTheNetworkAwake() {
    FloatCell potential = new FloatCell(ElementType.F32, new int[] {1, NEURONS});
    NeuronUnit unit = unit(potential, Kernels.scalar());
    Counters counters = new Counters();
    counters.maxSpike = 9;
    counters.gate =
        new Gate(RunOptions.DEFAULT.withSchedule(new Schedule.Wavefront(9)), 2, unit.reach());
    unit.reset();
    counters.step = 1;
    counters.gate = counters.gate.next();
    unit.evaluate(counters);
    assertFalse(unit.isDirty());
    assertTrue(unit.waits());
  }

  @Test
  void additionsAreCountedByElementWhereTheyDiffer() {
    FanOut fanOut = new FanOut(6);
    fanOut.add(0, 6, 5);
    fanOut.add(4, 5, 100);
    fanOut.complete();
    RowSpikes spikes = new RowSpikes(3);
    spikes.add(0, 1);
    spikes.add(1, -2);
    assertEquals(5 + 105, fanOut.of(spikes, 3));
    assertEquals(10, fanOut.of(spikes, 0));
  }
}
