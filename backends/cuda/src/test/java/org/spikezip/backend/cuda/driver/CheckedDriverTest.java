package org.spikezip.backend.cuda.driver;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CheckedDriverTest {
  private final RecordingDriver device = new RecordingDriver(1 << 20);
  private final CheckedDriver checked = new CheckedDriver(device);
  private final long stream = checked.createStream();
  private final Memory memory = checked.allocate(100);

  private static void refused(String part, Executable call) {
    String message = assertThrows(IllegalStateException.class, call).getMessage();
    assertTrue(message.contains(part), message);
  }

  private Launch launch(Memory argument) {
    Kernel kernel = checked.kernel(checked.load(new byte[0]), "a_kernel");
    return new Launch(
        kernel,
        1,
        1,
        32,
        0,
        List.of(
            Argument.Struct.of(
                Argument.Pointer.NULL, new Argument.Pointer(argument), new Argument.Int32(1))));
  }

  @Test
  void memoryIsFreedOnce() {
    checked.free(memory);
    refused("freed before", () -> checked.free(memory));
  }

  @Test
  void copiesStayInside() {
    ByteBuffer host = checked.allocateHost(101);
    refused(
        "not, or no longer", () -> checked.upload(host, new Memory(memory.address(), 101), stream));
    refused("101 and 100", () -> checked.download(memory, host, stream));
    refused("host memory", () -> checked.upload(ByteBuffer.allocateDirect(100), memory, stream));
    refused("stream 77", () -> checked.clear(memory, 0, 77));
  }

  @Test
  void argumentsAreLiveMemory() {
    assertDoesNotThrow(() -> checked.launch(launch(memory.slice(50, 50)), stream));
    refused("a_kernel", () -> checked.launch(launch(new Memory(memory.address(), 101)), stream));
    checked.free(memory);
    refused("a_kernel", () -> checked.launch(launch(memory), stream));
  }

  /** A recorded launch keeps its addresses. */
  @Test
  void replayedArgumentsAreLiveMemory() {
    checked.beginCapture(stream);
    checked.launch(launch(memory), stream);
    long graph = checked.endCapture(stream);
    assertDoesNotThrow(() -> checked.replay(graph, stream));
    checked.free(memory);
    refused("a_kernel", () -> checked.replay(graph, stream));
    checked.destroyGraph(graph);
    refused("graph", () -> checked.replay(graph, stream));
  }

  @Test
  void nothingWritesBehindTheEnd() {
    device.clear(new Memory(memory.address(), 101), 1, stream);
    refused("behind the end", () -> checked.free(memory));
  }

  @Test
  void nothingIsLeft() {
    refused("left at the end", checked::close);
    assertTrue(device.isClosed());
  }

  @Test
  void allGivenBackIsFine() {
    checked.free(memory);
    checked.destroyStream(stream);
    assertDoesNotThrow(checked::close);
  }
}
