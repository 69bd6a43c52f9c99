package org.spikezip.frontend.torch.script;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** The code of an archive; files are parsed when something in them is first asked for. */
final class Program {
  private static final int MOST_BYTES = 32 << 20;

  private final ZipArchive archive;
  private final Map<String, Optional<CodeUnit>> units = new HashMap<>();

  Program(ZipArchive archive) {
    this.archive = archive;
  }

  /** A class and where it is defined. */
  record FoundClass(CodeUnit unit, ClassDefinition definition) {}

  /** The class of this qualified name, such as {@code __torch__.torch.nn.modules.linear.Linear}. */
  Optional<FoundClass> findClass(String qualified) {
    return unit(qualified)
        .flatMap(u -> u.findClass(last(qualified)).map(c -> new FoundClass(u, c)));
  }

  /** The function of this qualified name. */
  Optional<FunctionValue> findFunction(String qualified) {
    return unit(qualified)
        .flatMap(u -> u.findFunction(last(qualified)).map(f -> FunctionValue.free(u.file(), f)));
  }

  /** A method of an object's class. */
  Optional<FunctionValue> findMethod(ScriptObject object, String name) {
    return findClass(object.className())
        .flatMap(
            found ->
                Optional.ofNullable(found.definition().methods().get(name))
                    .map(f -> FunctionValue.method(found.unit().file(), f, object)));
  }

  private Optional<CodeUnit> unit(String qualified) {
    int dot = qualified.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String entry = "code/" + qualified.substring(0, dot).replace('.', '/') + ".py";
    return units.computeIfAbsent(entry, e -> archive.find(e).map(bytes -> parse(e, bytes)));
  }

  private static CodeUnit parse(String entry, ByteBuffer bytes) {
    if (bytes.remaining() > MOST_BYTES) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, entry + " has " + bytes.remaining() + " bytes of code");
    }
    return Parser.parse(SourceFile.of(entry, StandardCharsets.UTF_8.decode(bytes).toString()));
  }

  private static String last(String qualified) {
    return qualified.substring(qualified.lastIndexOf('.') + 1);
  }
}
