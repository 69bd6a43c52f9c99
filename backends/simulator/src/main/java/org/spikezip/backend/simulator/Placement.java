package org.spikezip.backend.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.Synapse;

/**
 * Which core holds what, filled one after the other in the order of the network: neurons one by
 * one, products column by column with the weights of the column and a sum for each row, other
 * values element by element.
 */
final class Placement {
  private static final int NEURON_BYTES = 8;
  private static final int SUM_BYTES = 4;
  private static final int CODE_BYTES = 2;

  private final Machine machine;
  private final Map<Integer, List<Block>> blocks = new HashMap<>();
  private int core;
  private long freeNeurons;
  private long freeBytes;

  /** Pieces of a node from {@code first} on, on one core. */
  record Block(int core, int first, int pieces) {}

  private Placement(Machine machine) {
    this.machine = machine;
    freeNeurons = machine.neuronsPerCore();
    freeBytes = machine.memoryPerCore();
  }

  /**
   * Places a network.
   *
   * @throws SpikezipException UNSUPPORTED if it does not fit, saying how much is missing
   */
  static Placement of(NetworkState state, Machine machine) {
    Placement placement = new Placement(machine);
    for (Node node : state.graph().nodes()) {
      OpClass kind = state.classOf(node);
      if (kind != OpClass.STATIC && kind != OpClass.ROUTE) {
        placement.place(node, state);
      }
    }
    if (placement.cores() > machine.cores()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the network takes "
              + placement.cores()
              + " cores, machine '"
              + machine.name()
              + "' has "
              + machine.cores()
              + " on "
              + machine.chips()
              + " chips: "
              + (placement.cores() - machine.cores())
              + " are missing",
          "more chips (--option chips=N), or a larger machine");
    }
    return placement;
  }

  private void place(Node node, NetworkState state) {
    Tensor value = state.value(node.output());
    if (node.op() instanceof Neuron) {
      fill(node, value.size(), NEURON_BYTES, 1);
    } else if (node.op() instanceof Synapse) {
      Tensor weights = state.value(node.input(1));
      long rows = weights.dim(1) == 0 ? 0 : value.size() / weights.dim(1);
      long column = weights.dim(0) * bytes(weights.type());
      fill(node, weights.dim(1), column + rows * SUM_BYTES, 0);
    } else if (state.classOf(node) == OpClass.BILINEAR) {
      int width = Math.max(1, value.dim(-1));
      Tensor left = state.value(node.input(0));
      Tensor right = state.value(node.input(1));
      long rows = Math.max(1, value.size() / width);
      long operands = (long) CODE_BYTES * (left.size() + right.size()) / rows + 1;
      fill(node, (int) rows, (long) width * SUM_BYTES + operands, 0);
    } else {
      fill(node, value.size(), SUM_BYTES, 0);
    }
  }

  private static long bytes(ElementType type) {
    return Math.max(1, type.bits() / 8);
  }

  private void fill(Node node, int pieces, long bytes, int neurons) {
    if (bytes > machine.memoryPerCore()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          node.describe()
              + " takes "
              + bytes
              + " bytes on one core for one column, a core of machine '"
              + machine.name()
              + "' has "
              + machine.memoryPerCore()
              + ": "
              + (bytes - machine.memoryPerCore())
              + " are missing",
          "a machine with larger cores");
    }
    List<Block> placed = blocks.computeIfAbsent(node.id(), id -> new ArrayList<>());
    int done = 0;
    while (done < pieces) {
      long room = Math.min(freeBytes / Math.max(1, bytes), pieces - done);
      int taken = (int) (neurons == 0 ? room : Math.min(room, freeNeurons));
      if (taken == 0) {
        core++;
        freeNeurons = machine.neuronsPerCore();
        freeBytes = machine.memoryPerCore();
      } else {
        placed.add(new Block(core, done, taken));
        done += taken;
        freeBytes -= taken * bytes;
        freeNeurons -= (long) taken * neurons;
      }
    }
  }

  /** How many cores are used. */
  int cores() {
    return core + 1;
  }

  /** Where a node lies; nothing of nodes that only route. */
  List<Block> of(Node node) {
    return blocks.getOrDefault(node.id(), List.of());
  }
}
