package org.spikezip.backend.cuda;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.Tensor;

/** A cell that this machine fills, row by row as they change. */
final class FedCell {
  private final FloatCell cell;
  private final float[][] last;
  private ByteBuffer data;
  private ByteBuffer stamps;
  private boolean changed;

  /** A cell whose stretches are its rows. */
  FedCell(FloatCell cell, int samples) {
    this.cell = cell;
    last = new float[samples][];
  }

  FloatCell cell() {
    return cell;
  }

  void allocate(HostBytes host) {
    data = host.buffer(cell.data().bytes(last.length));
    stamps = host.buffer(cell.stamps().bytes(last.length));
  }

  /** Whatever it is given next is new. */
  void reset() {
    Arrays.fill(last, null);
  }

  /** Takes over a sample's tensor; rows that differ changed at this tick. */
  void load(int sample, Tensor tensor, int tick) {
    float[] next = FloatCell.floats(tensor);
    int stretch = cell.stretch();
    for (int from = 0, row = 0; from < Math.max(1, next.length); from += stretch, row++) {
      int to = Math.min(next.length, from + stretch);
      if (last[sample] == null || !Arrays.equals(last[sample], from, to, next, from, to)) {
        for (int i = from; i < to; i++) {
          data.putFloat(4 * (sample * next.length + i), next[i]);
        }
        stamps.putInt(4 * (sample * cell.sampleStamps() + row), tick);
        changed = true;
      }
    }
    last[sample] = next;
  }

  /** Copies it to the device, if anything changed. */
  void upload(Driver driver, long stream) {
    if (changed) {
      driver.upload(data, cell.data().memory(), stream);
      driver.upload(stamps, cell.stamps().memory(), stream);
      changed = false;
    }
  }
}
