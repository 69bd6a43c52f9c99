package org.spikezip.api.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.api.reference.Evaluate.floats;
import static org.spikezip.api.reference.Evaluate.ints;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.spikezip.api.HostOps;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.OpSet;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Rounding;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Synapse;

final class DefinitionsTest {
  /** All attributes that any canonical operator reads. */
  private static final Attributes ANY =
      Attributes.NONE
          .with("axis", 0)
          .with("axes", List.of(0))
          .with("perm", List.of(0))
          .with("sizes", List.of(1))
          .with("pads", List.of(0, 0))
          .with("kernel", List.of())
          .with("strides", List.of())
          .with("dilations", List.of())
          .with("group", 1)
          .with("keep_dims", true)
          .with("allow_zero", true)
          .with("upper", true)
          .with("k", 0)
          .with("block_size", 0)
          .with("depth", 1)
          .with("kind", "sum")
          .with("rounding", "half_up")
          .with("to", "f32")
          .with("type", "i8")
          .with("epsilon", 0f)
          .with("value", Tensor.scalar(1f));

  private static Op make(String name) {
    Attributes attributes =
        switch (name) {
          case "clip" -> ANY.with("min", 0f).with("max", 1f);
          case "pad" -> ANY.with("value", 0f);
          default -> ANY.with("min", 0).with("max", 1);
        };
    return OpSet.canonical().create(name, attributes, List.of(Fact.of(ElementType.F32)));
  }

  @Test
  void everyCanonicalOperatorIsDefined() {
    for (String name : OpSet.canonical().names()) {
      if (Set.of("host", "input", "constant").contains(name)) {
        continue;
      }
      SpikezipException e =
          assertThrows(SpikezipException.class, () -> Evaluate.all(make(name)), name);
      assertTrue(e.getMessage().startsWith(name + " takes "), e.getMessage());
    }
  }

  @Test
  void routesAreWhatMovesElements() {
    for (String name : OpSet.canonical().names()) {
      if (name.equals("host")) {
        continue;
      }
      Op op = make(name);
      boolean readsNumbers = Set.of("shape", "range", "fill").contains(name);
      boolean route = op.opClass() == OpClass.ROUTE;
      assertEquals(route && !readsNumbers, RouteMap.isRoute(op), name);
    }
  }

  @Test
  void whatIsNotCanonicalHasNoDefinition() {
    Op strange =
        new Op() {
          @Override
          public String name() {
            return "strange";
          }

          @Override
          public Attributes attributes() {
            return Attributes.NONE;
          }

          @Override
          public OpClass opClass() {
            return OpClass.DIFFERENTIAL;
          }

          @Override
          public List<Fact> infer(List<Fact> inputs) {
            return inputs;
          }
        };
    Evaluate.rejects(ErrorCode.UNSUPPORTED, "'strange' has no definition", strange, floats(1));
  }

  @Test
  void aGraphIsEvaluatedInOrder() {
    GraphBuilder builder = new GraphBuilder("quantized");
    Value x = builder.input("x", Fact.of(ElementType.F32, 1, 4));
    List<Value> halves = builder.add("halves", new Split(1, List.of(2, 2)), List.of(x));
    Value sum = builder.add("sum", new Binary(BinaryKind.ADD), halves.get(0), halves.get(1));
    Value threshold = builder.constant("threshold", Tensor.scalar(0.5f));
    Value codes =
        builder.add(
            "codes",
            new Quantizer(Rounding.HALF_EVEN, -4, 4),
            sum,
            threshold,
            builder.constant("min", Tensor.of(new int[] {-4})),
            builder.constant("max", Tensor.of(new int[] {4})));
    Value weights = builder.constant("weights", Tensor.of(new byte[] {1, 2, 3, 4}, 2, 2));
    Value scale = builder.constant("scale", floats(1, 0.5f));
    Value y = builder.add("y", new Synapse(), codes, weights, scale, Value.ABSENT);
    builder.output("y", y);
    builder.output("decoded", builder.add("decoded", new Decode(), codes, threshold));
    Graph graph = builder.build(Stage.CANONICAL);

    ReferenceEvaluator evaluator = new ReferenceEvaluator((op, inputs) -> inputs);
    Tensor input = Tensor.of(new float[] {0.2f, -3, 0.4f, -1}, 1, 4);
    Evaluation evaluation = evaluator.evaluate(graph, Map.of("x", input));
    assertEquals(Tensor.of(new int[] {1, -4}, 1, 2), evaluation.value(codes));
    assertEquals(Tensor.of(new float[] {-11, -7}, 1, 2), evaluation.outputs().get("y"));
    assertEquals(Tensor.of(new float[] {0.5f, -2}, 1, 2), evaluation.outputs().get("decoded"));
    assertEquals(List.of("y", "decoded"), List.copyOf(evaluation.outputs().keySet()));
    assertEquals(new CodeRange(-4, 4), graph.fact(codes).codes().orElseThrow());
  }

  @Test
  void inputsMustBeThereAndFit() {
    GraphBuilder builder = new GraphBuilder("identity");
    Value x = builder.input("x", Fact.of(ElementType.F32, Shape.of(2)));
    builder.output("y", x);
    Graph graph = builder.build(Stage.CANONICAL);
    ReferenceEvaluator evaluator = new ReferenceEvaluator((op, inputs) -> inputs);
    SpikezipException missing =
        assertThrows(SpikezipException.class, () -> evaluator.evaluate(graph, Map.of()));
    assertTrue(missing.getMessage().contains("input \"x\" is missing"), missing.getMessage());
    SpikezipException wrong =
        assertThrows(
            SpikezipException.class, () -> evaluator.evaluate(graph, Map.of("x", ints(1, 2))));
    assertTrue(wrong.getMessage().contains("f32[2]"), wrong.getMessage());
  }

  @Test
  void otherOperatorsGoToTheHost() {
    HostOp host = new HostOp("", "Det", 11, new Attribute.Opaque(new byte[0]), List.of());
    HostOps twice = (op, inputs) -> List.of(inputs.get(0), inputs.get(0));
    List<Tensor> outputs = new ReferenceEvaluator(twice).evaluate(host, List.of(ints(1)));
    assertEquals(List.of(ints(1), ints(1)), outputs);
    assertFalse(RouteMap.isRoute(host));
  }
}
