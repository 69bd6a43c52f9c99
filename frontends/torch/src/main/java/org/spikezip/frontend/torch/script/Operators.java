package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.frontend.torch.aten.AtenCall;
import org.spikezip.frontend.torch.aten.AtenContext;
import org.spikezip.frontend.torch.aten.AtenOp;
import org.spikezip.frontend.torch.aten.AtenOps;
import org.spikezip.frontend.torch.aten.Problems;
import org.spikezip.frontend.torch.aten.Schemas;
import org.spikezip.frontend.torch.aten.SymInt;
import org.spikezip.frontend.torch.script.Values.Unknown;
import org.spikezip.frontend.torch.script.Values.UnknownTruth;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Calls of operators: those on known values are evaluated, the others become nodes. What cannot is
 * kept as a problem and gives an unknown value, so that one run finds all problems.
 */
final class Operators {
  private static final String LOST_WEIGHTS =
      "torch.jit.optimize_for_inference has moved weights into a form that is not saved;"
          + " torch itself cannot load this file either";

  private final AtenContext context;
  private final TensorFacts facts;
  private final Problems problems = new Problems();
  private final Map<String, Integer> labels = new HashMap<>();
  private final Writes writes = new Writes();

  Operators(AtenContext context) {
    this.context = context;
    this.facts = new TensorFacts(context);
  }

  AtenContext context() {
    return context;
  }

  Writes writes() {
    return writes;
  }

  Problems problems() {
    return problems;
  }

  /** Whether the operator writes into its first argument. */
  private static boolean isInPlace(String name) {
    return name.startsWith("aten::") && name.endsWith("_") && !name.endsWith("__");
  }

  /**
   * Calls an operator.
   *
   * @param name with its namespace
   * @return its result; several are a {@link TupleValue}
   */
  Object call(
      String name, List<Object> arguments, Map<String, Object> named, Frame frame, int line) {
    String plain = name.substring(name.indexOf(':') + 2);
    if (plain.equals("RaiseException")) {
      throw raised(arguments, frame, line);
    }
    try {
      Object answer = known(name, plain, arguments);
      if (answer != Builtin.NOT_MINE) {
        return answer;
      }
      if ((plain.equals("tensor") || plain.equals("as_tensor")) && !arguments.isEmpty()) {
        Optional<Tensor> constant = TensorLiterals.of(arguments.get(0), named.get("dtype"));
        if (constant.isPresent()) {
          return constant.get();
        }
      }
      boolean unknown = arguments.stream().anyMatch(a -> Values.contains(a, Unknown.class));
      if (unknown || named.containsValue(Unknown.VALUE)) {
        noteIfUnknown(name, frame, line);
        return Unknown.VALUE;
      }
      List<Object> now = arguments.stream().map(writes::current).toList();
      return build(name, plain, now, writes.current(named), frame, line);
    } catch (SpikezipException e) {
      throw e.in(frame.where(line));
    }
  }

  private Object known(String name, String plain, List<Object> arguments) {
    for (Map<String, Builtin> builtins : List.of(Containers.ALL, Decisions.ALL)) {
      Builtin builtin = builtins.get(plain);
      Object answer = builtin == null ? Builtin.NOT_MINE : builtin.apply(arguments);
      if (answer != Builtin.NOT_MINE) {
        return answer;
      }
    }
    if (!arguments.isEmpty() && (name.startsWith("prim::") || plain.startsWith("is_"))) {
      return facts.ask(plain, arguments.get(0));
    }
    return Builtin.NOT_MINE;
  }

  private static SpikezipException raised(List<Object> arguments, Frame frame, int line) {
    Object message = arguments.isEmpty() ? "" : arguments.get(0);
    return frame.unsupported(
        line,
        "the model refuses its inputs: " + (message instanceof String ? message : "an exception"),
        "check the shapes and types of the inputs");
  }

  private void noteIfUnknown(String name, Frame frame, int line) {
    if (!name.startsWith("prim::") && Schemas.overloads(name).isEmpty()) {
      problems.add(name, frame.where(line));
    }
  }

