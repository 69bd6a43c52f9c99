package org.spikezip.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.onnx.importer.GraphImporter;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.op.QuantizeLinear;

/** Operators that compute on integers become operators of floats between quantizations. */
class QuantizedOperatorsTest {
  @TempDir Path folder;

  private final GraphProto.Builder graph = Models.graph("");

  QuantizedOperatorsTest() {
    graph.addInitializer(Models.floats("s", 0.5f).clearDims());
    graph.addInitializer(bytes("z", TensorProto.DataType.UINT8, new int[0], 100));
    node("QuantizeLinear", "x s z", "q");
  }

  @Test
  void matMul() {
    graph.addInitializer(bytes("w", TensorProto.DataType.INT8, new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    graph.addInitializer(Models.floats("sw", 0.1f, 0.2f));
    graph.addInitializer(bytes("zw", TensorProto.DataType.INT8, new int[] {2}, 0, 0));
    node("QLinearMatMul", "q s z w sw zw s z", "p");
    assertEquals(
        "quantize_linear dequantize_linear dequantize_linear matmul quantize_linear",
        operators("p"));
    assertEquals("p", last(QuantizeLinear.class).name());
  }

  @Test
  void aScaleARowIsLeftToTheHost() {
    graph.addInitializer(Models.floats("sq", 0.1f, 0.2f, 0.3f));
    graph.addInitializer(bytes("w", TensorProto.DataType.INT8, new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    graph.addInitializer(bytes("zw", TensorProto.DataType.INT8, new int[0], 0));
    node("QLinearMatMul", "q sq z w s zw s z", "p");
    assertEquals("quantize_linear host", operators("p"));
  }

  @Test
  void gemmWithABiasAndWithoutAQuantizedResult() {
    graph.addInitializer(bytes("w", TensorProto.DataType.INT8, new int[] {2, 3}, 1, 2, 3, 4, 5, 6));
    graph.addInitializer(Models.floats("sw", 0.1f, 0.2f));
    graph.addInitializer(bytes("zw", TensorProto.DataType.INT8, new int[0], 0));
    graph.addInitializer(integers("b", 10, -20));
    microsoft("QGemm", "q s z w sw zw b", "y", attribute("transB", 1));
    assertEquals(
        "quantize_linear dequantize_linear dequantize_linear dequantize_linear transpose matmul"
            + " add",
        operators("y"));
    // The steps of the bias are those of the products.
    Graph imported = imported("y");
    Node bias =
        imported.nodesOf(DequantizeLinear.class).stream()
            .filter(n -> n.name().equals("y/bias"))
            .findFirst()
            .orElseThrow();
    assertArrayEquals(
        new float[] {0.5f * 0.1f, 0.5f * 0.2f},
        imported.constant(bias.input(1)).orElseThrow().floats());
  }

  @Test
  void elementwise() {
    microsoft("QLinearAdd", "q s z q s z s z", "a");
    microsoft("QLinearMul", "a s z q s z s z", "m");
    microsoft("QLinearSigmoid", "m s z s z", "g");
    microsoft("QLinearLeakyRelu", "g s z s z", "l");
    microsoft("QLinearConcat", "s z l s z q s z", "c", attribute("axis", 1));
    String operators = operators("c");
    assertEquals(1, count(operators, "add"));
    assertEquals(1, count(operators, "sigmoid"));
    assertEquals(1, count(operators, "concat"));
    assertEquals(6, count(operators, "quantize_linear"));
    assertEquals(8, count(operators, "dequantize_linear"));
    assertEquals(0, count(operators, "host"));
  }

  @Test
  void aSumIsInUnitsOfItsResult() {
    graph.addInitializer(Models.floats("sy", 0.25f).clearDims());
    microsoft("QLinearAdd", "q s z q s z sy z", "a");
    assertEquals(
        "quantize_linear div dequantize_linear div dequantize_linear add quantize_linear",
        operators("a"));
    Graph imported = imported("a");
    Node sum = last(QuantizeLinear.class);
    assertArrayEquals(new float[] {1}, imported.constant(sum.input(1)).orElseThrow().floats());
    assertArrayEquals(new int[] {100}, constant(imported, sum, 2));
  }

  @Test
  void whereChoosesBetweenFloats() {
    node("Greater", "x s", "c");
    microsoft("QLinearWhere", "c q s z q s z s z", "y");
    assertEquals(
        "quantize_linear greater dequantize_linear dequantize_linear where quantize_linear",
        operators("y"));
  }

  @Test
  void softmaxCountsItsAxisByItsOwnOpset() {
    microsoft("QLinearSoftmax", "q s z s z", "y", attribute("axis", 1), attribute("opset", 13));
    assertEquals(1, count(operators("y"), "softmax"));
  }

  @Test
  void softmaxOfAnotherOpsetIsLeftToTheHost() {
    microsoft("QLinearSoftmax", "q s z s z", "y", attribute("axis", 1), attribute("opset", 11));
    assertEquals("quantize_linear host", operators("y"));
  }

  @Test
  void aDynamicProduct() {
    graph.addInitializer(bytes("w", TensorProto.DataType.INT8, new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    graph.addInitializer(Models.floats("sw", 0.1f, 0.2f));
    node("DynamicQuantizeLinear", "x", "d ds dz");
    node("MatMulInteger", "d w dz", "i");
    graph.addNode(Models.node("Cast", "i", "f").toBuilder().addAttribute(attribute("to", 1)));
    node("Mul", "ds sw", "scales");
    node("Mul", "f scales", "y");
    assertDynamic();
  }

  @Test
  void aFusedDynamicProduct() {
    graph.addInitializer(bytes("w", TensorProto.DataType.INT8, new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    graph.addInitializer(Models.floats("sw", 0.1f, 0.2f));
    graph.addInitializer(bytes("zw", TensorProto.DataType.INT8, new int[0], 3));
    microsoft("DynamicQuantizeMatMul", "x w sw zw", "y");
    assertDynamic();
  }

  @Test
  void aHalfFusedDynamicProduct() {
    graph.addInitializer(bytes("w", TensorProto.DataType.INT8, new int[] {3, 2}, 1, 2, 3, 4, 5, 6));
    graph.addInitializer(Models.floats("sw", 0.1f, 0.2f));
    graph.addInitializer(Models.floats("b", 1, 2));
    node("DynamicQuantizeLinear", "x", "d ds dz");
    microsoft("MatMulIntegerToFloat", "d w ds sw dz - b", "y");
    String operators = operators("y");
    assertEquals(1, count(operators, "matmul"));
    assertEquals(1, count(operators, "add"));
  }

  private void assertDynamic() {
    String operators = operators("y");
    assertEquals(1, count(operators, "matmul"));
    assertEquals(2, count(operators, "dequantize_linear"));
    Graph imported = imported("y");
    Node product = imported.node(imported.outputs().get(0).value());
    Node left = imported.node(product.input(0));
    assertEquals("host", imported.node(left.input(0)).op().name());
    assertEquals(0, imported.fact(left.input(1)).shape().rank());
  }

  @Test
  void weightsOfFourBitsInBlocks() {
    // Two columns of three rows in blocks of two: the last row of the second block is padding.
    graph.addInitializer(
        bytes("w", TensorProto.DataType.UINT8, new int[] {2, 2, 1}, 0x21, 0x03, 0x54, 0x06));
    graph.addInitializer(Models.floats("sw", 1, 2, 3, 4));
    graph.addInitializer(bytes("zw", TensorProto.DataType.UINT8, new int[] {2}, 0x21, 0x43));
    microsoft(
        "MatMulNBits",
        "x w sw zw",
        "y",
        attribute("K", 3),
        attribute("N", 2),
        attribute("bits", 4),
        attribute("block_size", 2));
    assertEquals("dequantize_linear matmul", operators("y"));
    Graph imported = imported("y");
    Node weights = last(DequantizeLinear.class);
    assertEquals(new DequantizeLinear(0, 2), weights.op());
    assertArrayEquals(new int[] {1, 4, 2, 5, 3, 6}, constant(imported, weights, 0));
    assertArrayEquals(
        new float[] {1, 3, 2, 4}, imported.constant(weights.input(1)).orElseThrow().floats());
    assertArrayEquals(new int[] {1, 3, 2, 4}, constant(imported, weights, 2));
  }

  @Test
  void weightsOfEightBitsWithoutZeroPoints() {
    graph.addInitializer(
        bytes("w", TensorProto.DataType.UINT8, new int[] {1, 1, 4}, 200, 100, 128, 0));
    graph.addInitializer(Models.floats("sw", 1));
    microsoft(
        "MatMulNBits",
        "x w sw",
        "y",
        attribute("K", 3),
        attribute("N", 1),
        attribute("bits", 8),
        attribute("block_size", 4));
    Graph imported = imported("y");
    Node weights = last(DequantizeLinear.class);
    assertArrayEquals(new int[] {200, 100, 128}, constant(imported, weights, 0));
    assertArrayEquals(new int[] {128}, constant(imported, weights, 2));
  }

  @Test
  void rowsOfATableInBlocks() {
    graph.addInitializer(
        bytes("t", TensorProto.DataType.UINT8, new int[] {2, 2}, 0x21, 0x43, 0x65, 0x87));
    graph.addInitializer(Models.floats("st", 1, 2).clearDims().addDims(2).addDims(1));
    graph.addInitializer(bytes("zt", TensorProto.DataType.UINT8, new int[] {2, 1}, 3, 4));
    graph.addInitializer(integers("rows", 1, 0));
    microsoft("GatherBlockQuantized", "t rows st zt", "y", attribute("block_size", 16));
    assertEquals("dequantize_linear gather", operators("y"));
    Graph imported = imported("y");
    Node table = last(DequantizeLinear.class);
    assertEquals(new DequantizeLinear(1, 16), table.op());
    assertArrayEquals(new int[] {1, 2, 3, 4, 5, 6, 7, 8}, constant(imported, table, 0));
    assertArrayEquals(new int[] {3, 4}, constant(imported, table, 2));
  }

  @Test
  void bytesOfATableWithoutZeroPoints() {
    graph.addInitializer(bytes("t", TensorProto.DataType.UINT8, new int[] {1, 2}, 200, 100));
    graph.addInitializer(Models.floats("st", 1).clearDims().addDims(1).addDims(1));
    graph.addInitializer(integers("rows", 0));
    microsoft("GatherBlockQuantized", "t rows st", "y", attribute("bits", 8));
    Node table = last(DequantizeLinear.class);
    assertArrayEquals(new int[] {200, 100}, constant(imported("y"), table, 0));
    assertArrayEquals(new int[] {128}, constant(imported("y"), table, 2));
  }

  private static int[] constant(Graph graph, Node node, int input) {
    return graph.constant(node.input(input)).orElseThrow().ints();
  }

  private void node(String type, String inputs, String outputs) {
    graph.addNode(Models.node(type, inputs, outputs));
  }

  private void microsoft(String type, String inputs, String output, AttributeProto... attributes) {
    NodeProto.Builder node = Models.node(type, inputs, output).toBuilder();
    for (int i = 0; i < node.getInputCount(); i++) {
      node.setInput(i, node.getInput(i).equals("-") ? "" : node.getInput(i));
    }
    graph.addNode(node.setDomain("com.microsoft").addAllAttribute(Arrays.asList(attributes)));
  }

  private static AttributeProto attribute(String name, long value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  private static TensorProto bytes(
      String name, TensorProto.DataType type, int[] dims, int... values) {
    byte[] raw = new byte[values.length];
    for (int i = 0; i < raw.length; i++) {
      raw[i] = (byte) values[i];
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type.getNumber())
            .setRawData(ByteString.copyFrom(raw));
    Arrays.stream(dims).forEach(tensor::addDims);
    return tensor.build();
  }

  private static TensorProto integers(String name, int... values) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(TensorProto.DataType.INT32.getNumber())
        .addDims(values.length)
        .addAllInt32Data(Arrays.stream(values).boxed().toList())
        .build();
  }

  private Graph imported(String output) {
    GraphProto.Builder whole = graph.clone();
    Models.graph(output).getOutputList().forEach(whole::addOutput);
    return GraphImporter.run(
        Models.model(whole)
            .addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain("com.microsoft").setVersion(1))
            .build(),
        new TensorReader(folder.resolve("model.onnx")),
        Map.of());
  }

  private Node last(Class<? extends org.spikezip.ir.op.Op> type) {
    Graph made = imported(graph.getNode(graph.getNodeCount() - 1).getOutput(0));
    List<Node> nodes = made.nodesOf(type);
    assertTrue(!nodes.isEmpty());
    return nodes.get(nodes.size() - 1);
  }

  /** What the output needs, in order, without inputs and constants. */
  private String operators(String output) {
    Graph made = imported(output);
    boolean[] needed = new boolean[made.nodes().size()];
    needed[made.outputs().get(0).value().node()] = true;
    for (int i = needed.length - 1; i >= 0; i--) {
      if (needed[i]) {
        made.nodes().get(i).inputs().stream()
            .filter(v -> !v.isAbsent())
            .forEach(v -> needed[v.node()] = true);
      }
    }
    return made.nodes().stream()
        .filter(n -> needed[n.id()])
        .filter(n -> !(n.op() instanceof Constant) && !(n.op() instanceof Input))
        .map(n -> n.op().name())
        .collect(Collectors.joining(" "));
  }

  private static long count(String operators, String name) {
    return Arrays.stream(operators.split(" ")).filter(name::equals).count();
  }
}
