package org.spikezip.cli.data;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * The header of an .npy file. Source: NumPy enhancement proposal 1, format versions 1.0 to 3.0.
 *
 * @param type element type
 * @param bigEndian whether the bytes of each element stand in big-endian order
 * @param fortranOrder whether the first axis is the innermost
 * @param dims shape
 */
record NpyHeader(ElementType type, boolean bigEndian, boolean fortranOrder, List<Integer> dims) {
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");
  private static final Pattern DTYPE = Pattern.compile("([<>|=])([fiub])([0-9]{1,2})");

  /**
   * Reads the Python dictionary of a header.
   *
   * @throws SpikezipException MALFORMED
   */
  static NpyHeader parse(String text) {
    String descr = find(DESCR, text, "descr");
    Matcher dtype = DTYPE.matcher(descr);
    if (!dtype.matches()) {
      throw unknownType(descr);
    }
    List<Integer> dims =
        Arrays.stream(find(SHAPE, text, "shape").replace("L", "").split(","))
            .map(String::strip)
            .filter(size -> !size.isEmpty())
            .map(NpyHeader::dim)
            .toList();
    return new NpyHeader(
        type(dtype.group(2), dtype.group(3), descr),
        dtype.group(1).equals(">"),
        find(ORDER, text, "fortran_order").equals("True"),
        dims);
  }

  private static String find(Pattern pattern, String text, String key) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "the .npy header has no proper '" + key + "'",
          "save plain arrays: no structured types, no objects");
    }
    return matcher.group(1);
  }

  private static Integer dim(String size) {
    try {
      return Integer.valueOf(size);
    } catch (NumberFormatException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "an axis of " + size + " elements is too long", "", e);
    }
  }

  private static ElementType type(String kind, String bytes, String descr) {
    return switch (kind + bytes) {
      case "f2" -> ElementType.F16;
      case "f4" -> ElementType.F32;
      case "f8" -> ElementType.F64;
      case "i1" -> ElementType.I8;
      case "i2" -> ElementType.I16;
      case "i4" -> ElementType.I32;
      case "i8" -> ElementType.I64;
      case "u1" -> ElementType.U8;
      case "u2" -> ElementType.U16;
      case "u4" -> ElementType.U32;
      case "u8" -> ElementType.U64;
      case "b1" -> ElementType.BOOL;
      default -> throw unknownType(descr);
    };
  }

  private static SpikezipException unknownType(String descr) {
    return new SpikezipException(
        ErrorCode.MALFORMED,
        "arrays of type '" + descr + "' are not read; expected floats, integers or booleans",
        "convert it, such as array.astype('float32'), and save it again");
  }

  /** The bytes of all elements. */
  long bytes() {
    long count = 1;
    try {
      for (int dim : dims) {
        count = Math.multiplyExact(count, (long) dim);
      }
      return type.bytes(count);
    } catch (ArithmeticException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "an array of shape " + dims + " is absurd", "", e);
    }
  }

  /** The header of a little-endian array in C order, from magic to newline, 64-byte aligned. */
  static byte[] of(ElementType type, int[] dims) {
    StringBuilder shape = new StringBuilder("(");
    for (int i = 0; i < dims.length; i++) {
      shape.append(i == 0 ? "" : ", ").append(dims[i]);
    }
    shape.append(dims.length == 1 ? ",)" : ")");
    String text =
        "{'descr': '" + descr(type) + "', 'fortran_order': False, 'shape': " + shape + ", }";
    int unpadded = 10 + text.length() + 1;
    int length = (unpadded + 63) / 64 * 64 - 10;
    byte[] header = new byte[10 + length];
    Arrays.fill(header, (byte) ' ');
    byte[] magic = {
      (byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) length, (byte) (length >> 8)
    };
    System.arraycopy(magic, 0, header, 0, magic.length);
    for (int i = 0; i < text.length(); i++) {
      header[10 + i] = (byte) text.charAt(i);
    }
    header[header.length - 1] = '\n';
    return header;
  }

  private static String descr(ElementType type) {
    return switch (type) {
      case F16 -> "<f2";
      case F32 -> "<f4";
      case F64 -> "<f8";
      case I8 -> "|i1";
      case U8 -> "|u1";
      case I16 -> "<i2";
      case U16 -> "<u2";
      case I32 -> "<i4";
      case U32 -> "<u4";
      case I64 -> "<i8";
      case U64 -> "<u8";
      case BOOL -> "|b1";
      default ->
          throw new SpikezipException(
              ErrorCode.USAGE, "NumPy has no type for " + type.symbol() + " elements");
    };
  }
}
