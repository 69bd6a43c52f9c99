package org.spikezip.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * What the caller says of one input, as in the option {@code shape}.
 *
 * @param dims numbers, and {@link Dim#UNKNOWN} for those left open
 * @param type element type, if given
 */
public record InputShape(String name, List<Dim> dims, Optional<ElementType> type) {
  private static final String SIZE = "([0-9]{1,9}|\\?)";
  private static final Pattern FORM =
      Pattern.compile("(.+)=(" + SIZE + "(?:x" + SIZE + ")*)(?::([a-z0-9]+))?");

  public InputShape {
    dims = List.copyOf(dims);
  }

  /**
   * Reads {@code ids=2x128:i64,x=?x64}: comma-separated inputs, each with sizes, {@code ?} for open
   * ones, and its element type where it matters.
   *
   * @throws SpikezipException USAGE if it looks otherwise
   */
  public static List<InputShape> parse(String text) {
    List<InputShape> shapes = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      shapes.add(parseOne(part.trim()));
    }
    return shapes;
  }

  private static InputShape parseOne(String part) {
    Matcher form = FORM.matcher(part);
    if (!form.matches()) {
      throw usage("must look like name=2x128 or name=2x128:i64, found '" + part + "'");
    }
    List<Dim> dims = new ArrayList<>();
    for (String size : form.group(2).split("x", -1)) {
      dims.add(size.equals("?") ? Dim.UNKNOWN : Dim.of(Long.parseLong(size)));
    }
    return new InputShape(form.group(1), dims, type(form.group(5)));
  }

  private static Optional<ElementType> type(String symbol) {
    try {
      return Optional.ofNullable(symbol).map(ElementType::ofSymbol);
    } catch (SpikezipException e) {
      throw usage("has an " + e.getMessage());
    }
  }

  private static SpikezipException usage(String message) {
    return new SpikezipException(
        ErrorCode.USAGE, "--shape " + message, "inspect prints the inputs and their shapes");
  }

  /** {@code ids=2x?:i64} */
  @Override
  public String toString() {
    List<String> sizes = dims.stream().map(Dim::toString).toList();
    return name + "=" + String.join("x", sizes) + type.map(t -> ":" + t.symbol()).orElse("");
  }
}
