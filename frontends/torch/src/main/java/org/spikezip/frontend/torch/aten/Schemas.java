package org.spikezip.frontend.torch.aten;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The declarations of all operators that we know, from {@code operators.txt}. */
public final class Schemas {
  private static final Map<String, List<Schema>> ALL = load();

  private Schemas() {}

  /** A call of an overload. */
  public record Resolved(Schema schema, List<Object> arguments) {}

  /** The overloads of an operator, in the order in which torch tries them. */
  public static List<Schema> overloads(String name) {
    return ALL.getOrDefault(plain(name), List.of());
  }

  public static Optional<Schema> find(String name, String overload) {
    return overloads(name).stream().filter(s -> s.overload().equals(overload)).findFirst();
  }

  /**
   * The overload that a call without its name means: the first that fits as it is, else the first
   * that fits where numbers may stand for tensors.
   */
  public static Optional<Resolved> resolve(
      String name, List<Object> positional, Map<String, Object> named) {
    for (boolean convert : new boolean[] {false, true}) {
      for (Schema schema : overloads(name)) {
        Optional<List<Object>> bound = schema.bind(positional, named);
        if (bound.isPresent() && ArgumentTypes.fit(schema, bound.get(), convert)) {
          return Optional.of(new Resolved(schema, bound.get()));
        }
      }
    }
    return Optional.empty();
  }

  /** The name without the underscore of an in-place form. */
  public static String plain(String name) {
    boolean inPlace = name.endsWith("_") && !name.endsWith("__");
    return inPlace ? name.substring(0, name.length() - 1) : name;
  }

  private static Map<String, List<Schema>> load() {
    Map<String, List<Schema>> all = new LinkedHashMap<>();
    try (InputStream in = Schemas.class.getResourceAsStream("operators.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          Schema schema = SchemaParser.parse(line);
          all.computeIfAbsent(schema.name(), n -> new ArrayList<>()).add(schema);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return all;
  }
}
