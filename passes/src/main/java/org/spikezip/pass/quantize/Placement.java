package org.spikezip.pass.quantize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;

/**
 * Where quantizers go: at the inputs of every matrix product of signals.
 *
 * <p>An input of constant weights has one threshold a channel, which folds into the weight rows.
 * Where both factors spike, the scale must be common to the summed axis. Scores of attention have
 * thresholds by channel in both factors, such that their products are the same in a head ({@link
 * BalanceScores}); elsewhere there is one threshold a head, and for the right factor one a column
 * as well, unless columns are positions.
 *
 * @param products the products that become integer products, in order
 * @param sites all quantizers, each once, in order
 * @param results those of them whose value goes on as what its codes stand for, beside products
 * @param leftFloat what stays float and why, a sentence each
 */
record Placement(
    List<Product> products, List<Site> sites, List<Site> results, List<String> leftFloat) {
  /** No quantizer anywhere. */
  static final Placement NOTHING = new Placement(List.of(), List.of(), List.of(), List.of());

  private static final int[] BY_COLUMN = {-3, -1};

  Placement {
    products = List.copyOf(products);
    sites = List.copyOf(sites);
    results = List.copyOf(results);
    leftFloat = List.copyOf(leftFloat);
  }

  /** The same with quantizers at more values, which go on as what their codes stand for. */
  Placement withResults(List<Site> more) {
    Set<Site> all = new LinkedHashSet<>(sites);
    all.addAll(more);
    return new Placement(products, List.copyOf(all), more, leftFloat);
  }

  /** How much errors count, for the sites where that differs from number to number. */
  Map<Site, ErrorWeights> errorWeights() {
    Map<Site, ErrorWeights> weights = new HashMap<>();
    for (Product product : products) {
      if (product instanceof Product.OfSignals both && both.left().probability()) {
        weights.put(both.left(), new ErrorWeights(both.right().value(), true));
        weights.put(both.right(), new ErrorWeights(both.left().value(), false));
      }
    }
    return weights;
  }

  /**
   * Finds them.
   *
   * @param taken ids of products that are integer products already
   * @param perChannel whether thresholds may differ within a tensor
   * @param balance whether the factors of attention scores have thresholds by channel
   * @param keepWeights whether weights that are dequantized integers stay these integers
   */
  static Placement of(
      Graph graph,
      Uses uses,
      Constants constants,
      Set<Integer> taken,
      boolean perChannel,
      boolean balance,
      boolean keepWeights) {
    QdqWeights dequantized = new QdqWeights(graph, constants);
    Signals signals = new Signals(graph, constants);
    Attention attention = new Attention(graph, uses);
    List<Product> products = new ArrayList<>();
    Set<Site> sites = new LinkedHashSet<>();
    List<String> leftFloat = new ArrayList<>();
    for (Node node : graph.nodesOf(MatMul.class)) {
      boolean left = signals.is(node.input(0));
      boolean right = signals.is(node.input(1));
      if (taken.contains(node.id()) || (!left && !right)) {
        continue;
      }
      Optional<Tensor> weights =
          constants.of(node.input(1)).flatMap(t -> matrix(t, graph.fact(node.input(0)).shape()));
      Optional<IntegerWeights> kept =
          keepWeights && dequantized.is(node.input(1))
              ? dequantized.of(node.input(1), 1)
              : Optional.empty();
      if (node.fact().type() != ElementType.F32) {
        leftFloat.add(reason(node, "its numbers are " + node.fact().type().symbol()));
      } else if (left && right) {
        products.add(ofSignals(graph, attention, node, perChannel, perChannel && balance));
      } else if (left && kept.isPresent()) {
        Site site = inputOf(attention, node, kept.get().weights().dim(0), false);
        products.add(new Product.WithKeptWeights(node, site, kept.get()));
      } else if (left && weights.isPresent()) {
        checkFinite(graph, node, weights.get());
        Site site = inputOf(attention, node, weights.get().dim(0), perChannel);
        products.add(new Product.WithWeights(node, site, weights.get()));
      } else {
        leftFloat.add(reason(node, oneSided(graph, constants, node, left)));
      }
    }
    products.replaceAll(product -> unshared(product, products));
    for (Product product : products) {
      sites.add(product.left());
      if (product instanceof Product.OfSignals both) {
        sites.add(both.right());
      }
    }
    return new Placement(products, List.copyOf(sites), List.of(), leftFloat);
  }

  /** Products that share a factor cannot each balance it: these keep one threshold a head. */
  private static Product unshared(Product product, List<Product> products) {
    if (!(product instanceof Product.OfSignals own) || !own.balanced()) {
      return product;
    }
    long users =
        products.stream()
            .filter(Product.OfSignals.class::isInstance)
            .map(Product.OfSignals.class::cast)
            .filter(
                p ->
                    p.left().value().equals(own.left().value())
                        || p.right().value().equals(own.right().value())
                        || p.left().value().equals(own.right().value()))
            .count();
    return users == 1
        ? own
        : new Product.OfSignals(own.node(), byHead(own.left()), byHead(own.right()), false);
  }

  private static Site byHead(Site site) {
    Grouping channels = site.thresholds();
    Grouping heads =
        channels.axes().contains(-3)
            ? new Grouping(List.of(-3), channels.sizes().subList(0, 1))
            : Grouping.TENSOR;
    return new Site(site.value(), heads, site.resting(), site.probability());
  }

  private static String reason(Node node, String why) {
    return "\"" + node.name() + "\" stays float: " + why;
  }

  /** Why a product of a signal and something else is none of ours. */
  private static String oneSided(
      Graph graph, Constants constants, Node node, boolean signalOnTheLeft) {
    Value other = node.input(signalOnTheLeft ? 1 : 0);
    String side = signalOnTheLeft ? "right" : "left";
    return constants.is(other)
        ? "its " + side + " operand is a constant " + graph.fact(other) + ", no matrix on the right"
        : "its " + side + " operand carries no data";
  }

  private static void checkFinite(Graph graph, Node node, Tensor weights) {
    float[] values = weights.floats();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new SpikezipException(
            ErrorCode.MALFORMED,
            "expected numbers in weights \""
                + Names.of(graph, node.input(1))
                + "\" of "
                + node.describe()
                + ", found "
                + values[i]
                + " at element "
                + i,
            "export the model again from a checkpoint without it");
      }
    }
  }

  /** Weights as {@code [K,N]}; leading axes of size 1 are dropped where that changes no shape. */
  static Optional<Tensor> matrix(Tensor tensor, Shape left) {
    int rank = tensor.rank();
    if (rank < 2 || !tensor.type().isFloat()) {
      return Optional.empty();
    }
    int[] outer = Arrays.copyOf(tensor.dims(), rank - 2);
    boolean plain = Arrays.stream(outer).allMatch(d -> d == 1);
    boolean inside = rank == 2 || (left.known() && left.rank() >= rank);
    return plain && inside
        ? Optional.of(tensor.reshape(tensor.dim(-2), tensor.dim(-1)))
        : Optional.empty();
  }

  /** The left operand of a product with weights of so many rows. */
  private static Site inputOf(Attention attention, Node node, int rows, boolean perChannel) {
    Value x = node.input(0);
    Grouping channels = new Grouping(List.of(-1), List.of(rows));
    Grouping thresholds = perChannel ? channels : Grouping.TENSOR;
    return new Site(x, thresholds, channels, attention.isProbability(x));
  }

  /** Whether both have the same heads and the same channels along the summed axis. */
  static boolean isBalanced(Grouping left, Grouping right) {
    return left.sizes().equals(right.sizes())
        && left.axes().contains(-1)
        && right.axes().contains(-2);
  }

  private static Product ofSignals(
      Graph graph, Attention attention, Node node, boolean perChannel, boolean balance) {
    Value a = node.input(0);
    Value b = node.input(1);
    Shape left = graph.fact(a).shape();
    Shape right = graph.fact(b).shape();
    boolean score = attention.isScore(node.output());
    boolean mean = attention.isProbability(a);
    Grouping leftResting = mean ? Grouping.of(left, -3) : Grouping.of(left, -3, -1);
    Grouping rightResting = score ? Grouping.of(right, -3, -2) : Grouping.of(right, -3, -1);
    boolean balanced = balance && score && !mean && isBalanced(leftResting, rightResting);
    Grouping leftThresholds =
        !perChannel ? Grouping.TENSOR : balanced ? leftResting : Grouping.of(left, -3);
    Grouping rightThresholds =
        !perChannel
            ? Grouping.TENSOR
            : balanced ? rightResting : Grouping.of(right, score ? new int[] {-3} : BY_COLUMN);
    return new Product.OfSignals(
        node,
        new Site(a, leftThresholds, leftResting, mean),
        new Site(b, rightThresholds, rightResting, attention.isProbability(b)),
        balanced);
  }
}
