package org.spikezip.frontend.torch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.torch.TestArchive;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphOutput;

/** What known values decide is decided; what is left are operators. */
class InterpreterTest {
  @TempDir Path folder;

  private List<String> operators(String body) {
    return ScriptFixture.operators(folder, body);
  }

  @Test
  void operatorsBecomeNodes() {
    assertEquals(List.of("relu", "tanh"), operators("return torch.tanh(torch.relu(x))\n"));
  }

  @Test
  void knownConditionsAreFollowed() {
    assertEquals(
        List.of("relu"),
        operators(
            """
            if torch.eq(torch.size(x, 1), 4):
              y = torch.relu(x)
            else:
              y = torch.tanh(x)
            return y
            """));
  }

  @Test
  void loopsRun() {
    assertEquals(
        List.of("relu", "relu", "relu"),
        operators(
            """
            i = 0
            y = x
            while torch.lt(i, 3):
              y = torch.relu(y)
              i = torch.add(i, 1)
            return y
            """));
    assertEquals(
        List.of("tanh", "tanh"),
        operators(
            """
            y = x
            for i in range(2):
              y = torch.tanh(y)
            return y
            """));
  }

  @Test
  void listsAreChangedInPlace() {
    assertEquals(
        List.of("relu", "tanh", "concat"),
        operators(
            """
            parts = annotate(List[Tensor], [])
            _0 = torch.append(parts, torch.relu(x))
            same = parts
            _1 = torch.append(same, torch.tanh(x))
            return torch.cat(parts, 1)
            """));
  }

  @Test
  void tuplesAndDictsAreUnpacked() {
    assertEquals(
        List.of("tanh", "relu", "sub"),
        operators(
            """
            a, b, = (torch.relu(x), torch.tanh(x))
            d = {"a": a, "b": b}
            c, e = d["b"], (a, b)[0]
            return torch.sub(c, e)
            """));
  }

  @Test
  void noneAndTypesAreKnown() {
    assertEquals(
        List.of("relu"),
        operators(
            """
            mask = annotate(Optional[Tensor], None)
            if torch.__isnot__(mask, None):
              y = torch.add(x, unchecked_cast(Tensor, mask))
            else:
              if isinstance([1, 2], List[int]):
                y = torch.relu(x)
              else:
                y = x
            return y
            """));
  }

  @Test
  void functionsAndMethodsAreInlined() {
    assertEquals(
        List.of("tanh", "relu", "sigmoid", "silu", "sub"),
        ScriptFixture.operators(
            folder,
            TestArchive.script(
                """
                class M(Module):
                  gain : Final[int] = 1
                  def forward(self: __torch__.M,
                    x: Tensor) -> Tensor:
                    _0 = __torch__.helper
                    def __forked_function() -> Tensor:
                      return torch.silu(x)
                    y = (self).twice(_0(x, ), )
                    return torch.sub(y, torch.wait(fork(__forked_function)))
                  def twice(self: __torch__.M,
                    x: Tensor,
                    deep: bool=True) -> Tensor:
                    if deep:
                      y = torch.relu(x)
                    else:
                      y = x
                    if torch.eq(self.gain, 1):
                      y = torch.sigmoid(y)
                    else:
                      pass
                    return y
                def helper(x: Tensor) -> Tensor:
                  return torch.tanh(x)
                """)));
  }

  @Test
  void sizesThatAreOpenAreComputed() {
    Graph graph =
        ScriptFixture.graph(
            folder,
            TestArchive.forward("return torch.view(x, [torch.mul(torch.size(x, 0), 2), 2])\n"));
    assertEquals("f32[(batch*2),2]", graph.fact(graph.outputs().get(0).value()).toString());
  }

  @Test
  void checksOfOpenSizesAreTakenToHold() {
    assertEquals(
        List.of("relu"),
        operators(
            """
            if torch.eq(torch.size(x, 0), 8):
              pass
            else:
              ops.prim.RaiseException("batch must be 8", "builtins.AssertionError")
            return torch.relu(x)
            """));
  }

  @Test
  void constantsAreFolded() {
    assertEquals(
        List.of("relu"),
        operators(
            """
            n = torch.sqrt(torch.full([], 16., dtype=6))
            if torch.gt(float(n), 3.5):
              y = torch.relu(x)
            else:
              y = x
            return y
            """));
  }

  @Test
  void writtenOutTensorsAreConstants() {
    Graph graph =
        ScriptFixture.graph(
            folder,
            TestArchive.forward(
                "return torch.add(x, torch.tensor([[1, 2, 3, 4], [5, 6, 7, 8]], dtype=6))\n"));
    assertEquals(
        List.of("input", "constant", "add"),
        graph.nodes().stream().map(n -> n.op().name()).toList());
    assertEquals("f32[2,4]", graph.nodes().get(1).fact().toString());
  }

  @Test
  void namedTuplesNameOutputs() {
    Graph graph =
        ScriptFixture.graph(
            folder,
            TestArchive.script(
                """
                class Out(NamedTuple):
                  logits : Tensor
                  hidden : Tensor
                class M(Module):
                  def forward(self: __torch__.M,
                    x: Tensor) -> __torch__.Out:
                    out = __torch__.Out(torch.relu(x), torch.tanh(x))
                    return out
                """));
    assertEquals(
        List.of("logits", "hidden"), graph.outputs().stream().map(GraphOutput::name).toList());
  }

  @Test
  void outputsOfTuplesAreNumbered() {
    Graph graph =
        ScriptFixture.graph(folder, TestArchive.forward("return (torch.relu(x), [x, x])\n"));
    assertEquals(
        List.of("output_0", "output_1_0", "output_1_1"),
        graph.outputs().stream().map(GraphOutput::name).toList());
  }

  @Test
  void inPlaceOperatorsChangeTheVariable() {
    assertEquals(
        List.of("relu", "tanh", "add"),
        operators(
            """
            y = torch.relu(x)
            _0 = torch.tanh_(y)
            return torch.add(y, y)
            """));
  }

  @Test
  void inPlaceOperatorsChangeWhatListsHold() {
    assertEquals(
        List.of("relu", "tanh", "sigmoid"),
        operators(
            """
            y = torch.relu(x)
            l = [y]
            same = torch.contiguous(l[0])
            _0 = torch.tanh_(same)
            return torch.sigmoid(l[0])
            """));
  }

  @Test
  void copiesAreNotChangedInPlace() {
    assertEquals(
        List.of("relu", "sigmoid"),
        operators(
            """
            y = torch.relu(x)
            z = torch.clone(y)
            _0 = torch.tanh_(z)
            return torch.sigmoid(y)
            """));
  }

  @Test
  void partsMayBeWrittenWhereTheWholeIsDone() {
    assertEquals(
        List.of("split", "relu", "add"),
        operators(
            """
            a, b, = torch.split(x, 2, 1)
            _0 = torch.relu_(a)
            return torch.add(a, b)
            """));
  }

  @Test
  void nodesAreNamedByTheirModules() {
    Graph graph = ScriptFixture.graph(folder, TestArchive.forward("return torch.relu(x)\n"));
    assertEquals("relu", graph.nodes().get(1).name());
  }
}
