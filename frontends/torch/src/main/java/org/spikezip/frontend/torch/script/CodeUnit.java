package org.spikezip.frontend.torch.script;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What one file of code defines. */
final class CodeUnit {
  private final SourceFile file;
  private final Map<String, ClassDefinition> classes = new HashMap<>();
  private final Map<String, Statement.Function> functions = new HashMap<>();

  CodeUnit(SourceFile file) {
    this.file = file;
  }

  SourceFile file() {
    return file;
  }

  void add(ClassDefinition definition) {
    classes.put(definition.name(), definition);
  }

  void add(Statement.Function function) {
    functions.put(function.name(), function);
  }

  Optional<ClassDefinition> findClass(String name) {
    return Optional.ofNullable(classes.get(name));
  }

  Optional<Statement.Function> findFunction(String name) {
    return Optional.ofNullable(functions.get(name));
  }
}
