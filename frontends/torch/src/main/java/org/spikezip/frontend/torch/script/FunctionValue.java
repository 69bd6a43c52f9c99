package org.spikezip.frontend.torch.script;

/**
 * A function or method that can be called.
 *
 * @param file where it is written
 * @param self the object whose method it is; null for a free function
 * @param outer the call in which it is defined, whose variables it sees; null for most
 */
record FunctionValue(SourceFile file, Statement.Function function, ScriptObject self, Frame outer) {
  static FunctionValue free(SourceFile file, Statement.Function function) {
    return new FunctionValue(file, function, null, null);
  }

  static FunctionValue method(SourceFile file, Statement.Function function, ScriptObject self) {
    return new FunctionValue(file, function, self, null);
  }
}
