package org.spikezip.backend.cuda.driver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.FloatByReference;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The CUDA driver API, on one device's primary context. */
public final class CudaDriver implements Driver {
  private static final int ATTRIBUTE_MULTIPROCESSORS = 16;
  private static final int ATTRIBUTE_MAJOR = 75;
  private static final int ATTRIBUTE_MINOR = 76;
  private static final int CAPTURE_THREAD_LOCAL = 1;
  private static final int STREAM_NON_BLOCKING = 1;
  private static final int LOG_BYTES = 8192;
  private static final int OPTION_ERROR_LOG = 5;
  private static final int OPTION_ERROR_LOG_BYTES = 6;
  private static final Pattern PTX_VERSION = Pattern.compile("\\.version\\s+(\\d+\\.\\d+)");
  private static final Pattern PTX_TARGET = Pattern.compile("\\.target\\s+(\\w+)");

  private final LibCuda cuda;
  private final CudaErrors errors;
  private final int ordinal;
  private final Device device;
  private final Pointer context;

  /**
   * The device of this machine with that number.
   *
   * @throws org.spikezip.ir.SpikezipException UNAVAILABLE if there is no driver or no device
   */
  public static CudaDriver open(int ordinal) {
    return new CudaDriver(LibCuda.load(), ordinal);
  }

  CudaDriver(LibCuda cuda, int ordinal) {
    this.cuda = cuda;
    errors = new CudaErrors(cuda);
    call("cuInit", 0);
    int count = integer("cuDeviceGetCount");
    if (ordinal >= count) {
      throw CudaErrors.unavailable(
          "there is no device " + ordinal + ", the driver finds " + count,
          "choose another with --option device=N");
    }
    this.ordinal = integer("cuDeviceGet", ordinal);
    device = describe();
    PointerByReference made = new PointerByReference();
    call("cuDevicePrimaryCtxRetain", made, this.ordinal);
    context = made.getValue();
  }

  private Device describe() {
    byte[] name = new byte[256];
    call("cuDeviceGetName", name, name.length, ordinal);
    LongByReference memory = new LongByReference();
    call("cuDeviceTotalMem_v2", memory, ordinal);
    return new Device(
        CudaErrors.text(name, name.length),
        integer("cuDeviceGetAttribute", ATTRIBUTE_MAJOR, ordinal),
        integer("cuDeviceGetAttribute", ATTRIBUTE_MINOR, ordinal),
        integer("cuDeviceGetAttribute", ATTRIBUTE_MULTIPROCESSORS, ordinal),
        memory.getValue(),
        integer("cuDriverGetVersion"));
  }

  private void call(String function, Object... arguments) {
    errors.check(invoke(function, arguments), function);
  }

  private int invoke(String function, Object... arguments) {
    try {
      return cuda.call(function, arguments);
    } catch (UnsatisfiedLinkError e) {
      throw CudaErrors.unavailable(
          "the driver is too old: it has no function " + function, "install a newer driver");
    }
  }

  /** Calls a function of the context, which is bound to threads. */
  private void inContext(String function, Object... arguments) {
    call("cuCtxSetCurrent", context);
    call(function, arguments);
  }

  private int integer(String function, Object... arguments) {
    IntByReference out = new IntByReference();
    call(function, prepend(out, arguments));
    return out.getValue();
  }

  private long handle(String function, Object... arguments) {
    PointerByReference out = new PointerByReference();
    inContext(function, prepend(out, arguments));
    return Pointer.nativeValue(out.getValue());
  }

