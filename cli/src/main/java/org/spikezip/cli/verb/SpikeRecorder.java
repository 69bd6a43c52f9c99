package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.spikezip.api.RunListener;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.cli.print.Output;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/** Keeps the spikes of one run, by layer and step. */
final class SpikeRecorder implements RunListener {
  private static final int MOST_POINTS = 20_000;

  private final Optional<Integer> layer;
  private final Map<Integer, Map<Integer, Integer>> counts = new TreeMap<>();
  private final Map<Integer, List<Firing>> firings = new TreeMap<>();
  private MachineAccount account;
  private int steps;

  private static final class Firing {
    private final int step;
    private final int[] elements;
    private final int[] spikes;

    Firing(int step, int[] elements, int[] spikes) {
      this.step = step;
      this.elements = elements.clone();
      this.spikes = spikes.clone();
    }
  }

  /**
   * A recorder.
   *
   * @param layer id of the node whose raster is wanted; else of the one that fires most
   */
  SpikeRecorder(Optional<Integer> layer) {
    this.layer = layer;
  }

  @Override
  public void fired(int step, int node, int spikes) {
    counts.computeIfAbsent(node, n -> new TreeMap<>()).merge(step, spikes, Integer::sum);
    steps = Math.max(steps, step);
  }

  @Override
  public void spiked(int step, int node, int[] elements, int[] spikes) {
    firings.computeIfAbsent(node, n -> new ArrayList<>()).add(new Firing(step, elements, spikes));
  }

  @Override
  public void accounted(MachineAccount told) {
    account = told;
  }

  Optional<MachineAccount> account() {
    return Optional.ofNullable(account);
  }

  /** Spikes of every layer in every step. */
  ObjectNode heat(Graph graph) {
    ObjectNode heat = Output.object();
    heat.put("steps", steps);
    ArrayNode layers = heat.putArray("layers");
    for (Node node : graph.nodesOf(Neuron.class)) {
      ObjectNode entry = layers.addObject();
      entry.put("name", node.name()).put("depth", ((Neuron) node.op()).depth());
      ArrayNode spikes = entry.putArray("spikes");
      Map<Integer, Integer> own = counts.getOrDefault(node.id(), Map.of());
      for (int step = 1; step <= steps; step++) {
        spikes.add(own.getOrDefault(step, 0));
      }
    }
    return heat;
  }

  /** Points of one layer: step, neuron, spike. */
  ObjectNode raster(Graph graph) {
    ObjectNode raster = Output.object();
    int shown = layer.orElseGet(this::busiest);
    raster.put("layer", shown < 0 ? "" : graph.node(shown).name());
    ArrayNode points = raster.putArray("points");
    long left = 0;
    for (Firing firing : firings.getOrDefault(shown, List.of())) {
      for (int i = 0; i < firing.elements.length; i++) {
        if (points.size() < MOST_POINTS) {
          points.addArray().add(firing.step).add(firing.elements[i]).add(firing.spikes[i]);
        } else {
          left++;
        }
      }
    }
    raster.put("leftOut", left);
    return raster;
  }

  /**
   * Every spike as an array {@code spikes.ID} for the layer of node ID: i32 {@code [events, 3]},
   * rows of step, neuron, spike.
   */
  Map<String, Tensor> arrays() {
    Map<String, Tensor> arrays = new TreeMap<>();
    firings.forEach((node, all) -> arrays.put("spikes." + node, rows(all)));
    return arrays;
  }

  private static Tensor rows(List<Firing> firings) {
    int events = firings.stream().mapToInt(f -> f.elements.length).sum();
    int[] rows = new int[3 * events];
    int next = 0;
    for (Firing firing : firings) {
      for (int i = 0; i < firing.elements.length; i++) {
        rows[next++] = firing.step;
        rows[next++] = firing.elements[i];
        rows[next++] = firing.spikes[i];
      }
    }
    return Tensor.of(rows, events, 3);
  }

  /** The layer with the most spikes that all can be shown; -1 if nothing fired. */
  private int busiest() {
    int best = -1;
    long most = 0;
    for (Map.Entry<Integer, Map<Integer, Integer>> entry : counts.entrySet()) {
      long sum = entry.getValue().values().stream().mapToLong(Integer::longValue).sum();
      if (sum > most && (best < 0 || sum <= MOST_POINTS)) {
        best = entry.getKey();
        most = sum;
      }
    }
    return best;
  }
}
