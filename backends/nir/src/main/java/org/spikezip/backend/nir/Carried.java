package org.spikezip.backend.nir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How nodes of a NIR graph carry one row, the last axis, of a value of ours. */
sealed interface Carried {
  /** Numbers in the row. */
  int width();

  /** Nodes that carry it; what they give adds up. */
  List<String> names();

  /**
   * Some of its channels.
   *
   * @param node carries what all nodes of this row add up to, by the selection
   */
  Carried selected(String node, Selection selection);

  /**
   * Floats: what a node carries, taken through functions that never fall and give floats for
   * floats.
   *
   * @param node carries floats, or whole sums if there is a scaling
   * @param scaling makes sums floats
   * @param functions one after the other
   */
  record Floats(String node, int width, Optional<Scaling> scaling, List<ChannelFunction> functions)
      implements Carried {
    public Floats {
      functions = List.copyOf(functions);
    }

    Floats then(ChannelFunction function) {
      List<ChannelFunction> all = new ArrayList<>(functions);
      all.add(function);
      return new Floats(node, width, scaling, all);
    }

    /** The float where the node carries x. */
    float at(int channel, float x) {
      float value = scaling.isPresent() ? scaling.get().at(channel, x) : x;
      for (ChannelFunction function : functions) {
        value = function.at(channel, value);
      }
      return value;
    }

    @Override
    public List<String> names() {
      return List.of(node);
    }

    @Override
    public Floats selected(String selected, Selection selection) {
      List<ChannelFunction> all = new ArrayList<>();
      for (ChannelFunction function : functions) {
        all.add((channel, x) -> function.at(selection.channel(channel), x));
      }
      return new Floats(selected, selection.width(), scaling.map(s -> s.selected(selection)), all);
    }
  }

  /**
   * Codes: as many thresholds as a code can be above the least one, each of which tells whether it
   * is.
   *
   * @param names of nodes that add up to the code less the least one
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

    @Override
    public Codes selected(String selected, Selection selection) {
      return new Codes(List.of(selected), levels.selected(selection));
    }
  }
}
