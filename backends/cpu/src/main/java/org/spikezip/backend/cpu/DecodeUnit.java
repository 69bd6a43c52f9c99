package org.spikezip.backend.cpu;

import org.spikezip.backend.cpu.kernel.SpikeRuns;

/** The numbers that codes stand for. */
final class DecodeUnit extends FloatUnit {
  private final CodeCell codes;
  private final float[] theta;
  private final Broadcast thetaRows;
  private final int[] tracer;

  DecodeUnit(int node, CodeCell codes, float[] theta, Broadcast thetaRows, FloatCell out) {
    super(node, out);
    this.codes = codes;
    this.theta = theta;
    this.thetaRows = thetaRows;
    tracer = codes.rest().clone();
    codes.feedSpikes(this);
  }

  @Override
  void reset() {
    super.reset();
    System.arraycopy(codes.rest(), 0, tracer, 0, tracer.length);
  }

  @Override
  void integrate(Counters counters) {
    SpikeRuns spikes = codes.spikes;
    spikes.addTo(tracer, codes.width());
    for (int run = 0; run < spikes.count(); run++) {
      dirty.add(spikes.row(run));
    }
  }

  @Override
  void row(int row) {
    int start = row * codes.width();
    for (int j = 0; j < codes.width(); j++) {
      out.data[start + j] = theta[thetaRows.base(row) + j * thetaRows.stride()] * tracer[start + j];
    }
  }
}
