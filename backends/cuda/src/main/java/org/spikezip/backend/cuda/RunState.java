package org.spikezip.backend.cuda;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.spikezip.api.RunOptions;
import org.spikezip.api.Schedule;
import org.spikezip.backend.cuda.driver.Driver;

/** Clock, samples and schedule on the device: state.cuh. */
final class RunState {
  private static final int CLOCK_BYTES = 40;
  private static final int SAMPLE_BYTES = 48;
  private static final int MOST_TABLE_ROWS = 64;

  private final int samples;
  private final int deepest;
  private final int reach;
  private final int layers;
  private final Region clock;
  private final Region sampleStates;
  private final Region table;
  private final Region layerFired;
  private ByteBuffer clockBytes;
  private ByteBuffer sampleBytes;
  private ByteBuffer tableBytes;
  private ByteBuffer firedBytes;
  private int tick;

  /**
   * The state of a run.
   *
   * @param deepest the largest depth of a neuron
   * @param reach the largest distance of a neuron from its target
   * @param layers how many there are
   */
  RunState(PlanMemory memory, int deepest, int reach, int layers) {
    samples = memory.samples();
    this.deepest = deepest;
    this.reach = reach;
    this.layers = layers;
    clock = memory.shared("the clock", CLOCK_BYTES);
    sampleStates = memory.perSample("the samples", SAMPLE_BYTES);
    table = memory.shared("the schedule", 4L * tableRows() * (deepest + 1));
    layerFired = memory.shared("events by layer", 4L * Math.max(1, layers));
  }

  /** The most steps between two looks from the host. */
  static int mostSteps() {
    return MOST_TABLE_ROWS;
  }

  private int tableRows() {
    return Math.max(MOST_TABLE_ROWS, deepest + 1);
  }

  void allocate(HostBytes host) {
    clockBytes = host.buffer(clock.bytes(samples));
    sampleBytes = host.buffer(sampleStates.bytes(samples));
    tableBytes = host.buffer(table.bytes(samples));
    firedBytes = host.buffer(layerFired.bytes(samples));
  }

  Region clock() {
    return clock;
  }

  Region samples() {
    return sampleStates;
  }

  Region table() {
    return table;
  }

  Region layerFired() {
    return layerFired;
  }

  int layers() {
    return layers;
  }

  /** The tick of the step at hand, or of the last one. */
  int tick() {
    return tick;
  }

  /** All ticks are forgotten. */
  void reset() {
    tick = 0;
  }

  /** So many steps begin. */
  void advance(int steps) {
    tick += steps;
  }

  /** A run begins. */
  void begin(RunOptions options, Driver driver, long stream) {
    boolean waits = options.schedule().waitsForRest();
    for (int i = 0; i < samples; i++) {
      int at = i * SAMPLE_BYTES;
      for (int word = 0; word < SAMPLE_BYTES; word += Integer.BYTES) {
        sampleBytes.putInt(at + word, 0);
      }
      sampleBytes.putInt(at + 24, waits ? 1 : 0);
    }
    driver.upload(sampleBytes, sampleStates.memory(), stream);
  }

  /** Tells the clock where it stands, and what the schedule says of the next steps. */
  void schedule(RunOptions options, int step, Driver driver, long stream) {
    Schedule schedule = options.schedule();
    boolean waits = schedule.waitsForRest();
    int base = waits ? 1 : step + 1;
    int[] words = {
      tick,
      step,
      options.maxSpike(),
      options.inputSteps(),
      waits ? 1 : 0,
      base,
      tableRows(),
      deepest,
      reach,
      0
    };
    clockBytes.asIntBuffer().put(words);
    driver.upload(clockBytes, clock.memory(), stream);
    int width = deepest + 1;
    for (int row = 0; row < tableRows(); row++) {
      for (int depth = 1; depth <= deepest; depth++) {
        tableBytes.putInt(
            4 * (row * width + depth),
            schedule.leastDistance(depth, base + row, options.maxSpike()));
      }
    }
    driver.upload(tableBytes, table.memory(), stream);
  }

  /** Brings what the samples have done; valid once the stream is there. */
  void fetch(Driver driver, long stream) {
    driver.download(sampleStates.memory(), sampleBytes, stream);
    driver.download(layerFired.memory(), firedBytes, stream);
  }

  long hash(int sample) {
    return sampleBytes.getLong(sample * SAMPLE_BYTES);
  }

  long spikes(int sample) {
    return sampleBytes.getLong(sample * SAMPLE_BYTES + 8);
  }

  /** Events of all samples in the last step. */
  long fired() {
    long fired = 0;
    for (int i = 0; i < samples; i++) {
      fired += sampleBytes.getLong(i * SAMPLE_BYTES + 16);
    }
    return fired;
  }

  int lastFired(int sample) {
    return sampleBytes.getInt(sample * SAMPLE_BYTES + 36);
  }

  boolean isAtRest(int sample) {
    return sampleBytes.getInt(sample * SAMPLE_BYTES + 40) != 0;
  }

  boolean areAllAtRest() {
    boolean all = true;
    for (int i = 0; i < samples; i++) {
      all &= isAtRest(i);
    }
    return all;
  }

  /** Events of each layer in the last step, of all samples. */
  int[] firedByLayer() {
    int[] fired = new int[Math.max(1, layers)];
    firedBytes.asIntBuffer().get(fired);
    return Arrays.copyOf(fired, layers);
  }
}
