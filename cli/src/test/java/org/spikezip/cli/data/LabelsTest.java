package org.spikezip.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.SpikezipException;

class LabelsTest {
  @TempDir Path folder;

  @Test
  void readsLinesAndFirstColumns() throws IOException {
    Path lines = Files.writeString(folder.resolve("labels.txt"), "3\n1\n\n2\n");
    assertArrayEquals(new int[] {3, 1, 2}, Labels.read(lines));
    Path columns = Files.writeString(folder.resolve("dev.tsv"), "0\tbad film\n1\tgood film\n");
    assertArrayEquals(new int[] {0, 1}, Labels.read(columns));
  }

  @Test
  void readsArrays() throws IOException {
    Path file =
        Files.write(
            folder.resolve("labels.npy"), NpyBytes.of("<i8", false, "(2,)", NpyBytes.longs(7, 9)));
    assertArrayEquals(new int[] {7, 9}, Labels.read(file));
  }

  @Test
  void tellsWhichLineIsWrong() throws IOException {
    Path file = Files.writeString(folder.resolve("labels.txt"), "1\ncat\n");
    SpikezipException e = assertThrows(SpikezipException.class, () -> Labels.read(file));
    assertTrue(e.getMessage().contains("line 2: expected a class number, found 'cat'"));
  }

  @Test
  void refusesFloats() throws IOException {
    Path file =
        Files.write(
            folder.resolve("labels.npy"), NpyBytes.of("<f4", false, "(1,)", NpyBytes.floats(1)));
    SpikezipException e = assertThrows(SpikezipException.class, () -> Labels.read(file));
    assertTrue(e.getMessage().contains("integer labels"));
  }
}
