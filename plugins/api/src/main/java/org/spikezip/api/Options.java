package org.spikezip.api;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * What the user asked for, by name, such as {@code levels=32}. Each frontend, pass and backend
 * documents the names that it reads.
 */
public record Options(SortedMap<String, String> values) {
  public static final Options NONE = new Options(new TreeMap<>());

  public Options {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  public static Options of(Map<String, String> values) {
    return new Options(new TreeMap<>(values));
  }

  public Options with(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(values);
    more.put(name, value);
    return new Options(more);
  }

  public Optional<String> text(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /**
   * A whole number.
   *
   * @throws SpikezipException USAGE if it is no whole number or outside of min..max
   */
  public int integer(String name, int otherwise, int min, int max) {
    String text = values.get(name);
    if (text == null) {
      return otherwise;
    }
    try {
      int value = Integer.parseInt(text.trim());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, together with numbers out of range.
    }
    throw new SpikezipException(
        ErrorCode.USAGE,
        "--"
            + name
            + " must be a whole number from "
            + min
            + " to "
            + max
            + ", found '"
            + text
            + "'");
  }

  /** Yes or no: {@code true} or {@code false}. */
  public boolean flag(String name, boolean otherwise) {
    return choice(name, Boolean.toString(otherwise), List.of("true", "false")).equals("true");
  }

  /**
   * One of some words.
   *
   * @throws SpikezipException USAGE if it is none of them
   */
  public String choice(String name, String otherwise, List<String> choices) {
    String text = values.getOrDefault(name, otherwise);
    if (!choices.contains(text)) {
      throw new SpikezipException(
          ErrorCode.USAGE,
          "--" + name + " must be one of " + String.join(", ", choices) + ", found '" + text + "'");
    }
    return text;
  }
}
