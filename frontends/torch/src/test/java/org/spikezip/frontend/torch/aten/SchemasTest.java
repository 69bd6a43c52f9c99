package org.spikezip.frontend.torch.aten;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Tensor;

class SchemasTest {
  private static final Tensor TENSOR = Tensor.scalar(1f);

  private static Schemas.Resolved resolve(String name, Object... arguments) {
    return Schemas.resolve(name, Arrays.asList(arguments), Map.of()).orElseThrow();
  }

  @Test
  void argumentsTellTheOverload() {
    assertEquals("aten::add.Tensor", resolve("aten::add", TENSOR, TENSOR).schema().toString());
    assertEquals("aten::add.Scalar", resolve("aten::add", TENSOR, 2L).schema().toString());
    assertEquals("aten::add.int", resolve("aten::add", 1L, 2L).schema().toString());
    assertEquals("aten::add.float", resolve("aten::add", 1.0, 2.0).schema().toString());
    assertEquals(
        "aten::split.sizes", resolve("aten::split", TENSOR, List.of(1L, 2L)).schema().toString());
  }

  @Test
  void defaultsAreFilledIn() {
    List<Object> arguments = resolve("aten::layer_norm", TENSOR, List.of(4L)).arguments();
    assertEquals(Arrays.asList(TENSOR, List.of(4L), null, null, 1e-5, true), arguments);
  }

  @Test
  void namedArgumentsFindTheirPlace() {
    List<Object> arguments =
        Schemas.resolve("aten::arange", List.of(5L), Map.of("dtype", ScalarType.FLOAT32))
            .orElseThrow()
            .arguments();
    assertEquals(Arrays.asList(5L, ScalarType.FLOAT32, null, null, null), arguments);
  }

  @Test
  void inPlaceFormsAreThePlainOnes() {
    assertEquals("aten::mul.Tensor", resolve("aten::mul_", TENSOR, TENSOR).schema().toString());
    assertEquals("aten::__and__", Schemas.plain("aten::__and__"));
  }

  @Test
  void nothingFitsWrongArguments() {
    assertTrue(Schemas.resolve("aten::linear", List.of("text"), Map.of()).isEmpty());
    assertTrue(Schemas.resolve("aten::relu", List.of(TENSOR), Map.of("unknown", 1L)).isEmpty());
  }

  /** Every builder has a declaration, or no call would ever reach it. */
  @Test
  void everyOperatorIsDeclared() {
    List<String> missing =
        AtenOps.names().stream().filter(name -> Schemas.overloads(name).isEmpty()).toList();
    assertEquals(List.of(), missing);
  }
}
