package org.spikezip.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Transpose;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/** Small valid graphs on matrices {@code [batch,4]}, the same for the same seed. */
public final class RandomGraphs {
  private final SplittableRandom random;
  private final GraphBuilder builder;
  private final List<Value> values = new ArrayList<>();

  private RandomGraphs(long seed) {
    random = new SplittableRandom(seed);
    builder = new GraphBuilder("random " + seed);
  }

  public static Graph of(long seed) {
    return new RandomGraphs(seed).graph();
  }

  private Graph graph() {
    Shape shape = Shape.of(List.of(Dim.symbol("batch"), Dim.of(4)));
    values.add(builder.input("x", Fact.of(ElementType.F32, shape)));
    values.add(builder.input("y", Fact.of(ElementType.F32, shape)));
    for (int i = random.nextInt(30); i >= 0; i--) {
      values.add(node("node." + i));
    }
    builder.output("result", any());
    builder.output("last", values.get(values.size() - 1));
    builder.metadata(Map.of("seed", Integer.toString(random.nextInt())));
    return builder.build(Stage.CANONICAL);
  }

  private Value node(String name) {
    switch (random.nextInt(7)) {
      case 0 -> {
        return builder.add(name, new MatMul(), any(), constant(name + ".weight", 4, 4));
      }
      case 1 -> {
        return builder.add(name, new Binary(BinaryKind.ADD), any(), any());
      }
      case 2 -> {
        List<Value> parts = builder.add(name, new Split(1, List.of(1, 3)), List.of(any()));
        return builder.add(name, new Concat(-1), parts.get(1), parts.get(0));
      }
      case 3 -> {
        Value scale = constant(name + ".scale", 4);
        return builder.add(name, new LayerNorm(-1, 1e-5f), any(), scale, Value.ABSENT);
      }
      case 4 -> {
        builder.add(name, new ShapeOf(), any());
        return builder.add(name, new Softmax(-1), any());
      }
      case 5 -> {
        Value turned = builder.add(name, new Transpose(List.of(1, 0)), any());
        return builder.add(name, new Transpose(List.of(1, 0)), turned);
      }
      default -> {
        UnaryKind[] kinds = {UnaryKind.GELU, UnaryKind.TANH, UnaryKind.NEG};
        return builder.add(name, new Unary(kinds[random.nextInt(kinds.length)]), any());
      }
    }
  }

  private Value any() {
    return values.get(random.nextInt(values.size()));
  }

  private Value constant(String name, int... dims) {
    int size = 1;
    for (int dim : dims) {
      size *= dim;
    }
    float[] floats = new float[size];
    for (int i = 0; i < size; i++) {
      floats[i] = Float.intBitsToFloat(random.nextInt() & 0xbfffffff);
    }
    return builder.constant(name, Tensor.of(floats, dims));
  }
}
