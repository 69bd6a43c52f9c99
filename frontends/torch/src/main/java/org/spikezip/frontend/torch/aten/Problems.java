package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The operators that cannot be compiled, and where each stands first. */
public final class Problems {
  private static final int MOST_SHOWN = 50;

  private record Place(String first, int count) {}

  private final Map<String, Place> places = new LinkedHashMap<>();

  /**
   * Notes an operator.
   *
   * @param where such as {@code model.py, line 12}; may be empty
   */
  public void add(String what, String where) {
    places.merge(what, new Place(where, 1), (a, b) -> new Place(a.first(), a.count() + 1));
  }

  public boolean isEmpty() {
    return places.isEmpty();
  }

  /** All of them in one error. */
  public SpikezipException error() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Place> entry : places.entrySet()) {
      if (lines.size() == MOST_SHOWN) {
        lines.add("and " + (places.size() - MOST_SHOWN) + " more");
        break;
      }
      Place place = entry.getValue();
      String times = place.count() == 1 ? "" : " (" + place.count() + " times)";
      String where = place.first().isEmpty() ? "" : " at " + place.first();
      lines.add(entry.getKey() + times + where);
    }
    return new SpikezipException(
        ErrorCode.UNSUPPORTED,
        "cannot compile " + places.size() + " of its operators:\n  " + String.join("\n  ", lines),
        "export the model to ONNX with torch.onnx.export; what is no operator of ours runs there as"
            + " a host operator");
  }
}
