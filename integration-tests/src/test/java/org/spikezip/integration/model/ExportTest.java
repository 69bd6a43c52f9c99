package org.spikezip.integration.model;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.Graph;

/** Every fixture as ONNX files in ONNX Runtime: the codes and the output bits of its QANN. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExportTest {
  private final Workbench workbench = new Workbench();
  @TempDir private Path folder;

  @AfterAll
  void close() {
    workbench.close();
  }

  @TestFactory
  Stream<DynamicTest> runsInOnnxRuntime() {
    return ModelCase.all().stream()
        .flatMap(
            model ->
                Stream.of(ExportedCodes.Form.LOOP, ExportedCodes.Form.QDQ)
                    .map(form -> dynamicTest(model.name() + " " + form, () -> check(model, form))));
  }

  private void check(ModelCase model, ExportedCodes.Form form) {
    Graph graph = workbench.compiled(model).graph();
    ExportedCodes.check(
        model.name(),
        workbench.spikezip(),
        graph,
        model.samples().apply(graph),
        2,
        form,
        folder.resolve(model.name()));
  }
}
