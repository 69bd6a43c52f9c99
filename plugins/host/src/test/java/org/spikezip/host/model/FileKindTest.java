package org.spikezip.host.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|an empty file",
        "PK\u0003\u0004rest|a zip archive",
        "GGUF|a GGUF file",
        "SPIKEZIP|a network that spikezip compiled",
        "version https://git-lfs.github.com/spec/v1|a Git LFS pointer, not the file itself",
        "<!DOCTYPE HTML>|an HTML page",
        "{\"error\": 1}|JSON text",
        "hello|text",
      })
  void tellsTextAndMagic(String start, String words) {
    assertEquals(words, FileKind.of(start.getBytes(StandardCharsets.ISO_8859_1)).words());
  }

  @ParameterizedTest
  @CsvSource({
    "1f8b08, a gzip archive",
    "934e554d5059, a NumPy array",
    "89484446, an HDF5 file",
    "8002, a Python pickle",
    "080712ff, 'unknown binary data, starting with 08 07 12 ff'",
  })
  void tellsBytes(String hex, String words) {
    assertEquals(words, FileKind.of(HexFormat.of().parseHex(hex)).words());
  }
}
