package org.spikezip.backend.cuda.driver;

import java.nio.ByteBuffer;
import org.spikezip.ir.SpikezipException;

/**
 * One device with a context of its own. Several threads may call it at once, each with its own
 * stream. What a call is given must be of this driver and still there. Work in a stream is done in
 * order; what fails on the device is thrown by this call or by a later one.
 *
 * <p>All methods throw {@link SpikezipException}: UNAVAILABLE where the machine or its driver is at
 * fault (no memory left, device lost), INTERNAL where we are.
 */
public interface Driver extends AutoCloseable {
  Device device();

  /** How many bytes of device memory nobody uses. */
  long freeMemory();

  /**
   * Loads kernels.
   *
   * @param ptx text, without the zero byte at its end
   * @throws SpikezipException UNAVAILABLE if the driver is too old for it, with both versions
   */
  long load(byte[] ptx);

  void unload(long module);

  /** A kernel by its name. */
  Kernel kernel(long module, String name);

  /**
   * Device memory, with any content.
   *
   * @throws SpikezipException UNAVAILABLE if there is not so much left, with how much there is
   */
  Memory allocate(long bytes);

  void free(Memory memory);

  /** Memory of this machine that copies are fast with, little endian. */
  ByteBuffer allocateHost(int bytes);

  void freeHost(ByteBuffer memory);

  long createStream();

  void destroyStream(long stream);

  /** Copies all of {@code from}, which must not change until the stream is there. */
  void upload(ByteBuffer from, Memory to, long stream);

  /** Copies all of {@code from}. */
  void download(Memory from, ByteBuffer to, long stream);

  /** Sets every byte to a value. */
  void clear(Memory memory, int value, long stream);

  void launch(Launch launch, long stream);

  /** Waits until all work in the stream is done. */
  void synchronize(long stream);

  /** From now on work in the stream is not done but recorded. */
  void beginCapture(long stream);

  /** Ends recording; what was recorded can be done as a whole by {@link #replay}. */
  long endCapture(long stream);

  void replay(long graph, long stream);

  void destroyGraph(long graph);

  long createEvent();

  void destroyEvent(long event);

  /** Marks a point in a stream. */
  void record(long event, long stream);

  /** Milliseconds on the device between two points that it has passed. */
  float elapsed(long from, long to);

  /** Gives the device back, with all that is left on it. */
  @Override
  void close();
}
