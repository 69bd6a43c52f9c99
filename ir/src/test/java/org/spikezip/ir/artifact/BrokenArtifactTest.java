package org.spikezip.ir.artifact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.text.IrParser;

class BrokenArtifactTest {
  @TempDir Path folder;
  private Path file;
  private Graph graph;
  private byte[] good;

  private static final String SMALL =
      """
      graph "small" canonical {
        meta "k" = "v"
        %0 "x" = input : f32[batch,2]
        %1 "w" = constant {value=f32[2,1] [0.5, 0.25]}
        %2 "y" = matmul(%0, %1)
        return "y" = %2
      }
      """;

  @BeforeEach
  void writeSmall() throws IOException {
    write(SMALL);
  }

  private void write(String text) throws IOException {
    file = folder.resolve("f.snn");
    graph = IrParser.parse(text);
    Artifact.write(graph, file);
    good = Files.readAllBytes(file);
  }

  @Test
  void truncatedAnywhere() throws IOException {
    for (int length = 0; length < good.length; length++) {
      Files.write(file, Arrays.copyOf(good, length));
      SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
      assertEquals(ErrorCode.MALFORMED, e.code());
      assertTrue(e.getMessage().startsWith(file.toString()) && e.remedy().isPresent());
    }
  }

  /** Every bit of the header, and one of every byte behind it, where a checksum sees them all. */
  @Test
  void anyBitFlipIsSeenOrHarmless() throws IOException {
    int harmless = 0;
    for (int bit = 0; bit < 8 * good.length; bit += bit < 8 * Header.BYTES ? 1 : 9) {
      byte[] bytes = good.clone();
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bytes);
      try {
        assertEquals(graph, Artifact.read(file));
        harmless++;
      } catch (SpikezipException e) {
        assertTrue(e.code() == ErrorCode.MALFORMED || e.code() == ErrorCode.UNSUPPORTED);
      }
    }
    assertTrue(harmless < 64 * 8, "only padding may change unseen");
  }

  /** With the checksum made right again, as a hostile file has it. */
  @Test
  void anyGraphBytesGiveNoOtherError() throws IOException {
    write(SpikingGraph.TEXT);
    SplittableRandom random = new SplittableRandom(1);
    int graphLength = (int) ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getLong(16);
    for (int i = 0; i < 600; i++) {
      byte[] bytes = good.clone();
      for (int j = random.nextInt(3); j >= 0; j--) {
        bytes[Header.BYTES + random.nextInt(graphLength)] = (byte) random.nextInt();
      }
      byte[] changed = Arrays.copyOfRange(bytes, Header.BYTES, Header.BYTES + graphLength);
      System.arraycopy(Header.sha256(changed), 0, bytes, 40, 32);
      Files.write(file, bytes);
      try {
        Artifact.read(file);
      } catch (SpikezipException e) {
        assertTrue(e.code() == ErrorCode.MALFORMED || e.code() == ErrorCode.UNSUPPORTED);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8  | 2 | UNSUPPORTED | artifact of a newer version (found 2, this spikezip reads up to 1)",
        "8  | 0 | MALFORMED   | broken header: format version 0",
        "12 | 1 | UNSUPPORTED | artifact with features that this spikezip does not know (flags"
            + " 0x1)",
        "0  | 0 | MALFORMED   | expected a .snn artifact, which begins with SPIKEZIP; this file"
            + " does not",
        "40 | 0 | MALFORMED   | the checksum of the graph is wrong",
      })
  void saysWhatIsWrongWithTheHeader(int at, int value, ErrorCode code, String message)
      throws IOException {
    good[at] = (byte) value;
    Files.write(file, good);
    SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
    assertEquals(file + ": " + message, e.getMessage());
    assertEquals(code, e.code());
    assertTrue(e.remedy().isPresent());
  }

  @ParameterizedTest
  @CsvSource({"16", "24", "32"})
  void doesNotTrustLengths(int at) throws IOException {
    for (long length : new long[] {-1, 0, 1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 31, 1L << 40}) {
      byte[] bytes = good.clone();
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(at, length);
      Files.write(file, bytes);
      SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
      assertEquals(ErrorCode.MALFORMED, e.code());
    }
  }

  @Test
  void seesDamagedWeights() throws IOException {
    good[good.length - 1] ^= 1;
    Files.write(file, good);
    SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
    assertTrue(e.getMessage().endsWith("the checksum of its bytes is wrong"), e.getMessage());
  }

  @Test
  void seesWhatFollows() throws IOException {
    Files.write(file, Arrays.copyOf(good, good.length + 1));
    SpikezipException e = assertThrows(SpikezipException.class, () -> Artifact.read(file));
    assertTrue(e.getMessage().contains("longer than it says"), e.getMessage());
  }
}
