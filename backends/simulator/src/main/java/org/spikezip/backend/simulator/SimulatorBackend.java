package org.spikezip.backend.simulator;

import java.util.List;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.Support;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;

/**
 * Runs spiking networks as a neuromorphic machine would.
 *
 * <p>Options: {@code machine}, a profile or a YAML file (45nm); {@code delivery}, {@code barrier}
 * (all spikes of a step arrive in it), {@code random} or {@code adversarial} (spikes arrive one by
 * one, when and in whatever order they like); {@code seed} of the order (0); {@code memory},
 * whether energies include memory traffic (false); {@code chips}, how many may be used.
 */
public final class SimulatorBackend implements Backend {
  private static final List<String> OPTIONS =
      List.of("machine", "delivery", "seed", "memory", "chips");

  @Override
  public String id() {
    return "simulator";
  }

  @Override
  public String description() {
    return "runs spiking networks as a neuromorphic machine would; energy, traffic, load";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPIKING);
  }

  @Override
  public Availability availability() {
    return new Availability.Available("machines " + String.join(", ", MachineFile.PROFILES));
  }

  @Override
  public Support support(Graph graph) {
    return graph.stage() == Stage.SPIKING
        ? new Support.Supported()
        : new Support.Unsupported(
            List.of("backend 'simulator' runs graphs of stage SPIKING, found " + graph.stage()));
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    if (support(graph) instanceof Support.Unsupported unsupported) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, unsupported.reasons().get(0));
    }
    for (String name : options.values().keySet()) {
      if (!OPTIONS.contains(name)) {
        throw new SpikezipException(
            ErrorCode.USAGE, "backend 'simulator' has no option '" + name + "'; it has " + OPTIONS);
      }
    }
    Machine machine = MachineFile.read(options.text("machine").orElse("45nm"));
    int chips = options.integer("chips", machine.chips(), 1, 1 << 16);
    return new SimulatorExecutable(
        graph,
        machine.withChips(chips),
        Delivery.ofName(options.choice("delivery", "barrier", Delivery.NAMES)),
        options.integer("seed", 0, 0, Integer.MAX_VALUE),
        options.flag("memory", false),
        context.hostOps());
  }
}
