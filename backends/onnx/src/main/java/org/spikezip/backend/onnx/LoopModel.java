package org.spikezip.backend.onnx;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.spikezip.frontend.onnx.importer.ValueInfos;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.AttributeProto.AttributeType;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;

/**
 * A whole run as one model: a Loop over steps, until no neuron is away from its target, or for T
 * steps. What no spike reaches stands before the loop. Beside the network's outputs it gives {@code
 * code.ID} (i32) of each layer of neurons at the end, {@code spikezip.steps}, the last step with an
 * event, and {@code spikezip.events}.
 */
final class LoopModel {
  private final SpikingGraph network;
  private final Map<String, Integer> opsets;
  private final OnnxGraph out;
  private final OnnxGraph body;
  private final List<Node> neurons;
  private final Set<Integer> statics;
  private final List<String> carriedIn = new ArrayList<>();
  private final List<String> carriedOut = new ArrayList<>();
  private final Map<GraphOutput, String> scanned = new LinkedHashMap<>();

  private LoopModel(SpikingGraph network) {
    this.network = network;
    opsets = OnnxWriter.opsets(network.graph());
    out = new OnnxGraph(network.graph(), opsets.get(""), ElementType.F32);
    body = out.body("step");
    neurons = network.neurons();
    statics = network.statics();
  }

  /**
   * The model.
   *
   * @param steps the most steps; 0 until rest
   */
  static OnnxModel of(SpikingGraph network, int steps) {
    return new LoopModel(network).write(steps);
  }

  private OnnxModel write(int steps) {
    String iteration = bodyInput(ElementType.I64);
    bodyInput(ElementType.BOOL);
    Map<Integer, String> tracers =
        SpikingGraph.byNeuron(neurons, n -> carried(floats(network.rest(n))));
    String time = carried(Tensor.scalar(1L));
    String events = carried(Tensor.scalar(0L));
    String last = carried(Tensor.scalar(0L));
    Firing firing =
        new Firing(network.table(), network.maxSpike(), tracers, network.distances(time, body));
    Emitters emitters = Emitters.spiking(firing::neuron);
    network.live().forEach(n -> emitters.emit(n, statics.contains(n.id()) ? out : body));
    bodyOutput(body.add("Not", List.of(firing.atRest(body))));
    neurons.forEach(n -> carriedOut.add(bodyOutput(firing.after().get(n.id()))));
    carriedOut.add(bodyOutput(firing.nextTime(time, body)));
    String fired = firing.events(body);
    carriedOut.add(bodyOutput(body.add("Add", List.of(events, fired))));
    String step = body.add("Add", List.of(iteration, body.constant(Tensor.scalar(1L))));
    String some = body.add("Greater", List.of(fired, body.constant(Tensor.scalar(0L))));
    carriedOut.add(bodyOutput(body.add("Where", List.of(some, step, last))));
    for (GraphOutput output : network.graph().outputs()) {
      if (!statics.contains(output.value().node())) {
        bodyOutput(body.name(output.value()));
        scanned.put(output, out.fresh());
      }
    }
    results(steps);
    return OnnxWriter.model(out, opsets);
  }

  private static Tensor floats(Tensor integers) {
    int[] codes = integers.ints();
    float[] values = new float[codes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = codes[i];
    }
    return Tensor.of(values, integers.dims());
  }

  private String bodyInput(ElementType type) {
    String name = body.fresh();
    body.input(ValueInfos.declare(name, Fact.of(type)));
    return name;
  }

  /** A value that goes from step to step; its name in the body. */
  private String carried(Tensor first) {
    String name = body.fresh();
    body.input(ValueInfos.declare(name, Fact.of(first.type(), Shape.UNKNOWN)));
    carriedIn.add(out.constant(first));
    return name;
  }

  private String bodyOutput(String value) {
    String name = body.fresh();
    body.add("Identity", List.of(value), List.of(name));
    body.output(ValueInfoProto.newBuilder().setName(name).build());
    return name;
  }

  private void results(int steps) {
    List<String> inputs = new ArrayList<>();
    inputs.add(steps == 0 ? "" : out.constant(Tensor.scalar((long) steps)));
    inputs.add("");
    inputs.addAll(carriedIn);
    List<String> finals = carriedOut.stream().map(c -> out.fresh()).toList();
    List<String> outputs = new ArrayList<>(finals);
    outputs.addAll(scanned.values());
    out.add(
        NodeProto.newBuilder()
            .setOpType("Loop")
            .addAllInput(inputs)
            .addAllOutput(outputs)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("body")
                    .setType(AttributeType.GRAPH)
                    .setG(body.proto()))
            .build());
    String end = out.constant(Tensor.scalar(-1L));
    for (GraphOutput output : network.graph().outputs()) {
      String all = scanned.get(output);
      if (all != null) {
        String value = out.add("Gather", List.of(all, end), Attr.of("axis", 0L));
        out.name(output.value(), value);
      }
      out.output(output);
    }
    Floats f = new Floats(out);
    for (int i = 0; i < neurons.size(); i++) {
      String codes = f.cast(finals.get(i), ElementType.I32);
      StepModel.result("code." + neurons.get(i).id(), codes, ElementType.I32, out);
    }
    int after = neurons.size() + 1;
    StepModel.result("spikezip.events", finals.get(after), ElementType.I64, out);
    StepModel.result("spikezip.steps", finals.get(after + 1), ElementType.I64, out);
  }
}
