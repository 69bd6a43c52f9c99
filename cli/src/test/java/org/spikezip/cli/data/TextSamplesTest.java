package org.spikezip.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class TextSamplesTest {
  private static final Graph BERT =
      new TestGraphs()
          .input("input_ids", ElementType.I64, -1, -2)
          .input("attention_mask", ElementType.I64, -1, -2)
          .input("token_type_ids", ElementType.I32, -1, -2)
          .build();

  @TempDir Path folder;
  private Path tokenizer;

  @BeforeEach
  void copyTokenizer() throws IOException {
    tokenizer = folder.resolve("tokenizer.json");
    try (InputStream in = TextSamplesTest.class.getResourceAsStream("tokenizer.json")) {
      Files.copy(in, tokenizer);
    }
  }

  private TextSamples samples(Graph graph, int maxTokens, String... texts) {
    return TextSamples.of("texts", List.of(texts), tokenizer, maxTokens, graph);
  }

  @Test
  void makesTheInputsThatTheModelHas() {
    try (TextSamples samples = samples(BERT, 128, "the cat", "Cat unheard")) {
      assertEquals(2, samples.size());
      Map<String, Tensor> first = samples.get(0);
      // [CLS] the cat [SEP]
      assertEquals(Tensor.of(new long[] {2, 4, 5, 3}, 1, 4), first.get("input_ids"));
      assertEquals(Tensor.of(new long[] {1, 1, 1, 1}, 1, 4), first.get("attention_mask"));
      assertEquals(Tensor.of(new int[4], 1, 4), first.get("token_type_ids"));
      // Lower case; what is unknown is [UNK].
      assertEquals(Tensor.of(new long[] {2, 5, 1, 3}, 1, 4), samples.get(1).get("input_ids"));
    }
    try (TextSamples samples =
        samples(new TestGraphs().input("input_ids", ElementType.I32, -1, -2).build(), 128, "cat")) {
      assertEquals(Map.of("input_ids", Tensor.of(new int[] {2, 5, 3}, 1, 3)), samples.get(0));
    }
  }

  @Test
  void cutsLongTexts() {
    try (TextSamples samples = samples(BERT, 4, "the cat the cat the cat")) {
      assertEquals(Tensor.of(new long[] {2, 4, 5, 3}, 1, 4), samples.get(0).get("input_ids"));
    }
  }

  @Test
  void fillsUpToAFixedLength() {
    Graph fixed =
        new TestGraphs()
            .input("input_ids", ElementType.I64, 1, 6)
            .input("attention_mask", ElementType.I64, 1, 6)
            .build();
    try (TextSamples samples = samples(fixed, 128, "the cat")) {
      assertEquals(Tensor.of(new long[] {2, 4, 5, 3, 0, 0}, 1, 6), samples.get(0).get("input_ids"));
      assertEquals(
          Tensor.of(new long[] {1, 1, 1, 1, 0, 0}, 1, 6), samples.get(0).get("attention_mask"));
    }
  }

  @Test
  void isThreadSafe() {
    String[] texts =
        IntStream.range(0, 64).mapToObj(i -> "the ".repeat(i) + "cat").toArray(String[]::new);
    try (TextSamples samples = samples(BERT, 128, texts)) {
      IntStream.range(0, 64)
          .parallel()
          .forEach(i -> assertEquals(i + 3, samples.get(i).get("input_ids").dim(1)));
    }
  }

  @Test
  void refusesModelsOfOtherThings() {
    Graph pixels = new TestGraphs().input("pixels", ElementType.F32, -1, 3, 8, 8).build();
    SpikezipException e = assertThrows(SpikezipException.class, () -> samples(pixels, 128, "cat"));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertTrue(e.getMessage().contains("\"pixels\""), e.getMessage());
  }

  @Test
  void refusesWhatIsNoTokenizer() throws IOException {
    Files.writeString(tokenizer, "{\"version\":");
    SpikezipException e = assertThrows(SpikezipException.class, () -> samples(BERT, 128, "cat"));
    assertEquals(ErrorCode.MALFORMED, e.code());
    Files.delete(tokenizer);
    assertThrows(SpikezipException.class, () -> samples(BERT, 128, "cat"));
  }

  @Test
  void readsColumns() throws IOException {
    Path file = folder.resolve("dev.tsv");
    Files.writeString(file, "0\tfirst line\n\n1\tsecond line\r\n");
    assertEquals(
        List.of("first line", "second line"),
        TextFile.read(file, OptionalInt.empty(), OptionalInt.empty()));
    assertEquals(List.of("0"), TextFile.read(file, OptionalInt.of(1), OptionalInt.of(1)));
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> TextFile.read(file, OptionalInt.of(3), OptionalInt.empty()));
    assertTrue(e.getMessage().contains("line 1 has 2 columns"), e.getMessage());
  }

  @Test
  void refusesOtherEncodings() throws IOException {
    Path file = Files.write(folder.resolve("latin1.txt"), new byte[] {'a', (byte) 0xe9, 'b', '\n'});
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> TextFile.read(file, OptionalInt.empty(), OptionalInt.empty()));
    assertTrue(e.getMessage().contains("not UTF-8"), e.getMessage());
  }
}
