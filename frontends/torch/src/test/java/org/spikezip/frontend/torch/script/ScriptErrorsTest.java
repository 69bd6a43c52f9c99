package org.spikezip.frontend.torch.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.spikezip.frontend.torch.TestArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Code that cannot be compiled, or makes no sense, is refused with its line. */
@Timeout(60)
class ScriptErrorsTest {
  @TempDir Path folder;

  private SpikezipException fails(ErrorCode code, String body) {
    SpikezipException e = ScriptFixture.fails(folder, body);
    assertEquals(code, e.code(), e.getMessage());
    return e;
  }

  private static void assertSays(SpikezipException e, String... parts) {
    for (String part : parts) {
      assertTrue(e.getMessage().contains(part), e.getMessage());
    }
  }

  @Test
  void allUnknownOperatorsAreToldAtOnce() {
    SpikezipException e =
        fails(
            ErrorCode.UNSUPPORTED,
            """
            a = torch.hurwitz(x)
            b = ops.mine.special(a, 3)
            c = torch.relu(b)
            d = torch.bogus(torch.hurwitz(x), c)
            return d
            """);
    assertSays(
        e,
        "3 of its operators",
        "aten::hurwitz (2 times) at code/__torch__.py:4: \"a = torch.hurwitz(x)\"",
        "mine::special at code/__torch__.py:5",
        "aten::bogus at code/__torch__.py:7");
  }

  @Test
  void argumentsThatFitNoOverloadAreShown() {
    assertSays(
        fails(ErrorCode.UNSUPPORTED, "return torch.relu(x, 1, \"a\")\n"),
        "aten::relu(Tensor, int, str)");
  }

  @Test
  void controlFlowThatDependsOnDataIsToldWithItsLine() {
    SpikezipException e =
        fails(
            ErrorCode.UNSUPPORTED,
            """
            if bool(torch.gt(torch.sum(x), 0)):
              y = x
            else:
              y = torch.relu(x)
            return y
            """);
    assertSays(e, "code/__torch__.py:4: \"if bool(", "depends on the data");
  }

  @Test
  void controlFlowThatDependsOnOpenSizesAsksForShapes() {
    SpikezipException e =
        fails(
            ErrorCode.UNSUPPORTED,
            """
            if torch.gt(torch.size(x, 0), 8):
              y = x
            else:
              y = torch.relu(x)
            return y
            """);
    assertSays(e, "sizes of the inputs");
    assertTrue(e.remedy().orElse("").contains("--shape"));
  }

  @Test
  void numbersOutOfTensorsDependOnData() {
    assertSays(
        fails(ErrorCode.UNSUPPORTED, "n = int(torch.argmax(x))\nreturn torch.mul(x, n)\n"),
        ":4: \"n = int(torch.argmax(x))\"");
  }

  @Test
  void exceptionsOfTheModelAreTold() {
    assertSays(
        fails(
            ErrorCode.UNSUPPORTED,
            "ops.prim.RaiseException(torch.format(\"got {}\", torch.size(x, 1)))\nreturn x\n"),
        "the model refuses its inputs: got 4");
  }

  @Test
  void writingIntoAPartOfATensorIsRefused() {
    assertSays(
        fails(
            ErrorCode.UNSUPPORTED,
            """
            y = torch.relu(x)
            part = torch.select(y, 1, 0)
            _0 = torch.mul_(part, 2)
            return y
            """),
        "uses a tensor of which a part or another view was written",
        "code/__torch__.py:6: \"_0 = torch.mul_(part, 2)\"");
  }

  @Test
  void recursionEnds() {
    SpikezipException e =
        ScriptFixture.fails(
            folder,
            TestArchive.script(
                """
                class M(Module):
                  def forward(self: __torch__.M,
                    x: Tensor) -> Tensor:
                    return (self).forward(x, )
                """));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertSays(e, "recursion cannot be compiled");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "while True:\n  y = 1\nreturn x\n",
        "l = [1]\nwhile True:\n  l = torch.add(l, l)\nreturn x\n",
        "s = \"a\"\nwhile True:\n  s = torch.add(s, s)\nreturn x\n",
        "l = torch.mul([1, 2], 9000000000000000000)\nreturn x\n",
        "for i in range(9000000000000000000):\n  pass\nreturn x\n"
      })
  void whatNeverEndsOrGrowsIsStopped(String body) {
    fails(ErrorCode.MALFORMED, body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return nothing\n",
        "return self.weight\n",
        "return (x).forward(x, )\n",
        "return __torch__.missing(x, )\n",
        "return CONSTANTS.c7\n",
        "a, b, = (x,)\nreturn a\n",
        "return [x][3]\n",
        "return {\"a\": x}[\"b\"]\n",
        "return os(x)\n",
        "return torch.relu(x\n",
        "return \"\n",
        "x + x\n",
        "  return x\n return x\n",
        "return x)\n",
        "if x\n",
        "x = \n",
        "return [1:2]\n",
        "return x[1:2:0]\n",
        "return [x, x][::-1]\n"
      })
  void codeThatMakesNoSenseIsMalformed(String body) {
    fails(ErrorCode.MALFORMED, body);
  }

  @Test
  void deepNestingIsRefused() {
    assertSays(
        fails(ErrorCode.MALFORMED, "return " + "(".repeat(9000) + "x" + ")".repeat(9000) + "\n"),
        "nested more than");
    assertSays(
        fails(ErrorCode.MALFORMED, "return " + "-".repeat(100_000) + "1\n"), "nested more than");
    StringBuilder calls = new StringBuilder("x");
    for (int i = 0; i < 290; i++) {
      calls.insert(0, "torch.relu(").append(')');
    }
    assertEquals(290, ScriptFixture.operators(folder, "return " + calls + "\n").size());
  }

  @Test
  void raggedTensorsAreMalformed() {
    assertSays(
        fails(ErrorCode.MALFORMED, "return torch.add(x, torch.tensor([[1], [2, 3]]))\n"),
        "not of one length");
  }

  @Test
  void onlyTensorsComeOut() {
    assertSays(fails(ErrorCode.UNSUPPORTED, "return 3\n"), "gives int");
    assertSays(fails(ErrorCode.UNSUPPORTED, "return None\n"), "gives no tensor");
  }

  @Test
  void otherVersionsAreTold() {
    TestArchive archive = TestArchive.forward("return x\n");
    assertSays(ScriptFixture.fails(folder, archive.with("version", "2\n")), "expected 3 to 10");
    assertSays(ScriptFixture.fails(folder, archive.with("version", "11\n")), "expected 3 to 10");
    assertSays(ScriptFixture.fails(folder, archive.with("version", "x\n")), "expected 3 to 10");
    assertSays(ScriptFixture.fails(folder, archive.without("version")), "has no version");
    assertEquals(
        1, ScriptFixture.graph(folder, archive.with(".data/version", "3\n")).nodes().size());
  }
}
