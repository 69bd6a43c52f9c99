package org.spikezip.backend.onnx;

import java.util.List;
import java.util.Map;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.TypeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * One step of a network as a model: inputs and state in, outputs and state out. The state is the
 * tracers, {@code state.ID} for the layer of neurons of node ID (i32), and {@code state.time} where
 * the schedule has a time; sums and floats follow from them.
 */
final class StepModel {
  private static final String STATE = "state.";
  private static final String NEXT = "next.";
  private static final String SPIKES = "spikes.";
  private static final String TIME = "time";

  private StepModel() {}

  /**
   * The model that takes {@code state.*} and gives {@code next.*}, {@code spikes.*} and outputs.
   */
  static OnnxModel step(SpikingGraph network) {
    Graph graph = network.graph();
    Map<String, Integer> opsets = OnnxWriter.opsets(graph);
    OnnxGraph out = new OnnxGraph(graph, opsets.get(""), ElementType.F32);
    List<Node> neurons = network.neurons();
    Floats f = new Floats(out);
    Map<Integer, String> tracers =
        SpikingGraph.byNeuron(
            neurons,
            n -> {
              out.input(ValueInfos.declare(STATE + n.id(), anyShape(n)));
              return f.cast(STATE + n.id(), ElementType.F32);
            });
    boolean timed = !network.table().isOpen();
    if (timed) {
      out.input(ValueInfos.declare(STATE + TIME, Fact.of(ElementType.I64)));
    }
    String distances = network.distances(STATE + TIME, out);
    Firing firing = new Firing(network.table(), network.maxSpike(), tracers, distances);
    Emitters emitters = Emitters.spiking(firing::neuron);
    network.live().forEach(node -> emitters.emit(node, out));
    for (GraphOutput output : graph.outputs()) {
      out.output(output);
    }
    for (Node n : neurons) {
      integers(NEXT + n.id(), firing.after().get(n.id()), out);
      integers(SPIKES + n.id(), firing.spikes().get(n.id()), out);
    }
    if (timed) {
      result(NEXT + TIME, firing.nextTime(STATE + TIME, out), ElementType.I64, out);
    }
    result("events", firing.events(out), ElementType.I64, out);
    result("at_rest", firing.atRest(out), ElementType.BOOL, out);
    return OnnxWriter.model(out, opsets);
  }

  /**
   * The model without inputs whose outputs {@code state.*} are the state before step 1.
   *
   * @throws SpikezipException UNSUPPORTED if nothing spikes: a model without outputs is none
   */
  static OnnxModel initial(SpikingGraph network) {
    if (network.neurons().isEmpty()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "the network has no neurons, and so no state to step",
          "export it with --form loop or --form qdq");
    }
    Map<String, Integer> opsets = OnnxWriter.opsets(network.graph());
    OnnxGraph out = new OnnxGraph(network.graph(), opsets.get(""), ElementType.F32);
    for (Node n : network.neurons()) {
      result(STATE + n.id(), out.constant(network.rest(n)), ElementType.I32, out);
    }
    if (!network.table().isOpen()) {
      result(STATE + TIME, out.constant(Tensor.scalar(1L)), ElementType.I64, out);
    }
    return OnnxWriter.model(out, opsets);
  }

  /** The layer's rank, any sizes: the first state is broadcast. */
  private static Fact anyShape(Node neuron) {
    Shape shape = neuron.fact().shape();
    return Fact.of(
        ElementType.I32,
        shape.known()
            ? Shape.of(shape.dims().stream().map(d -> Dim.UNKNOWN).toList())
            : Shape.UNKNOWN);
  }

  private static void integers(String name, String floats, OnnxGraph out) {
    result(name, new Floats(out).cast(floats, ElementType.I32), ElementType.I32, out);
  }

  /** An output of this type and of whatever shape. */
  static void result(String name, String value, ElementType type, OnnxGraph out) {
    out.add("Identity", List.of(value), List.of(name));
    out.output(declaration(name, type));
  }

  private static ValueInfoProto declaration(String name, ElementType type) {
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(ElementTypes.onnx(type)).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
