package org.spikezip.backend.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Reads machines: a profile that is shipped, or a YAML file. machine.schema.json describes it. */
final class MachineFile {
  static final List<String> PROFILES =
      List.of("45nm", "loihi", "loihi2", "seneca", "spinnaker2", "tianjic", "truenorth");

  /**
   * What an energy may be given for: an addition to a sum, a multiplication and addition of floats,
   * of bytes, another float operation, an update of a neuron, a spike over one hop, a byte of
   * memory.
   */
  static final List<String> ENERGIES =
      List.of(
          "accumulate",
          "multiply_accumulate",
          "int8_multiply_accumulate",
          "float_operation",
          "neuron_update",
          "hop",
          "memory_byte");

  /**
   * What a time may be given for: an addition to a sum, a float operation, an update of a neuron, a
   * message on a link, and what each step takes besides.
   */
  static final List<String> TIMES =
      List.of("accumulate", "float_operation", "neuron_update", "hop", "step");

  private static final List<String> KEYS =
      List.of("name", "description", "mesh", "limits", "energy_pj", "time_ns");
  private static final List<String> MESH = List.of("columns", "rows", "chips");
  private static final List<String> LIMITS = List.of("neurons_per_core", "memory_bytes_per_core");
  private static final long MOST_BYTES = 1 << 20;

  private final String where;

  private MachineFile(String where) {
    this.where = where;
  }

  /**
   * The machine of this name, or in this file.
   *
   * @throws SpikezipException USAGE if there is no such profile or file, MALFORMED if the file is
   *     broken or has a key that it must not have
   */
  static Machine read(String nameOrFile) {
    if (PROFILES.contains(nameOrFile)) {
      return new MachineFile("profile " + nameOrFile).parse(profile(nameOrFile));
    }
    Path file = Path.of(nameOrFile);
    if (!Files.isRegularFile(file)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "there is no machine '" + nameOrFile + "'; profiles are " + PROFILES,
          nearest(nameOrFile, PROFILES)
              .map(p -> "did you mean '" + p + "'?")
              .orElse("give one of these or a YAML file"));
    }
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw new SpikezipException(
            ErrorCode.MALFORMED, file + " is too large for the description of a machine");
      }
      return new MachineFile(file.toString()).parse(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new SpikezipException(ErrorCode.MALFORMED, file + " cannot be read", "", e);
    }
  }

  private static byte[] profile(String name) {
    try (InputStream in = MachineFile.class.getResourceAsStream(name + ".yaml")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new SpikezipException(ErrorCode.INTERNAL, "profile " + name + " is missing", "", e);
    }
  }

  private Machine parse(byte[] yaml) {
    JsonNode root;
    try {
      root = new YAMLMapper().readTree(yaml);
    } catch (IOException e) {
      throw new SpikezipException(ErrorCode.MALFORMED, where + " is no YAML: " + e.getMessage());
    }
    if (!root.isObject()) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, where + " does not describe a machine: expected keys " + KEYS);
    }
    checkKeys(root, KEYS, "");
    JsonNode mesh = root.path("mesh");
    JsonNode limits = root.path("limits");
    checkKeys(mesh, MESH, "mesh.");
    checkKeys(limits, LIMITS, "limits.");
    return new Machine(
        root.path("name").asText(where),
        (int) amount(mesh, "columns", 1, 1 << 16),
        (int) amount(mesh, "rows", 1, 1 << 16),
        (int) amount(mesh, "chips", 1, 1 << 16),
        amount(limits, "neurons_per_core", Long.MAX_VALUE, Long.MAX_VALUE),
        amount(limits, "memory_bytes_per_core", Long.MAX_VALUE, Long.MAX_VALUE),
        numbers(root, "energy_pj", ENERGIES),
        numbers(root, "time_ns", TIMES));
  }

  private SortedMap<String, Double> numbers(JsonNode root, String section, List<String> known) {
    checkKeys(root.path(section), known, section + ".");
    SortedMap<String, Double> numbers = new TreeMap<>();
    for (String what : known) {
      JsonNode value = root.path(section).path(what);
      if (!value.isMissingNode() && !value.isNull()) {
        numbers.put(what, number(value, section + "." + what, 0));
      }
    }
    return numbers;
  }

  private void checkKeys(JsonNode node, List<String> known, String prefix) {
    if (!node.isMissingNode() && !node.isObject()) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, where + ": " + prefix + " must hold keys, found " + node);
    }
    node.fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw new SpikezipException(
                    ErrorCode.MALFORMED,
                    where + ": unknown key '" + prefix + key + "'; known are " + known,
                    nearest(key, known).map(k -> "did you mean '" + k + "'?").orElse(""));
              }
            });
  }

  private long amount(JsonNode node, String key, long otherwise, long most) {
    JsonNode value = node.path(key);
    return value.isMissingNode() || value.isNull()
        ? otherwise
        : (long) Math.min((double) most, number(value, key, 1));
  }

  private double number(JsonNode value, String key, double least) {
    if (!value.isNumber() || !(value.asDouble() >= least) || Double.isInfinite(value.asDouble())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          where + ": '" + key + "' must be a number from " + least + " on, found " + value);
    }
    return value.asDouble();
  }

  private static Optional<String> nearest(String typed, List<String> known) {
    return known.stream()
        .min(Comparator.<String>comparingInt(k -> edits(typed, k)).thenComparing(k -> k))
        .filter(k -> 2 * edits(typed, k) < Math.max(3, k.length() + 1));
  }

  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
