package org.spikezip.backend.cuda.driver;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A device that keeps memory, but whose kernels do nothing: it only records what is asked for, and
 * fails where it is told to.
 */
public final class RecordingDriver implements Driver {
  private final long size;
  private final Map<Long, ByteBuffer> memory = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private Consumer<String> before = call -> {};
  private long next = 1;
  private long used;
  private boolean closed;

  /** A device with so many bytes of memory. */
  public RecordingDriver(long size) {
    this.size = size;
  }

  /** Calls this with the name of each call before it is done; it may throw. */
  public void before(Consumer<String> action) {
    before = action;
  }

  /** What was asked for, in order: names, and for launches those of kernels. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  public boolean isClosed() {
    return closed;
  }

  private long call(String name) {
    calls.add(name);
    before.accept(name);
    return next++;
  }

  @Override
  public Device device() {
    return new Device("recording device", 8, 0, 4, size, 13000);
  }

  @Override
  public long freeMemory() {
    return size - used;
  }

  @Override
  public long load(byte[] ptx) {
    return call("load");
  }

  @Override
  public void unload(long module) {
    call("unload");
  }

  @Override
  public Kernel kernel(long module, String name) {
    return new Kernel(name, call("kernel"));
  }

  @Override
  public Memory allocate(long bytes) {
    call("allocate");
    if (bytes > freeMemory()) {
      throw CudaErrors.unavailable("no device memory left", "take a smaller batch");
    }
    used += bytes;
    long address = next << 32;
    memory.put(address, ByteBuffer.allocate((int) bytes));
    return new Memory(address, bytes);
  }

  @Override
  public void free(Memory freed) {
    call("free");
    used -= freed.bytes();
    memory.remove(freed.address());
  }

  @Override
  public ByteBuffer allocateHost(int bytes) {
    call("allocateHost");
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void freeHost(ByteBuffer freed) {
    call("freeHost");
  }

  @Override
  public long createStream() {
    return call("createStream");
  }

  @Override
  public void destroyStream(long stream) {
    call("destroyStream");
  }

  private ByteBuffer bytes(Memory range) {
    long start = range.address() >> 32 << 32;
    return memory
        .get(start)
        .duplicate()
        .position((int) (range.address() - start))
        .limit((int) (range.address() - start + range.bytes()));
  }

  @Override
  public void upload(ByteBuffer from, Memory to, long stream) {
    call("upload");
    bytes(to).put(from.duplicate().clear());
  }

  @Override
  public void download(Memory from, ByteBuffer to, long stream) {
    call("download");
    to.duplicate().clear().put(bytes(from));
  }

  @Override
  public void clear(Memory cleared, int value, long stream) {
    call("clear");
    ByteBuffer bytes = bytes(cleared);
    while (bytes.hasRemaining()) {
      bytes.put((byte) value);
    }
  }

  @Override
  public void launch(Launch launch, long stream) {
    call(launch.kernel().name());
  }

  @Override
  public void synchronize(long stream) {
    call("synchronize");
  }

  @Override
  public void beginCapture(long stream) {
    call("beginCapture");
  }

  @Override
  public long endCapture(long stream) {
    return call("endCapture");
  }

  @Override
  public void replay(long graph, long stream) {
    call("replay");
  }

  @Override
  public void destroyGraph(long graph) {
    call("destroyGraph");
  }

  @Override
  public long createEvent() {
    return call("createEvent");
  }

  @Override
  public void destroyEvent(long event) {
    call("destroyEvent");
  }

  @Override
  public void record(long event, long stream) {
    call("record");
  }

  @Override
  public float elapsed(long from, long to) {
    call("elapsed");
    return 0;
  }

  @Override
  public void close() {
    closed = true;
  }
}
