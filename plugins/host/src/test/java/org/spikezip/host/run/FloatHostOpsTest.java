package org.spikezip.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.spikezip.api.Backend.Capability;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunResult;
import org.spikezip.host.fake.FakeBackend;
import org.spikezip.host.fake.FakeExecutable;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Op;

class FloatHostOpsTest {
  private static final Fact ANY = Fact.of(ElementType.F32, Shape.UNKNOWN);

  /** Adds to all that is given, as far as it is given, the number of the output. */
  private static RunResult sum(Graph graph, Map<String, Tensor> inputs) {
    Node host = graph.nodesOf(HostOp.class).get(0);
    float sum = 0;
    for (int i = 0; i < host.inputs().size(); i++) {
      if (host.hasInput(i)) {
        sum += inputs.get(graph.node(host.input(i)).name()).floats()[0];
      }
    }
    Map<String, Tensor> outputs = new LinkedHashMap<>();
    for (GraphOutput output : graph.outputs()) {
      outputs.put(output.name(), Tensor.scalar(sum + output.value().slot()));
    }
    return RunResult.ofOutputs(outputs);
  }

  private static FakeBackend backend() {
    return FakeBackend.of("f", Set.of(Capability.FLOAT), FloatHostOpsTest::sum);
  }

  private static HostOp op(String type, Fact... outputs) {
    return new HostOp("my", type, 1, new Attribute.Opaque(new byte[] {1}), List.of(outputs));
  }

  private static Tensor vector(int length, float first) {
    float[] values = new float[length];
    values[0] = first;
    return Tensor.of(values, length);
  }

  @Test
  void evaluatesWithAbsentInputsAndSeveralOutputs() {
    try (FloatHostOps ops = new FloatHostOps(TestLoader.index(backend()))) {
      List<Tensor> outputs =
          ops.evaluate(op("Sum", ANY, ANY), List.of(vector(2, 1), HostOps.ABSENT, vector(3, 10)));
      assertEquals(List.of(Tensor.scalar(11f), Tensor.scalar(12f)), outputs);
    }
  }

  @Test
  void anOutputLeftOutIsAbsent() {
    try (FloatHostOps ops = new FloatHostOps(TestLoader.index(backend()))) {
      List<Tensor> outputs = ops.evaluate(op("Sum", Op.ABSENT, ANY), List.of(vector(2, 1)));
      assertSame(HostOps.ABSENT, outputs.get(0));
      assertEquals(Tensor.scalar(2f), outputs.get(1));
    }
  }

  @Test
  void keepsOneExecutableForAnOperatorAndItsInputFacts() {
    FakeBackend backend = backend();
    try (FloatHostOps ops = new FloatHostOps(TestLoader.index(backend))) {
      ops.evaluate(op("Sum", ANY), List.of(vector(2, 1)));
      ops.evaluate(op("Sum", ANY), List.of(vector(2, 5)));
      assertEquals(1, backend.made().size());
      ops.evaluate(op("Sum", ANY), List.of(vector(3, 1)));
      ops.evaluate(op("Other", ANY), List.of(vector(2, 1)));
      ops.evaluate(op("Sum", ANY), List.of(vector(2, 1), HostOps.ABSENT));
      assertEquals(4, backend.made().size());
    }
    assertTrue(backend.made().stream().allMatch(FakeExecutable::isClosed));
  }

  @Test
  void theLeastRecentlyUsedGoesFirst() {
    FakeBackend backend = backend();
    try (FloatHostOps ops = new FloatHostOps(TestLoader.index(backend))) {
      for (int length = 1; length <= FloatHostOps.KEPT + 1; length++) {
        ops.evaluate(op("Sum", ANY), List.of(vector(length, 0)));
        ops.evaluate(op("Sum", ANY), List.of(vector(1, 0)));
      }
      List<Integer> closed = new ArrayList<>();
      for (int i = 0; i < backend.made().size(); i++) {
        if (backend.made().get(i).isClosed()) {
          closed.add(i);
        }
      }
      assertEquals(List.of(1), closed);
    }
  }

  @Test
  void manyThreadsMayEvaluate() throws Exception {
    FakeBackend backend = backend().oneThread();
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try (FloatHostOps ops = new FloatHostOps(TestLoader.index(backend))) {
      List<Future<Tensor>> futures = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        // More shapes than are kept, so that threads push out what others are about to use.
        int length = 1 + i % (2 * FloatHostOps.KEPT);
        float value = i;
        futures.add(
            pool.submit(() -> ops.evaluate(op("Sum", ANY), List.of(vector(length, value))).get(0)));
      }
      for (int i = 0; i < futures.size(); i++) {
        assertEquals(Tensor.scalar((float) i), futures.get(i).get());
      }
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void aRefusalNamesTheOperator() {
    FloatHostOps ops =
        new FloatHostOps(TestLoader.index(backend().refusing("#1 my::Sum is not known")));
    SpikezipException e =
        assertThrows(
            SpikezipException.class, () -> ops.evaluate(op("Sum", ANY), List.of(vector(1, 1))));
    assertEquals(ErrorCode.UNSUPPORTED, e.code());
    assertTrue(e.getMessage().startsWith("operator my::Sum: backend 'f' cannot take"));
  }

  @Test
  void afterClosingNothingIsEvaluated() {
    FloatHostOps ops = new FloatHostOps(TestLoader.index(backend()));
    ops.close();
    ops.close();
    assertThrows(
        IllegalStateException.class, () -> ops.evaluate(op("Sum", ANY), List.of(vector(1, 1))));
  }
}
