package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Concat;
import org.spikezip.ir.op.Gather;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Split;
import org.spikezip.ir.op.Unsqueeze;

/** Rotary position embeddings: ONNX RotaryEmbedding-23 and the operator of com.microsoft. */
final class RotaryConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  static {
    ONNX.put("RotaryEmbedding", n -> rotary(n, 1, 2, 3));
    MICROSOFT.put("RotaryEmbedding", n -> rotary(n, 2, 3, 1));
  }

  private RotaryConverters() {}

  private static List<Value> rotary(OnnxNode n, int cosAt, int sinAt, int positionsAt) {
    Shape x = n.shape(0);
    boolean gathers = n.hasInput(positionsAt);
    if (!x.known()
        || n.attributes().real("scale", 1) != 1
        || n.attributes().flag("is_packed_batching", false)
        || (gathers && (!n.shape(positionsAt).known() || n.shape(positionsAt).rank() != 2))) {
      return Converter.LEAVE;
    }
    boolean flat = x.rank() == 3;
    int heads = n.attributes().whole("num_heads", 0);
    int last = AttentionConverters.fixed(x.dim(-1));
    int size = !flat ? last : heads < 1 || last % heads != 0 ? 0 : last / heads;
    int rotated = n.attributes().whole("rotary_embedding_dim", 0);
    rotated = rotated == 0 ? size : rotated;
    if (size < 1 || rotated < 2 || rotated > size || rotated % 2 != 0 || (!flat && x.rank() != 4)) {
      return Converter.LEAVE;
    }
    // Flat: [B,S,N,D], so that one table serves all heads of a position; else [B,N,S,D].
    Value input =
        flat
            ? n.add(
                "heads",
                new Reshape(false),
                n.require(0),
                n.vector("parted", List.of(0, 0, heads, size)))
            : n.require(0);
    int headAxis = flat ? 2 : 1;
    Value cos = table(n, "cos", cosAt, positionsAt, headAxis);
    Value sin = table(n, "sin", sinAt, positionsAt, headAxis);
    Value turned = input;
    Value rest = Value.ABSENT;
    if (rotated < size) {
      List<Value> split = n.addAll("part", new Split(-1, List.of(rotated, size - rotated)), input);
      turned = split.get(0);
      rest = split.get(1);
    }
    Value all = turn(n, turned, cos, sin, rotated, rest.isAbsent() && !flat);
    if (!rest.isAbsent()) {
      Concat concat = new Concat(-1);
      all = flat ? n.add("all", concat, all, rest) : n.result(concat, all, rest);
    }
    return List.of(
        flat ? n.result(new Reshape(false), all, n.vector("merged", List.of(0, 0, -1))) : all);
  }

  private static Value table(OnnxNode n, String name, int at, int positionsAt, int headAxis) {
    Value rows =
        n.hasInput(positionsAt)
            ? n.add(name + "_rows", new Gather(0), n.require(at), n.input(positionsAt))
            : n.require(at);
    return n.add(name, new Unsqueeze(List.of(headAxis)), rows);
  }

  /** Turns pairs: halves of the axis, or neighbours if interleaved. */
  private static Value turn(OnnxNode n, Value x, Value cos, Value sin, int size, boolean isResult) {
    boolean interleaved = n.attributes().flag("interleaved", false);
    int half = size / 2;
    Value a;
    Value b;
    if (interleaved) {
      Value pairs =
          n.add("pairs", new Reshape(false), x, n.vector("pair", List.of(0, 0, 0, half, 2)));
      a = n.add("a", new Gather(-1), pairs, n.scalar("first", org.spikezip.ir.ElementType.I64, 0));
      b = n.add("b", new Gather(-1), pairs, n.scalar("second", org.spikezip.ir.ElementType.I64, 1));
    } else {
      List<Value> halves = n.addAll("halves", new Split(-1, List.of(half, half)), x);
      a = halves.get(0);
      b = halves.get(1);
    }
    Binary mul = new Binary(BinaryKind.MUL);
    Value real =
        n.add(
            "real",
            new Binary(BinaryKind.SUB),
            n.add("a_cos", mul, a, cos),
            n.add("b_sin", mul, b, sin));
    Value imaginary =
        n.add(
            "imaginary",
            new Binary(BinaryKind.ADD),
            n.add("a_sin", mul, a, sin),
            n.add("b_cos", mul, b, cos));
    if (!interleaved) {
      Concat concat = new Concat(-1);
      return isResult
          ? n.result(concat, real, imaginary)
          : n.add("turned", concat, real, imaginary);
    }
    Unsqueeze apart = new Unsqueeze(List.of(-1));
    Value pairs =
        n.add(
            "turned_pairs",
            new Concat(-1),
            n.add("real_apart", apart, real),
            n.add("imaginary_apart", apart, imaginary));
    Value target = n.vector("unpaired", List.of(0, 0, 0, size));
    return isResult
        ? n.result(new Reshape(false), pairs, target)
        : n.add("turned", new Reshape(false), pairs, target);
  }
}
