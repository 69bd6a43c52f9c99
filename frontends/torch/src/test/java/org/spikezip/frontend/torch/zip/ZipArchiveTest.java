package org.spikezip.frontend.torch.zip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.torch.TestArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

class ZipArchiveTest {
  private static final int DIRECTORY_HEADER = 0x02014b50;
  private static final int END_RECORD = 0x06054b50;

  @TempDir Path folder;

  private static byte[] two() {
    return new TestArchive().with("a", "first").with("b/c", "second".repeat(100)).bytes();
  }

  private ZipArchive open(byte[] bytes) {
    return ZipArchive.open(TestArchive.write(folder, bytes));
  }

  private SpikezipException fails(byte[] bytes) {
    SpikezipException e =
        assertThrows(
            SpikezipException.class,
            () -> {
              try (ZipArchive archive = open(bytes)) {
                archive.names().forEach(archive::read);
              }
            });
    assertEquals(ErrorCode.MALFORMED, e.code());
    return e;
  }

  /** Where a record of this kind begins, counted from the end of the file. */
  private static int find(byte[] bytes, int signature, int which) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int left = which;
    for (int i = 0; i < bytes.length - 4; i++) {
      if (buffer.getInt(i) == signature && left-- == 0) {
        return i;
      }
    }
    throw new AssertionError("no such record");
  }

  private static byte[] patched(int signature, int which, int field, int value) {
    byte[] bytes = two();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(find(bytes, signature, which) + field, value);
    return bytes;
  }

  @Test
  void entriesAreReadWithoutTheTopFolder() {
    try (ZipArchive archive = open(two())) {
      assertEquals(Set.of("a", "b/c"), archive.names());
      assertEquals("first", StandardCharsets.US_ASCII.decode(archive.read("a")).toString());
      assertEquals(600, archive.read("b/c").remaining());
      assertTrue(archive.find("c").isEmpty());
      assertThrows(SpikezipException.class, () -> archive.read("c"));
    }
  }

  @Test
  void whatTorchWroteIsMappedAtAlignedPlaces() {
    try (ZipArchive archive = open(TestArchive.resource("traced.pt"))) {
      assertTrue(archive.has("code/__torch__/torch/nn/modules/linear.py"));
      ByteBuffer weights = archive.read("data/0");
      assertTrue(weights.isDirect() && weights.isReadOnly());
      assertEquals(4 * 4 * 3, weights.remaining());
    }
  }

  @Test
  void everyTruncationIsMalformed() {
    byte[] whole = two();
    for (int length = 0; length < whole.length; length++) {
      fails(Arrays.copyOf(whole, length));
    }
  }

  @Test
  void overlappingEntriesAreRefused() {
    SpikezipException e = fails(patched(DIRECTORY_HEADER, 1, 42, 0));
    assertTrue(e.getMessage().contains("overlap"), e.getMessage());
  }

  @Test
  void absurdSizesAreRefused() {
    assertTrue(
        fails(patched(DIRECTORY_HEADER, 1, 24, Integer.MAX_VALUE))
            .getMessage()
            .contains("unpacks"));
    fails(patched(DIRECTORY_HEADER, 1, 20, Integer.MAX_VALUE));
    fails(patched(DIRECTORY_HEADER, 1, 24, 601));
    fails(patched(DIRECTORY_HEADER, 1, 24, 599));
    fails(patched(END_RECORD, 0, 12, -2));
    fails(patched(END_RECORD, 0, 16, -2));
    fails(patched(END_RECORD, 0, 8, 0x7fff7fff));
  }

  @Test
  void wrongChecksumsAreToldWithTheEntry() {
    assertTrue(fails(patched(DIRECTORY_HEADER, 0, 16, 7)).getMessage().contains("checksum of 'a'"));
  }

  @Test
  void namesThatLeaveTheArchiveAreRefused() {
    assertTrue(
        fails(new TestArchive().with("../../etc/x", "y").bytes()).getMessage().contains("name"));
  }

  @Test
  void missingFilesAndFoldersAreTold() {
    assertThrows(SpikezipException.class, () -> ZipArchive.open(folder.resolve("none")));
    assertThrows(SpikezipException.class, () -> ZipArchive.open(folder));
  }
}
