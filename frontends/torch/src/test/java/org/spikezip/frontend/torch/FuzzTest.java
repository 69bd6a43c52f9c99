package org.spikezip.frontend.torch;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.api.Options;
import org.spikezip.frontend.torch.pickle.PickleReader;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Damaged archives are read, or refused as malformed or unsupported; never anything else. The
 * damage is random but the same in every run.
 */
@Timeout(120)
class FuzzTest {
  private static final int ROUNDS = 150;
  private static final Options SHAPES = Options.NONE.with("shape", "input=?x4");

  @TempDir Path folder;

  private void open(byte[] bytes, String what) {
    check(() -> new TorchFrontend().open(TestArchive.write(folder, bytes), SHAPES).close(), what);
  }

  private static void check(Runnable reading, String what) {
    try {
      reading.run();
    } catch (SpikezipException e) {
      boolean expected = e.code() == ErrorCode.MALFORMED || e.code() == ErrorCode.UNSUPPORTED;
      assertTrue(expected, () -> what + ": " + e.getMessage());
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(what + ": " + e, e);
    }
  }

  private static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt(256);
        case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
        default -> {
          int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
          System.arraycopy(bytes, random.nextInt(bytes.length - length + 1), bytes, at, length);
        }
      }
    }
    return random.nextInt(10) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }

  @ParameterizedTest
  @ValueSource(strings = {"traced.pt", "scripted.pt", "quantized.pt", "state_dict.pt", "whole.pt"})
  void archives(String name) {
    byte[] whole = TestArchive.resource(name);
    Random random = new Random(name.hashCode());
    for (int round = 0; round < ROUNDS; round++) {
      open(damaged(whole, random), name + " in round " + round);
    }
  }

  /** Damage inside of the pickles, under checksums that are right. */
  @ParameterizedTest
  @ValueSource(strings = {"data.pkl", "constants.pkl", "traced_inputs.pkl"})
  void pickles(String entry) {
    Map<String, byte[]> entries = entries("quantized.pt");
    Random random = new Random(7);
    for (int round = 0; round < 2 * ROUNDS; round++) {
      byte[] pickle = damaged(entries.get(entry), random);
      String what = entry + " in round " + round;
      check(() -> PickleReader.read(entry, ByteBuffer.wrap(pickle), global -> true), what);
      TestArchive archive = new TestArchive();
      entries.forEach(archive::with);
      open(archive.with(entry, pickle).bytes(), what);
    }
  }

  /** Code with words exchanged, left out and repeated. */
  @ParameterizedTest
  @ValueSource(strings = {"traced.pt", "scripted.pt"})
  void code(String name) {
    Map<String, byte[]> entries = entries(name);
    List<String> files = entries.keySet().stream().filter(e -> e.endsWith(".py")).toList();
    Random random = new Random(11);
    for (int round = 0; round < 2 * ROUNDS; round++) {
      String file = files.get(random.nextInt(files.size()));
      String code = scrambled(new String(entries.get(file), StandardCharsets.UTF_8), random);
      TestArchive archive = new TestArchive();
      entries.forEach(archive::with);
      byte[] bytes = archive.with(file, code.getBytes(StandardCharsets.UTF_8)).bytes();
      open(bytes, file + " in round " + round + ":\n" + code);
    }
  }

  private static String scrambled(String code, Random random) {
    List<String> words = new ArrayList<>(List.of(code.split("(?<=\\W)|(?=\\W)")));
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(words.size());
      String other = words.get(random.nextInt(words.size()));
      switch (random.nextInt(3)) {
        case 0 -> words.set(at, other);
        case 1 -> words.set(at, "");
        default -> words.add(at, other);
      }
    }
    return String.join("", words);
  }

  private Map<String, byte[]> entries(String name) {
    Map<String, byte[]> entries = new TreeMap<>();
    Path file = TestArchive.write(folder, TestArchive.resource(name));
    try (ZipArchive archive = ZipArchive.open(file)) {
      for (String entry : archive.names()) {
        ByteBuffer content = archive.read(entry);
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        entries.put(entry, bytes);
      }
    }
    return entries;
  }

  @Test
  void entriesArePutTogetherAgain() {
    TestArchive archive = new TestArchive();
    entries("traced.pt").forEach(archive::with);
    Path file = archive.write(folder);
    assertTrue(new TorchFrontend().open(file).graph().nodes().size() > 3);
  }
}
