package org.spikezip.cli.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.api.Availability;
import org.spikezip.api.Backend;
import org.spikezip.api.BackendContext;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.api.Support;
import org.spikezip.api.reference.SteppedNetwork;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Synapse;

/** Runs networks by their definition, but is off by 20 in the last weight of every synapse. */
final class FaultyBackend implements Backend {
  @Override
  public String id() {
    return "faulty";
  }

  @Override
  public String description() {
    return "wrong in one weight";
  }

  @Override
  public Set<Capability> capabilities() {
    return Set.of(Capability.SPIKING);
  }

  @Override
  public Availability availability() {
    return new Availability.Available("for tests");
  }

  @Override
  public Support support(Graph graph) {
    return new Support.Supported();
  }

  @Override
  public Executable compile(Graph graph, Options options, BackendContext context) {
    Graph wrong = withFault(graph);
    return new Executable() {
      @Override
      public RunResult run(Map<String, Tensor> inputs, RunOptions run, RunListener listener) {
        return SteppedNetwork.run(wrong, inputs, run, context.hostOps());
      }

      @Override
      public boolean isThreadSafe() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private static Graph withFault(Graph graph) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    for (Node synapse : graph.nodesOf(Synapse.class)) {
      Node weights = graph.node(synapse.input(1));
      long[] values = ((Constant) weights.op()).value().longs();
      values[values.length - 1] -= values[values.length - 1] > 0 ? 20 : -20;
      Tensor wrong =
          Tensor.ofLongs(
              weights.fact().type(), values, graph.constant(synapse.input(1)).get().dims());
      nodes.set(
          weights.id(),
          new Node(
              weights.id(), weights.name(), new Constant(wrong), List.of(), weights.outputs()));
    }
    return new Graph(
        graph.name(), graph.stage(), nodes, graph.inputs(), graph.outputs(), graph.metadata());
  }
}
