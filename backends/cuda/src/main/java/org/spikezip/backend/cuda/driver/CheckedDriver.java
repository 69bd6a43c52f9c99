package org.spikezip.backend.cuda.driver;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Another driver, watched: that memory, streams, graphs and events are there when they are used and
 * given back once, that copies and arguments stay inside of memory, that kernels write nothing
 * behind its end, and that nothing is left at the end.
 */
public final class CheckedDriver implements Driver {
  /** Bytes behind every piece of memory that nobody may write. */
  static final int GUARD = 64;

  private static final byte GUARD_BYTE = (byte) 0xA5;

  private final Driver driver;
  private final TreeMap<Long, Memory> live = new TreeMap<>();
  private final IdentityHashMap<ByteBuffer, Boolean> hostMemory = new IdentityHashMap<>();
  private final Set<Long> streams = new HashSet<>();
  private final Set<Long> events = new HashSet<>();
  private final Set<Long> modules = new HashSet<>();
  private final Map<Long, List<Launch>> capturing = new HashMap<>();
  private final Map<Long, List<Launch>> graphs = new HashMap<>();
  private final ByteBuffer guard;
  private final long guardStream;

  public CheckedDriver(Driver driver) {
    this.driver = driver;
    guard = driver.allocateHost(GUARD);
    guardStream = driver.createStream();
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException(what);
    }
  }

  private static <T> void require(Set<T> there, T handle, String what) {
    require(there.contains(handle), what + " " + handle + " is not there, or no longer");
  }

  /** Requires that the memory lies in one live piece. */
  private void requireLive(Memory memory, String what) {
    Map.Entry<Long, Memory> piece = live.floorEntry(memory.address());
    require(
        piece != null
            && memory.address() + memory.bytes()
                <= piece.getValue().address() + piece.getValue().bytes(),
        what + ": " + memory + " is not, or no longer, inside of allocated memory");
  }

  private void requireLive(Launch launch) {
    launch.arguments().forEach(argument -> requireLive(argument, launch.kernel().name()));
  }

  private void requireLive(Argument argument, String kernel) {
    if (argument instanceof Argument.Struct struct) {
      struct.fields().forEach(field -> requireLive(field, kernel));
    } else if (argument instanceof Argument.Pointer pointer && pointer.memory().address() != 0) {
      requireLive(pointer.memory(), "argument of " + kernel);
    }
  }

  @Override
  public Device device() {
    return driver.device();
  }

  @Override
  public long freeMemory() {
    return driver.freeMemory();
  }

  @Override
  public synchronized long load(byte[] ptx) {
    long module = driver.load(ptx);
    modules.add(module);
    return module;
  }

  @Override
  public synchronized void unload(long module) {
    require(modules.remove(module), "module " + module + " is not loaded");
    driver.unload(module);
  }

  @Override
  public synchronized Kernel kernel(long module, String name) {
    require(modules, module, "module");
    return driver.kernel(module, name);
  }

  @Override
  public synchronized Memory allocate(long bytes) {
    require(bytes > 0, "an allocation of " + bytes + " bytes");
    Memory whole = driver.allocate(bytes + GUARD);
    for (int i = 0; i < GUARD; i++) {
      guard.put(i, GUARD_BYTE);
    }
    driver.upload(guard, whole.slice(bytes, GUARD), guardStream);
    driver.synchronize(guardStream);
    Memory memory = new Memory(whole.address(), bytes);
    live.put(memory.address(), memory);
    return memory;
  }

  @Override
  public synchronized void free(Memory memory) {
    require(
        live.remove(memory.address(), memory), memory + " was not allocated, or was freed before");
    Memory whole = new Memory(memory.address(), memory.bytes() + GUARD);
    driver.download(whole.slice(memory.bytes(), GUARD), guard, guardStream);
    driver.synchronize(guardStream);
    for (int i = 0; i < GUARD; i++) {
      require(guard.get(i) == GUARD_BYTE, "something wrote behind the end of " + memory);
    }
    driver.free(whole);
  }

  @Override
  public synchronized ByteBuffer allocateHost(int bytes) {
    ByteBuffer memory = driver.allocateHost(bytes);
    hostMemory.put(memory, true);
    return memory;
  }

  @Override
  public synchronized void freeHost(ByteBuffer memory) {
    require(hostMemory.remove(memory) != null, "host memory was not allocated, or freed before");
    driver.freeHost(memory);
  }

  @Override
  public synchronized long createStream() {
    long stream = driver.createStream();
    streams.add(stream);
    return stream;
  }

  @Override
  public synchronized void destroyStream(long stream) {
    require(streams.remove(stream), "stream " + stream + " is not there");
    driver.destroyStream(stream);
  }

  @Override
  public synchronized void upload(ByteBuffer from, Memory to, long stream) {
    requireCopy(from, to, stream);
    driver.upload(from, to, stream);
  }

  @Override
  public synchronized void download(Memory from, ByteBuffer to, long stream) {
    requireCopy(to, from, stream);
    driver.download(from, to, stream);
  }

  private void requireCopy(ByteBuffer host, Memory memory, long stream) {
    require(streams, stream, "stream");
    require(hostMemory.containsKey(host), "a copy with host memory that is not there");
    requireLive(memory, "copy");
    require(
        host.capacity() == memory.bytes(),
        "a copy between " + host.capacity() + " and " + memory.bytes() + " bytes");
  }

  @Override
  public synchronized void clear(Memory memory, int value, long stream) {
    require(streams, stream, "stream");
    requireLive(memory, "clear");
    driver.clear(memory, value, stream);
  }

  @Override
  public synchronized void launch(Launch launch, long stream) {
    require(streams, stream, "stream");
    require(
        launch.gridX() > 0 && launch.gridY() > 0 && launch.gridY() <= 65535,
        launch.kernel().name() + ": a grid of " + launch.gridX() + " x " + launch.gridY());
    require(
        launch.block() > 0 && launch.block() <= 1024,
        launch.kernel().name() + ": a block of " + launch.block());
    requireLive(launch);
    if (capturing.containsKey(stream)) {
      capturing.get(stream).add(launch);
    }
    driver.launch(launch, stream);
  }

  @Override
  public void synchronize(long stream) {
    driver.synchronize(stream);
  }

  @Override
  public synchronized void beginCapture(long stream) {
    require(streams, stream, "stream");
    require(!capturing.containsKey(stream), "stream " + stream + " is recorded already");
    capturing.put(stream, new ArrayList<>());
    driver.beginCapture(stream);
  }

  @Override
  public synchronized long endCapture(long stream) {
    require(capturing.containsKey(stream), "stream " + stream + " is not recorded");
    long graph = driver.endCapture(stream);
    graphs.put(graph, capturing.remove(stream));
    return graph;
  }

  @Override
  public synchronized void replay(long graph, long stream) {
    require(streams, stream, "stream");
    require(graphs.keySet(), graph, "graph");
    graphs.get(graph).forEach(this::requireLive);
    driver.replay(graph, stream);
  }

  @Override
  public synchronized void destroyGraph(long graph) {
    require(graphs.remove(graph) != null, "graph " + graph + " is not there");
    driver.destroyGraph(graph);
  }

  @Override
  public synchronized long createEvent() {
    long event = driver.createEvent();
    events.add(event);
    return event;
  }

  @Override
  public synchronized void destroyEvent(long event) {
    require(events.remove(event), "event " + event + " is not there");
    driver.destroyEvent(event);
  }

  @Override
  public synchronized void record(long event, long stream) {
    require(events, event, "event");
    require(streams, stream, "stream");
    driver.record(event, stream);
  }

  @Override
  public synchronized float elapsed(long from, long to) {
    require(events, from, "event");
    require(events, to, "event");
    return driver.elapsed(from, to);
  }

  /** Closes the device, and complains if anything on it was not given back. */
  @Override
  public synchronized void close() {
    String left =
        "memory "
            + live.values()
            + ", host memory "
            + hostMemory.size()
            + ", streams "
            + streams
            + ", events "
            + events
            + ", graphs "
            + graphs.keySet()
            + ", modules "
            + modules;
    boolean clean =
        live.isEmpty()
            && hostMemory.isEmpty()
            && streams.isEmpty()
            && events.isEmpty()
            && graphs.isEmpty()
            && modules.isEmpty();
    driver.freeHost(guard);
    driver.destroyStream(guardStream);
    driver.close();
    require(clean, "left at the end: " + left);
  }
}
