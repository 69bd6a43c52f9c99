package org.spikezip.backend.cuda;

import java.nio.ByteBuffer;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.Tensor;

/** Brings a cell of floats to this machine. */
final class FloatDownload implements HostUnit.Source {
  private final FloatCell cell;
  private final int samples;
  private ByteBuffer bytes;

  FloatDownload(FloatCell cell, int samples) {
    this.cell = cell;
    this.samples = samples;
  }

  void allocate(HostBytes host) {
    bytes = host.buffer(cell.data().bytes(samples));
  }

  /** Begins; what it brings is valid once the stream is there. */
  void fetch(Driver driver, long stream) {
    driver.download(cell.data().memory(), bytes, stream);
  }

  @Override
  public Tensor tensor(int sample) {
    float[] values = new float[cell.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes.getFloat(4 * (sample * cell.sampleElements() + i));
    }
    return cell.tensor(values);
  }
}
