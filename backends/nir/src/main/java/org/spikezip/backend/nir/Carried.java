package org.spikezip.backend.nir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** How nodes of a NIR graph carry one row, the last axis, of a value of ours. */
sealed interface Carried {
  /** Numbers in the row. */
  int width();

  /**
   * Floats: what a node carries, taken through functions that never fall and give floats for
   * floats.
   *
   * @param node carries floats, or whole sums if there is a scaling
   * @param scaling makes sums floats
   * @param functions one after the other
   */
  record Floats(
      String node, int width, Optional<Scaling> scaling, List<DoubleUnaryOperator> functions)
      implements Carried {
    public Floats {
      functions = List.copyOf(functions);
    }

    Floats then(DoubleUnaryOperator function) {
      List<DoubleUnaryOperator> all = new ArrayList<>(functions);
      all.add(function);
      return new Floats(node, width, scaling, all);
    }

    /** The float where the node carries x. */
    float at(int channel, float x) {
      float value = scaling.isPresent() ? scaling.get().at(channel, x) : x;
      for (DoubleUnaryOperator function : functions) {
        value = (float) function.applyAsDouble(value);
      }
      return value;
    }
  }

  /**
   * Codes: as many thresholds as a code can be above the least one, each of which tells whether it
   * is.
   *
   * @param names of their nodes, which add up to the code less the least one
   * @param levels what they tell
   */
  record Codes(List<String> names, Levels levels) implements Carried {
    public Codes {
      names = List.copyOf(names);
    }

    @Override
    public int width() {
      return levels.width();
    }
  }
}
