package org.spikezip.frontend.torch.aten;

import java.util.Optional;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** PyTorch's element types, with the numbers they have in code and in exported programs. */
public enum ScalarType {
  UINT8(0, 1, ElementType.U8),
  INT8(1, 2, ElementType.I8),
  INT16(2, 3, ElementType.I16),
  INT32(3, 4, ElementType.I32),
  INT64(4, 5, ElementType.I64),
  FLOAT16(5, 6, ElementType.F16),
  FLOAT32(6, 7, ElementType.F32),
  FLOAT64(7, 8, ElementType.F64),
  BOOL(11, 12, ElementType.BOOL),
  QINT8(12, -1, ElementType.I8),
  QUINT8(13, -1, ElementType.U8),
  QINT32(14, -1, ElementType.I32),
  BFLOAT16(15, 13, ElementType.BF16),
  UINT16(27, 28, ElementType.U16),
  UINT32(28, -1, ElementType.U32),
  UINT64(29, -1, ElementType.U64);

  private final int code;
  private final int exported;
  private final ElementType element;

  ScalarType(int code, int exported, ElementType element) {
    this.code = code;
    this.exported = exported;
    this.element = element;
  }

  /** The number by which TorchScript's code knows it. */
  public int code() {
    return code;
  }

  public ElementType element() {
    return element;
  }

  /** Whether tensors of this type carry a scale and a zero point. */
  public boolean isQuantized() {
    return this == QINT8 || this == QUINT8 || this == QINT32;
  }

  /**
   * The type that TorchScript's code knows by this number.
   *
   * @throws SpikezipException UNSUPPORTED for complex numbers, 8-bit floats and the like
   */
  public static ScalarType ofCode(long code) {
    return find(code, false);
  }

  /**
   * The type that {@code model.json} knows by this number.
   *
   * @throws SpikezipException UNSUPPORTED for complex numbers, 8-bit floats and the like
   */
  public static ScalarType ofExported(long number) {
    return find(number, true);
  }

  /** The plain type of these elements. */
  public static Optional<ScalarType> of(ElementType element) {
    for (ScalarType type : values()) {
      if (type.element == element && !type.isQuantized()) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  private static ScalarType find(long number, boolean exported) {
    for (ScalarType type : values()) {
      if (number >= 0 && (exported ? type.exported : type.code) == number) {
        return type;
      }
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED,
        "element type number " + number + " of PyTorch is not supported",
        "convert the model to float32 before it is saved");
  }
}
