package org.spikezip.backend.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** The arrays of a fixture's .npz file. */
final class Npz {
  private static final Pattern DESCR = Pattern.compile("'descr': '[<|]([a-z]\\d)'");
  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");
  private static final Map<String, ElementType> TYPES =
      Map.of(
          "f4",
          ElementType.F32,
          "i8",
          ElementType.I64,
          "i4",
          ElementType.I32,
          "b1",
          ElementType.BOOL);

  private Npz() {}

  static Map<String, Tensor> read(Path file) throws IOException {
    Map<String, Tensor> arrays = new LinkedHashMap<>();
    try (InputStream in = Files.newInputStream(file);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        arrays.put(entry.getName().replace(".npy", ""), array(zip.readAllBytes()));
      }
    }
    return arrays;
  }

  private static Tensor array(byte[] npy) {
    ByteBuffer bytes = ByteBuffer.wrap(npy).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8);
    String text = new String(npy, 10, header, StandardCharsets.ISO_8859_1);
    Matcher type = DESCR.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !shape.find()) {
      throw new IllegalArgumentException(text);
    }
    int[] dims =
        Arrays.stream(shape.group(1).split(","))
            .map(String::strip)
            .filter(s -> !s.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    return Tensor.of(TYPES.get(type.group(1)), dims, bytes.position(10 + header));
  }
}
