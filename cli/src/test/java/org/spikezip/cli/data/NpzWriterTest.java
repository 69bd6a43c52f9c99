package org.spikezip.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class NpzWriterTest {
  @TempDir Path folder;

  @Test
  void stacksSamplesAlongTheFirstAxis() {
    Path file = folder.resolve("out.npz");
    NpzWriter.write(
        file,
        List.of(
            Map.of("y", Tensor.of(new float[] {1, 2}, 1, 2)),
            Map.of("y", Tensor.of(new float[] {3, 4}, 1, 2))));
    assertEquals(
        Map.of("y", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2)), NumpyFile.read(file).arrays());
  }

  @Test
  void keepsSamplesOfDifferentLengthsApart() {
    Path file = folder.resolve("out.npz");
    Tensor first = Tensor.of(new long[] {1, 2}, 1, 2);
    Tensor second = Tensor.of(new long[] {3, 4, 5}, 1, 3);
    NpzWriter.write(file, List.of(Map.of("y", first), Map.of("y", second)));
    assertEquals(Map.of("y.0", first, "y.1", second), NumpyFile.read(file).arrays());
  }

  @Test
  void isReproducible() throws IOException {
    List<Map<String, Tensor>> samples = List.of(Map.of("y", Tensor.of(new float[] {1}, 1)));
    Path a = folder.resolve("a.npz");
    Path b = folder.resolve("b.npz");
    NpzWriter.write(a, samples);
    NpzWriter.write(b, samples);
    assertArrayEquals(Files.readAllBytes(a), Files.readAllBytes(b));
  }

  @Test
  void leavesNothingWhereItCannotWrite() {
    Path file = folder.resolve("missing").resolve("out.npz");
    assertThrows(SpikezipException.class, () -> NpzWriter.write(file, List.of()));
  }
}
