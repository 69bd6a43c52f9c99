package org.spikezip.frontend.torch.script;

import java.util.HashMap;
import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** One running call of a function. */
final class Frame {
  private final SourceFile file;
  private final String path;
  private final Frame outer;
  private final Map<String, Object> locals = new HashMap<>();

  /**
   * @param path of the module whose method runs, also in the functions that it calls
   * @param outer the call whose variables this one sees too; null if there is none
   */
  Frame(SourceFile file, String path, Frame outer) {
    this.file = file;
    this.path = path;
    this.outer = outer;
  }

  SourceFile file() {
    return file;
  }

  String path() {
    return path;
  }

  boolean has(String name) {
    return locals.containsKey(name) || (outer != null && outer.has(name));
  }

  Object get(String name) {
    return outer == null || locals.containsKey(name) ? locals.get(name) : outer.get(name);
  }

  void set(String name, Object value) {
    locals.put(name, value);
  }

  String where(int line) {
    return file.describe(line);
  }

  SpikezipException malformed(int line, String what) {
    return file.malformed(line, what);
  }

  SpikezipException unsupported(int line, String what, String remedy) {
    return new SpikezipException(ErrorCode.UNSUPPORTED, where(line) + ": " + what, remedy);
  }
}
