package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.frontend.onnx.ElementTypes;
import org.spikezip.frontend.onnx.proto.TensorShapeProto;
import org.spikezip.frontend.onnx.proto.TypeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;

/** What a model declares of its values, as facts; and the other way round. */
public final class ValueInfos {
  private static final int MAX_RANK = 64;

  private ValueInfos() {}

  /**
   * The fact of a graph input.
   *
   * @throws SpikezipException UNSUPPORTED if it is no tensor of our types
   */
  static Fact input(ValueInfoProto input) {
    TypeProto type = input.getType();
    if (!type.hasTensorType()) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "input '" + input.getName() + "' is of kind " + type.getValueCase() + ", not a tensor");
    }
    ElementType element =
        ElementTypes.ofOnnx(type.getTensorType().getElemType())
            .orElseThrow(
                () ->
                    new SpikezipException(
                        ErrorCode.UNSUPPORTED,
                        "input '"
                            + input.getName()
                            + "' has elements of type "
                            + ElementTypes.describe(type.getTensorType().getElemType()),
                        "move what makes numbers of it out of the model"));
    return Fact.of(element, shape(input));
  }

  /** What is declared of any value; empty if that is nothing, or no tensor of our types. */
  static Optional<Fact> declared(ValueInfoProto info) {
    return info.getType().hasTensorType()
        ? ElementTypes.ofOnnx(info.getType().getTensorType().getElemType())
            .map(type -> Fact.of(type, shape(info)))
        : Optional.empty();
  }

  private static Shape shape(ValueInfoProto info) {
    TypeProto.Tensor tensor = info.getType().getTensorType();
    if (!tensor.hasShape()) {
      return Shape.UNKNOWN;
    }
    if (tensor.getShape().getDimCount() > MAX_RANK) {
      throw impossible(info, "rank " + tensor.getShape().getDimCount());
    }
    List<Dim> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : tensor.getShape().getDimList()) {
      dims.add(distinct(dim(info, dim, dims.size()), dims));
    }
    return Shape.of(dims);
  }

  /**
   * A symbol that stands in one shape already gets a number: some exporters call batch and sequence
   * alike, and ONNX Runtime does not mind.
   */
  private static Dim distinct(Dim dim, List<Dim> before) {
    Dim own = dim;
    for (int i = 1; !own.isFixed() && before.contains(own); i++) {
      own = Dim.symbol(dim.symbol() + "_" + i);
    }
    return own;
  }

  private static Dim dim(ValueInfoProto info, TensorShapeProto.Dimension dim, int axis) {
    if (dim.hasDimValue() && dim.getDimValue() >= 0) {
      if (dim.getDimValue() > Integer.MAX_VALUE) {
        throw impossible(info, "dimension " + dim.getDimValue());
      }
      return Dim.of(dim.getDimValue());
    }
    String symbol = dim.hasDimParam() ? word(dim.getDimParam()) : "";
    return Dim.symbol(symbol.isEmpty() ? word(info.getName()) + "." + axis : symbol);
  }

  /** A dimension's name, of the characters that the text form allows. */
  private static String word(String name) {
    String plain = name.replaceAll("[^A-Za-z0-9_.]", "_");
    return plain.isEmpty() || Character.isLetter(plain.charAt(0)) ? plain : "d" + plain;
  }

  private static SpikezipException impossible(ValueInfoProto info, String what) {
    return new SpikezipException(
        ErrorCode.MALFORMED, "value '" + info.getName() + "' has impossible " + what);
  }

  /** A declaration of this fact; unknown dimensions stay open. */
  public static ValueInfoProto declare(String name, Fact fact) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(ElementTypes.onnx(fact.type()));
    if (fact.shape().known()) {
      TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
      for (Dim dim : fact.shape().dims()) {
        TensorShapeProto.Dimension.Builder declared = shape.addDimBuilder();
        if (dim.isFixed()) {
          declared.setDimValue(dim.size());
        } else if (!dim.isUnknown()) {
          declared.setDimParam(dim.symbol());
        }
      }
      tensor.setShape(shape);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
