package org.spikezip.backend.cuda;

import java.nio.ByteBuffer;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.Tensor;

/** Brings a cell of codes to this machine. */
final class CodeDownload {
  private final CodeCell cell;
  private final ByteBuffer bytes;

  CodeDownload(CodeCell cell, int samples, HostBytes host) {
    this.cell = cell;
    bytes = host.buffer(cell.data().bytes(samples));
  }

  /** Begins; what it brings is valid once the stream is there. */
  void fetch(Driver driver, long stream) {
    driver.download(cell.data().memory(), bytes, stream);
  }

  /** The codes (i32) of a sample. */
  Tensor tensor(int sample) {
    int[] codes = new int[cell.elements()];
    for (int i = 0; i < codes.length; i++) {
      int at = sample * codes.length + i;
      codes[i] = cell.bytes() == 1 ? bytes.get(at) : bytes.getInt(4 * at);
    }
    return Tensor.of(codes, cell.dims());
  }
}