  /**
   * Told before anything else, since nothing can be done about it.
   *
   * @throws SpikezipException UNSUPPORTED, naming the line where a weight is missing
   */
  static void refuseLostWeights(SourceFile file) {
    for (int i = 0; i < file.lines().size(); i++) {
      if (file.lines().get(i).contains("ops.prim.ConstantMKLDNNTensor")) {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED,
            file.describe(i + 1) + ": " + LOST_WEIGHTS,
            "save the model before optimize_for_inference; torch.jit.freeze alone keeps weights");
      }
    }
  }

  private Object build(
      String name,
      String plain,
      List<Object> arguments,
      Map<String, Object> named,
      Frame frame,
      int line) {
    Optional<Schemas.Resolved> resolved = Schemas.resolve(name, arguments, named);
    Optional<AtenOp> op =
        resolved.flatMap(r -> AtenOps.find(r.schema().name(), r.schema().overload()));
    if (op.isEmpty()) {
      boolean declared = !Schemas.overloads(name).isEmpty();
      problems.add(declared ? name + types(arguments, named) : name, frame.where(line));
      return Unknown.VALUE;
    }
    Schemas.Resolved call = resolved.get();
    String label = label(frame.path(), Schemas.plain(plain));
    List<Object> results;
    try {
      results =
          op.get()
              .call(
                  context,
                  new AtenCall(
                      call.schema().name(),
                      call.schema().overload(),
                      call.arguments(),
                      label,
                      frame.where(line)));
    } catch (SpikezipException e) {
      if (e.code() != ErrorCode.UNSUPPORTED) {
        throw e.in(name);
      }
      problems.add(name + ", " + e.getMessage(), frame.where(line));
      return Unknown.VALUE;
    }
    Object first = arguments.isEmpty() ? null : arguments.get(0);
    String operator = Schemas.plain(plain);
    List<Object> now =
        results.stream().map(r -> writes.result(operator, first, r, facts::folded)).toList();
    if (isInPlace(name) && !now.isEmpty()) {
      writes.write(first, now.get(0), frame.where(line));
    }
    return result(call, now);
  }

  private static Object result(Schemas.Resolved call, List<Object> results) {
    if (call.schema().listResult()) {
      boolean list = results.size() == 1 && results.get(0) instanceof List<?>;
      return new ArrayList<>(list ? (List<?>) results.get(0) : results);
    }
    if (call.schema().results() == 1) {
      return results.isEmpty() ? null : results.get(0);
    }
    return TupleValue.of(results);
  }

  private static String types(List<Object> arguments, Map<String, Object> named) {
    List<String> types = new ArrayList<>();
    arguments.forEach(a -> types.add(Values.typeName(a)));
    named.forEach((name, a) -> types.add(name + "=" + Values.typeName(a)));
    return "(" + String.join(", ", types) + ")";
  }

  private String label(String path, String plain) {
    String label = path.isEmpty() ? plain : path + "/" + plain;
    int count = labels.merge(label, 1, Integer::sum);
    return count == 1 ? label : label + "_" + count;
  }

  /** A condition as a Boolean, or why it is none. */
  Object truth(Object condition, Frame frame, int line) {
    if (condition instanceof Boolean
        || condition instanceof UnknownTruth
        || condition == Unknown.VALUE) {
      return condition;
    }
    if (condition instanceof SymInt) {
      return call("aten::ne", List.of(condition, 0L), Map.of(), frame, line);
    }
    Object number = Values.isTensor(condition) ? number(condition) : condition;
    if (number instanceof Boolean || number instanceof SymInt) {
      return truth(number, frame, line);
    }
    if (number instanceof Long whole) {
      return whole != 0;
    }
    return number instanceof Double real
        ? (Object) (real != 0)
        : new UnknownTruth("the data in a tensor");
  }

  /** A tensor of one element as a number; null if only the data tells it. */
  Object number(Object tensor) {
    return facts.number(writes.current(tensor)).orElse(null);
  }
}
