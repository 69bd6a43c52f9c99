package org.spikezip.cli.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.spikezip.api.Samples;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Slices of arrays along their first axis. An array of the input's rank gives rows, {@code [1,…]}
 * each, or {@code [B,…]} for an input whose first axis is fixed to B; an array of one more axis
 * gives whole inputs.
 */
public final class ArraySamples implements Samples {
  private final NumpyFile file;
  private final List<Column> columns;
  private final int size;

  private record Column(String name, Tensor array, Fact wanted, int rows, boolean wholeInputs) {
    int samples() {
      return array.dim(0) / rows;
    }

    Tensor get(int index) {
      int[] dims = array.dims();
      dims[0] = rows;
      int bytes = Math.toIntExact(array.type().bytes(array.size()) / array.dim(0) * rows);
      Tensor slice = Tensor.of(array.type(), dims, array.bytes().slice(index * bytes, bytes));
      if (wholeInputs) {
        int[] inner = new int[dims.length - 1];
        System.arraycopy(dims, 1, inner, 0, inner.length);
        slice = slice.reshape(inner);
      }
      return ElementConversion.convert(slice, wanted.type());
    }
  }

  private ArraySamples(NumpyFile file, List<Column> columns, int size) {
    this.file = file;
    this.columns = List.copyOf(columns);
    this.size = size;
  }

  /**
   * The samples of a file for a graph.
   *
   * @param limit the most rows to take
   * @throws SpikezipException MALFORMED, naming file, input, what was expected and what was found
   */
  public static ArraySamples of(NumpyFile file, Graph graph, OptionalInt limit) {
    List<Column> columns = new ArrayList<>();
    for (Node input : graph.inputNodes()) {
      columns.add(column(file, graph, input));
    }
    int size = columns.isEmpty() ? 0 : columns.get(0).samples();
    for (Column column : columns) {
      if (column.samples() != size) {
        throw malformed(
            file,
            "the arrays hold different numbers of samples: \""
                + columns.get(0).name()
                + "\" "
                + size
                + ", \""
                + column.name()
                + "\" "
                + column.samples(),
            "");
      }
    }
    int rows = columns.isEmpty() ? 1 : columns.get(0).rows();
    int most = limit.isPresent() ? Math.max(1, limit.getAsInt() / rows) : size;
    ArraySamples samples = new ArraySamples(file, columns, Math.min(most, size));
    samples.checkTypes();
    return samples;
  }

  private static Column column(NumpyFile file, Graph graph, Node input) {
    Tensor array = file.arrays().get(file.named() ? input.name() : "");
    List<String> names = graph.inputNodes().stream().map(Node::name).toList();
    if (!file.named() && names.size() != 1) {
      throw malformed(
          file,
          "an .npy holds one array, but the model has the inputs " + String.join(", ", names),
          "save an .npz with an array for each: numpy.savez(file, " + names.get(0) + "=…)");
    }
    if (array == null) {
      throw malformed(
          file,
          "input \"" + input.name() + "\" is missing; found are " + file.arrays().keySet(),
          "name the arrays as the model's inputs: " + String.join(", ", names));
    }
    Fact wanted = input.fact();
    int rank = wanted.shape().known() ? wanted.shape().rank() : Math.max(1, array.rank());
    boolean whole = array.rank() == rank + 1;
    int rows = 1;
    if (!whole && rank > 0) {
      rows = Math.max(1, (int) wanted.shape().dim(0).fixed().orElse(1));
    }
    Column column = new Column(input.name(), array, wanted, rows, whole);
    if ((array.rank() != rank && !whole) || array.rank() == 0 || !fits(column)) {
      throw malformed(
          file,
          "input \""
              + input.name()
              + "\": expected "
              + wanted
              + " for each sample along the first axis, found an array "
              + array,
          "");
    }
    if (array.dim(0) % rows != 0) {
      throw malformed(
          file,
          "input \"" + input.name() + "\" takes " + rows + " rows at a time, found " + array.dim(0),
          "give a multiple of " + rows + " rows");
    }
    return column;
  }

  private static boolean fits(Column column) {
    int[] dims = column.array().dims();
    if (dims.length == 0 || !column.wanted().shape().known()) {
      return true;
    }
    dims[0] = column.rows();
    Fact one = Fact.of(column.wanted().type(), Shape.of(dims));
    if (column.wholeInputs()) {
      one = one.withShape(Shape.of(one.shape().dims().subList(1, dims.length)));
    }
    return column.wanted().shape().compatible(one.shape());
  }

  private void checkTypes() {
    if (size > 0) {
      get(0);
    }
  }

  private static SpikezipException malformed(NumpyFile file, String message, String remedy) {
    return new SpikezipException(ErrorCode.MALFORMED, file.path() + ": " + message, remedy);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Map<String, Tensor> get(int index) {
    Map<String, Tensor> sample = new LinkedHashMap<>();
    for (Column column : columns) {
      try {
        sample.put(column.name(), column.get(index));
      } catch (SpikezipException e) {
        throw e.in(file.path() + ": input \"" + column.name() + "\"");
      }
    }
    return sample;
  }

  @Override
  public String source() {
    return file.path().toString();
  }
}