  private static Object[] prepend(Object first, Object... rest) {
    Object[] all = new Object[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return all;
  }

  private static Pointer pointer(long handle) {
    return new Pointer(handle);
  }

  @Override
  public Device device() {
    return device;
  }

  @Override
  public long freeMemory() {
    LongByReference free = new LongByReference();
    inContext("cuMemGetInfo_v2", free, new LongByReference());
    return free.getValue();
  }

  @Override
  public long load(byte[] ptx) {
    call("cuCtxSetCurrent", context);
    PointerByReference module = new PointerByReference();
    byte[] log = new byte[LOG_BYTES];
    try (com.sun.jna.Memory text = CudaErrors.text(ptx);
        com.sun.jna.Memory logText = new com.sun.jna.Memory(LOG_BYTES)) {
      logText.clear();
      int[] options = {OPTION_ERROR_LOG, OPTION_ERROR_LOG_BYTES};
      Pointer[] values = {logText, pointer(LOG_BYTES)};
      int result = invoke("cuModuleLoadDataEx", module, text, options.length, options, values);
      if (result != 0) {
        logText.read(0, log, 0, LOG_BYTES);
        throw refused(result, ptx, CudaErrors.text(log, LOG_BYTES));
      }
    }
    return Pointer.nativeValue(module.getValue());
  }

  private RuntimeException refused(int result, byte[] ptx, String log) {
    String head = new String(ptx, 0, Math.min(ptx.length, 2048), US_ASCII);
    String version = first(PTX_VERSION, head);
    if (result == CudaErrors.UNSUPPORTED_PTX_VERSION) {
      return CudaErrors.unavailable(
          "the driver is too old: it supports CUDA "
              + Device.version(device.driverVersion())
              + ", the kernels are PTX "
              + version,
          "install a newer driver, or run with --backend cpu");
    }
    if (result == CudaErrors.NO_BINARY_FOR_DEVICE) {
      return CudaErrors.unavailable(
          "the device is too old: "
              + device.describe()
              + "; the kernels need "
              + first(PTX_TARGET, head),
          "run with --backend cpu");
    }
    try {
      errors.check(result, "cuModuleLoadDataEx");
    } catch (org.spikezip.ir.SpikezipException e) {
      return e.in("loading the kernels (PTX " + version + ") " + log.strip());
    }
    throw new IllegalStateException("no error: " + result);
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "of unknown version";
  }

  @Override
  public void unload(long module) {
    inContext("cuModuleUnload", pointer(module));
  }

  @Override
  public Kernel kernel(long module, String name) {
    return new Kernel(name, handle("cuModuleGetFunction", pointer(module), name));
  }

  @Override
  public Memory allocate(long bytes) {
    LongByReference address = new LongByReference();
    inContext("cuMemAlloc_v2", address, bytes);
    return new Memory(address.getValue(), bytes);
  }

  @Override
  public void free(Memory memory) {
    inContext("cuMemFree_v2", memory.address());
  }

  @Override
  public ByteBuffer allocateHost(int bytes) {
    PointerByReference memory = new PointerByReference();
    inContext("cuMemHostAlloc", memory, (long) bytes, 0);
    return memory.getValue().getByteBuffer(0, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void freeHost(ByteBuffer memory) {
    inContext("cuMemFreeHost", Native.getDirectBufferPointer(memory));
  }

  @Override
  public long createStream() {
    return handle("cuStreamCreate", STREAM_NON_BLOCKING);
  }

  @Override
  public void destroyStream(long stream) {
    inContext("cuStreamDestroy_v2", pointer(stream));
  }

  @Override
  public void upload(ByteBuffer from, Memory to, long stream) {
    Pointer source = Native.getDirectBufferPointer(from);
    inContext(
        "cuMemcpyHtoDAsync_v2", to.address(), source, (long) from.capacity(), pointer(stream));
  }

  @Override
  public void download(Memory from, ByteBuffer to, long stream) {
    Pointer target = Native.getDirectBufferPointer(to);
    inContext("cuMemcpyDtoHAsync_v2", target, from.address(), from.bytes(), pointer(stream));
  }

  @Override
  public void clear(Memory memory, int value, long stream) {
    inContext("cuMemsetD8Async", memory.address(), (byte) value, memory.bytes(), pointer(stream));
  }

  @Override
  public void launch(Launch launch, long stream) {
    try (KernelParameters parameters = new KernelParameters(launch.arguments())) {
      inContext(
          "cuLaunchKernel",
          pointer(launch.kernel().handle()),
          launch.gridX(),
          launch.gridY(),
          1,
          launch.block(),
          1,
          1,
          launch.shared(),
          pointer(stream),
          parameters.pointers(),
          Pointer.NULL);
    }
  }

  @Override
  public void synchronize(long stream) {
    inContext("cuStreamSynchronize", pointer(stream));
  }

  @Override
  public void beginCapture(long stream) {
    inContext("cuStreamBeginCapture_v2", pointer(stream), CAPTURE_THREAD_LOCAL);
  }

  @Override
  public long endCapture(long stream) {
    PointerByReference graph = new PointerByReference();
    inContext("cuStreamEndCapture", pointer(stream), graph);
    try {
      return handle("cuGraphInstantiateWithFlags", graph.getValue(), 0L);
    } finally {
      call("cuGraphDestroy", graph.getValue());
    }
  }

  @Override
  public void replay(long graph, long stream) {
    inContext("cuGraphLaunch", pointer(graph), pointer(stream));
  }

  @Override
  public void destroyGraph(long graph) {
    inContext("cuGraphExecDestroy", pointer(graph));
  }

  @Override
  public long createEvent() {
    return handle("cuEventCreate", 0);
  }

  @Override
  public void destroyEvent(long event) {
    inContext("cuEventDestroy_v2", pointer(event));
  }

  @Override
  public void record(long event, long stream) {
    inContext("cuEventRecord", pointer(event), pointer(stream));
  }

  @Override
  public float elapsed(long from, long to) {
    FloatByReference milliseconds = new FloatByReference();
    inContext("cuEventElapsedTime", milliseconds, pointer(from), pointer(to));
    return milliseconds.getValue();
  }

  @Override
  public void close() {
    call("cuDevicePrimaryCtxRelease_v2", ordinal);
  }
}
