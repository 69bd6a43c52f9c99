package org.spikezip.cli.data;

import java.util.List;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Value;

/** Graphs that only have inputs. */
final class TestGraphs {
  private final GraphBuilder builder = new GraphBuilder("test");

  /** Adds an input; a negative size is symbolic. */
  TestGraphs input(String name, ElementType type, long... sizes) {
    Dim[] dims = new Dim[sizes.length];
    for (int i = 0; i < sizes.length; i++) {
      dims[i] = sizes[i] < 0 ? Dim.symbol("d" + -sizes[i]) : Dim.of(sizes[i]);
    }
    Value value = builder.input(name, Fact.of(type, Shape.of(List.of(dims))));
    builder.output("out_" + name, value);
    return this;
  }

  Graph build() {
    return builder.build(Stage.IMPORTED);
  }
}
