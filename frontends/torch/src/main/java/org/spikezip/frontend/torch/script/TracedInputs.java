package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;

/**
 * What a model was traced with, as facts of its inputs; archives keep the shapes, not the data. An
 * axis that the trace may have been made along in other sizes becomes symbolic: the first one, and
 * the others of token ids and of sequences of vectors, but neither features nor the height and
 * width of images.
 */
final class TracedInputs {
  private static final String ENTRY = "traced_inputs";

  private TracedInputs() {}

  /**
   * One fact per argument of forward, null where it is no tensor; empty if the archive has none.
   */
  static List<Fact> read(ZipArchive archive) {
    List<StoredView> views = new ArrayList<>();
    if (archive.has(ENTRY + ".pkl")
        && ObjectReader.read(archive, ENTRY, new Facts()) instanceof Map<?, ?> methods
        && Values.isSequence(methods.get("forward"))) {
      for (Object argument : Values.elements(methods.get("forward"))) {
        views.add(argument instanceof StoredView view ? view : null);
      }
    }
    List<Fact> facts = new ArrayList<>();
    for (StoredView view : views) {
      facts.add(view == null ? null : fact(view, views));
    }
    return facts;
  }

  /** Gives views instead of tensors. */
  private static final class Facts implements PickledTensors {
    @Override
    public Object tensor(List<Object> arguments) {
      return StoredView.of(arguments);
    }

    @Override
    public Object quantized(List<Object> arguments, Numbers numbers) {
      return StoredView.of(arguments);
    }
  }

  /** Axes at the same place that had the same size get the same name. */
  private static Fact fact(StoredView view, List<StoredView> all) {
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < view.sizes().size(); axis++) {
      long size = view.sizes().get(axis);
      boolean symbolic = isSymbolic(view, axis);
      dims.add(symbolic ? Dim.symbol(symbol(axis, size, all)) : Dim.of(size));
    }
    return Fact.of(view.type().element(), Shape.of(dims));
  }

  private static String symbol(int axis, long size, List<StoredView> all) {
    String name = axis == 0 ? "batch" : "axis" + axis;
    boolean same =
        all.stream()
            .allMatch(v -> v == null || axis >= v.sizes().size() || v.sizes().get(axis) == size);
    return same ? name : name + "_" + size;
  }

  private static boolean isSymbolic(StoredView view, int axis) {
    int rank = view.sizes().size();
    boolean features = view.type().element().isFloat() && axis == rank - 1;
    return axis == 0 ? rank > 1 || !features : rank <= 3 && !features;
  }
}
