package org.spikezip.backend.cuda.driver;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.backend.cuda.emulation.EmulatedLibrary;
import org.spikezip.backend.cuda.emulation.Emulation;

/**
 * A device that is this machine: kernels compiled for the host, memory of the host. Work in a
 * stream is done at once.
 */
public final class EmulatedDriver implements Driver {
  private final EmulatedLibrary library;
  private final Map<Long, List<Launch>> capturing = new HashMap<>();
  private final Map<Long, List<Launch>> graphs = new HashMap<>();
  private final Map<Long, Long> events = new HashMap<>();
  private long handles = 1;

  /** A device; where there is no C++ compiler the test that asks is skipped. */
  public EmulatedDriver() {
    library = Emulation.kernels();
  }

  @Override
  public Device device() {
    return new Device("emulated device", 8, 0, 1, 1L << 34, 13000);
  }

  @Override
  public long freeMemory() {
    return 1L << 34;
  }

  @Override
  public synchronized long load(byte[] ptx) {
    return handles++;
  }

  @Override
  public void unload(long module) {}

  @Override
  public Kernel kernel(long module, String name) {
    int parameters = library.emulated_parameters(name, new int[0], 0);
    if (parameters < 0) {
      throw new IllegalStateException("no kernel " + name);
    }
    return new Kernel(name, parameters);
  }

  @Override
  public Memory allocate(long bytes) {
    long address = Native.malloc(bytes);
    new Pointer(address).setMemory(0, bytes, (byte) 0xcd);
    return new Memory(address, bytes);
  }

  @Override
  public void free(Memory memory) {
    Native.free(memory.address());
  }

  @Override
  public ByteBuffer allocateHost(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void freeHost(ByteBuffer memory) {}

  @Override
  public synchronized long createStream() {
    return handles++;
  }

  @Override
  public void destroyStream(long stream) {}

  @Override
  public void upload(ByteBuffer from, Memory to, long stream) {
    new Pointer(to.address()).getByteBuffer(0, to.bytes()).put(from.duplicate().clear());
  }

  @Override
  public void download(Memory from, ByteBuffer to, long stream) {
    to.duplicate().clear().put(new Pointer(from.address()).getByteBuffer(0, from.bytes()));
  }

  @Override
  public void clear(Memory memory, int value, long stream) {
    new Pointer(memory.address()).setMemory(0, memory.bytes(), (byte) value);
  }

  @Override
  public synchronized void launch(Launch work, long stream) {
    if (capturing.containsKey(stream)) {
      capturing.get(stream).add(work);
    } else {
      start(work);
    }
  }

  private void start(Launch work) {
    if (work.kernel().handle() != work.arguments().size()) {
      throw new IllegalStateException(
          work.kernel().name()
              + " takes "
              + work.kernel().handle()
              + " arguments, found "
              + work.arguments().size());
    }
    try (KernelParameters parameters = new KernelParameters(work.arguments())) {
      int result =
          library.emulated_launch(
              work.kernel().name(),
              work.gridX(),
              work.gridY(),
              1,
              work.block(),
              1,
              1,
              work.shared(),
              parameters.pointers());
      if (result != 0) {
        throw new IllegalStateException(library.emulated_error());
      }
    }
  }

  @Override
  public void synchronize(long stream) {}

  @Override
  public synchronized void beginCapture(long stream) {
    capturing.put(stream, new ArrayList<>());
  }

  @Override
  public synchronized long endCapture(long stream) {
    long graph = handles++;
    graphs.put(graph, capturing.remove(stream));
    return graph;
  }

  @Override
  public synchronized void replay(long graph, long stream) {
    graphs.get(graph).forEach(this::start);
  }

  @Override
  public synchronized void destroyGraph(long graph) {
    graphs.remove(graph);
  }

  @Override
  public synchronized long createEvent() {
    events.put(handles, 0L);
    return handles++;
  }

  @Override
  public synchronized void destroyEvent(long event) {
    events.remove(event);
  }

  @Override
  public synchronized void record(long event, long stream) {
    events.put(event, System.nanoTime());
  }

  @Override
  public synchronized float elapsed(long from, long to) {
    return (events.get(to) - events.get(from)) / 1e6f;
  }

  @Override
  public void close() {}
}
