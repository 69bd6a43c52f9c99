package org.spikezip.cli.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class ArraySamplesTest {
  @TempDir Path folder;

  private Path npz(Object... namesAndArrays) throws IOException {
    Path file = folder.resolve("data.npz");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (int i = 0; i < namesAndArrays.length; i += 2) {
        zip.putNextEntry(new ZipEntry(namesAndArrays[i] + ".npy"));
        zip.write((byte[]) namesAndArrays[i + 1]);
        zip.closeEntry();
      }
    }
    return file;
  }

  private static ArraySamples open(Path file, Graph graph) {
    return ArraySamples.of(NumpyFile.read(file), graph, OptionalInt.empty());
  }

  private static SpikezipException failure(Path file, Graph graph) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> open(file, graph));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
    return e;
  }

  private static final Graph IDS =
      new TestGraphs()
          .input("input_ids", ElementType.I64, -1, -2)
          .input("attention_mask", ElementType.I32, -1, -2)
          .build();

  @Test
  void slicesRowsAndConvertsIntegers() throws IOException {
    Path file =
        npz(
            "input_ids", NpyBytes.of("<i8", false, "(2, 3)", NpyBytes.longs(1, 2, 3, 4, 5, 6)),
            "attention_mask", NpyBytes.of("|b1", false, "(2, 3)", new byte[] {1, 1, 1, 1, 1, 0}),
            "labels", NpyBytes.of("|i1", false, "(2,)", new byte[2]));
    ArraySamples samples = open(file, IDS);
    assertEquals(2, samples.size());
    assertEquals(Tensor.of(new long[] {4, 5, 6}, 1, 3), samples.get(1).get("input_ids"));
    assertEquals(Tensor.of(new int[] {1, 1, 0}, 1, 3), samples.get(1).get("attention_mask"));
    assertEquals(file.toString(), samples.source());
  }

  @Test
  void limits() throws IOException {
    Path file = npz("x", NpyBytes.of("|i1", false, "(5, 1)", new byte[5]));
    Graph graph = new TestGraphs().input("x", ElementType.I8, -1, 1).build();
    assertEquals(3, ArraySamples.of(NumpyFile.read(file), graph, OptionalInt.of(3)).size());
    assertEquals(5, ArraySamples.of(NumpyFile.read(file), graph, OptionalInt.of(9)).size());
  }

  @Test
  void takesAsManyRowsAsTheModelFixes() throws IOException {
    Graph graph = new TestGraphs().input("x", ElementType.I8, 2, 1).build();
    Path file = npz("x", NpyBytes.of("|i1", false, "(4, 1)", new byte[] {1, 2, 3, 4}));
    ArraySamples samples = open(file, graph);
    assertEquals(2, samples.size());
    assertEquals(Tensor.of(new byte[] {3, 4}, 2, 1), samples.get(1).get("x"));
    Path odd = npz("x", NpyBytes.of("|i1", false, "(3, 1)", new byte[3]));
    assertTrue(failure(odd, graph).getMessage().contains("2 rows at a time"));
  }

  @Test
  void takesWholeInputsFromOneMoreAxis() throws IOException {
    Graph graph = new TestGraphs().input("x", ElementType.I8, -1, 2).build();
    Path file = npz("x", NpyBytes.of("|i1", false, "(2, 1, 2)", new byte[] {1, 2, 3, 4}));
    assertEquals(Tensor.of(new byte[] {3, 4}, 1, 2), open(file, graph).get(1).get("x"));
  }

  @Test
  void narrowsFloats() throws IOException {
    Graph graph = new TestGraphs().input("x", ElementType.F32, -1, 1).build();
    Path file =
        npz("x", NpyBytes.of("<f8", false, "(1, 1)", new byte[] {0, 0, 0, 0, 0, 0, -8, 63}));
    assertArrayEquals(new float[] {1.5f}, open(file, graph).get(0).get("x").floats());
  }

  @Test
  void readsTheArrayOfAnNpyForTheOnlyInput() throws IOException {
    Path file = folder.resolve("x.npy");
    Files.write(file, NpyBytes.of("|i1", false, "(2, 1)", new byte[] {7, 8}));
    Graph one = new TestGraphs().input("anything", ElementType.I8, -1, 1).build();
    assertEquals(2, open(file, one).size());
    assertTrue(failure(file, IDS).getMessage().contains("one array"));
  }

  @Test
  void tellsOfAMissingInput() throws IOException {
    Path file = npz("ids", NpyBytes.of("<i8", false, "(1, 1)", NpyBytes.longs(1)));
    SpikezipException e = failure(file, IDS);
    assertTrue(e.getMessage().contains("\"input_ids\" is missing; found are [ids]"));
    assertTrue(e.remedy().orElseThrow().contains("input_ids, attention_mask"));
  }

  @Test
  void tellsOfAWrongShape() throws IOException {
    Graph graph = new TestGraphs().input("x", ElementType.F32, -1, 28).build();
    Path file = npz("x", NpyBytes.of("<f4", false, "(1, 2)", NpyBytes.floats(1, 2)));
    assertTrue(failure(file, graph).getMessage().contains("expected f32[d1,28] for each sample"));
    assertTrue(failure(file, graph).getMessage().contains("found an array f32[1,2]"));
    Path scalar = npz("x", NpyBytes.of("<f4", false, "()", NpyBytes.floats(1)));
    assertTrue(failure(scalar, graph).getMessage().contains("found an array f32[]"));
  }

  @Test
  void tellsOfAWrongType() throws IOException {
    Graph graph = new TestGraphs().input("x", ElementType.F32, -1, 1).build();
    Path file = npz("x", NpyBytes.of("|u1", false, "(1, 1)", new byte[1]));
    SpikezipException e = failure(file, graph);
    assertTrue(e.getMessage().contains("input \"x\": expected f32 elements, found u8"));
    assertTrue(e.remedy().orElseThrow().contains("float32"));
  }

  @Test
  void tellsOfANumberThatDoesNotFit() throws IOException {
    Graph graph = new TestGraphs().input("x", ElementType.I32, -1, 1).build();
    Path file = npz("x", NpyBytes.of("<i8", false, "(1, 1)", NpyBytes.longs(1L << 40)));
    assertTrue(failure(file, graph).getMessage().contains("does not fit into i32"));
  }

  @Test
  void tellsOfDifferentNumbersOfSamples() throws IOException {
    Path file =
        npz(
            "input_ids", NpyBytes.of("<i8", false, "(1, 1)", NpyBytes.longs(1)),
            "attention_mask", NpyBytes.of("<i8", false, "(2, 1)", NpyBytes.longs(1, 1)));
    assertTrue(failure(file, IDS).getMessage().contains("different numbers of samples"));
  }

  @Test
  void tellsOfBrokenFiles() throws IOException {
    Path file = npz("input_ids", NpyBytes.of("<i8", false, "(1, 1)", NpyBytes.longs(1)));
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));
    failure(file, IDS);
    failure(folder.resolve("missing.npz"), IDS);
    Path empty = Files.write(folder.resolve("empty.npz"), new byte[0]);
    failure(empty, IDS);
  }

  @Test
  void namesTheBrokenArray() throws IOException {
    Path file = npz("input_ids", NpyBytes.of("<i8", false, "(9, 9)", NpyBytes.longs(1)));
    assertTrue(failure(file, IDS).getMessage().contains("array \"input_ids\": it is truncated"));
  }
}
