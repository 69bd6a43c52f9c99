package org.spikezip.backend.cuda;

import org.spikezip.backend.cuda.SynapseWeights.Constants;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Argument.Int32;
import org.spikezip.backend.cuda.driver.Argument.Struct;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;

/** Places products of codes with weights and with each other. */
final class ProductUnits {
  /** A row of which at most one code in so many changed adds these changes. */
  private static final int FEW = 64;

  /** Up to so many rows or columns, a product of two matrices is made in small tiles. */
  private static final int SMALL = 48;

  /** Tiles of product_tiles.cu. */
  private static final Launcher.Tile BROAD = new Launcher.Tile(128, 128, 256);

  private static final Launcher.Tile SLIM = new Launcher.Tile(128, 64, 256);
  private static final Launcher.Tile SQUARE = new Launcher.Tile(32, 32, 32);

  private static final int SPIKE_BYTES = 8;

  private final PlanBuilder plan;
  private final Node node;

  ProductUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  private FloatCell floats() {
    int[] dims = plan.dims(node, 0);
    return plan.cells.floats(node.output(), ElementType.F32, dims, Cell.width(dims));
  }

  private static Argument codes(CodeCell cell) {
    return Struct.of(cell.data().pointer(), new Int32(cell.bytes()));
  }

  void placeSynapse(SynapseWeights weights, HostBytes host) {
    CodeCell codes = plan.cells.codes(node.input(0));
    float[] bias = node.hasInput(3) ? plan.constant(node, 3).floats() : new float[0];
    Constants constants =
        weights.of(
            node.id(),
            plan.constant(node, 1),
            plan.constant(node, 2).floats(),
            bias,
            codes.range(),
            host);
    FloatCell out = floats();
    Result result = plan.cells.result(out);
    plan.counters.causes(codes, constants.n());
    if (constants.narrow() && plan.products != Products.PLAIN) {
      int few = plan.products.keepSums(constants.k()) ? Math.max(1, constants.k() / FEW) : -1;
      placeTiles(codes, constants, out, result, few);
    } else {
      placePlain(codes, constants, out, result);
    }
  }

  private void placePlain(CodeCell codes, Constants constants, FloatCell out, Result result) {
    RowList list = plan.list(result);
    Operand operand = Operand.plain(codes, constants.k());
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              listRows(launcher, operand, result, gate, list);
              launcher
                  .call(constants.narrow() ? "synapse_bytes" : "synapse_wide")
                  .with(constants.narrow() ? codes.data().pointer() : codes(codes))
                  .with(constants.rows())
                  .with(constants.scale())
                  .with(constants.bias())
                  .with(constants.k())
                  .with(constants.n())
                  .with(list.argument())
                  .with(out.data().pointer())
                  .overColumns(constants.n(), result.total());
            }));
  }

  private static void listRows(
      Launcher launcher, Operand operand, Result result, int gate, RowList list) {
    launcher
        .withState("list_rows")
        .with(operand.argument())
        .with(result.argument(gate))
        .with(list.argument())
        .overRows(result.total(), 1);
  }

  /** Sums are kept where rows with up to {@code few} changes are told apart. */
  private void placeTiles(
      CodeCell codes, Constants constants, FloatCell out, Result result, int few) {
    RowList many = plan.list(result);
    Operand operand = Operand.plain(codes, constants.k());
    if (few < 0) {
      plan.add(
          new DeviceUnit(
              node.id(),
              false,
              (launcher, gate) -> {
                listRows(launcher, operand, result, gate, many);
                tiles(launcher, codes, constants, many, Argument.Pointer.NULL, out, result);
              }));
      return;
    }
    RowList little = plan.list(result);
    Region before =
        plan.memory.perSample("codes that sums stand for", (long) result.rows() * constants.k());
    Region sums = plan.memory.perSample("sums", 4L * out.elements());
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              Argument memory = Struct.of(before.pointer(), sums.pointer());
              launcher
                  .withState("list_rows_by_density")
                  .with(operand.argument())
                  .with(result.argument(gate))
                  .with(memory)
                  .with(few)
                  .with(little.argument())
                  .with(many.argument())
                  .overRows(result.total(), Launcher.WARP);
              tiles(launcher, codes, constants, many, sums.pointer(), out, result);
              launcher
                  .call("synapse_events")
                  .with(codes.data().pointer())
                  .with(constants.rows())
                  .with(constants.scale())
                  .with(constants.bias())
                  .with(constants.k())
                  .with(constants.n())
                  .with(few)
                  .with(little.argument())
                  .with(memory)
                  .with(out.data().pointer())
                  .overBlocks(result.total(), few * SPIKE_BYTES);
            }));
  }

  private static void tiles(
      Launcher launcher,
      CodeCell codes,
      Constants constants,
      RowList rows,
      Argument sums,
      FloatCell out,
      Result result) {
    launcher
        .call("synapse_tiles")
        .with(codes.data().pointer())
        .with(constants.columns())
        .with(constants.scale())
        .with(constants.bias())
        .with(constants.k())
        .with(constants.n())
        .with(rows.argument())
        .with(sums)
        .with(out.data().pointer())
        .overTiles(BROAD, result.total(), constants.n(), 1);
  }

  void placeBilinear() {
    CodeCell left = plan.cells.codes(node.input(0));
    CodeCell right = plan.cells.codes(node.input(1));
    FloatCell out = floats();
    Tensor scale = plan.constant(node, 2);
    ProductShape shape = new ProductShape(left.dims(), right.dims(), out.dims());
    Broadcast scaleRows = Broadcast.of(scale.dims(), out.dims());
    Region scales = plan.memory.constant("scales", scale.floats());
    Region scaleBase = plan.memory.constant("rows of scales", scaleRows.base());
    Region leftOf = plan.memory.constant("left matrices", shape.left());
    Region rightOf = plan.memory.constant("right matrices", shape.right());
    Result result = plan.cells.result(out);
    RowList list = plan.list(result);
    Operand leftRows = Operand.plain(left, shape.k());
    Operand rightRows = Operand.plain(right, shape.n());
    plan.counters.causes(left, (long) shape.n() * shape.batches() / shape.leftMatrices());
    plan.counters.causes(right, (long) shape.m() * shape.batches() / shape.rightMatrices());
    long largest = (long) left.range().magnitude() * right.range().magnitude();
    boolean narrow = Math.multiplyExact(largest, (long) shape.k()) <= Integer.MAX_VALUE;
    boolean bytes = left.bytes() == 1 && right.bytes() == 1;
    boolean inTiles = narrow && bytes && plan.products != Products.PLAIN;
    int batches = shape.batches() * plan.memory.samples();
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) -> {
              Argument pairing =
                  Struct.of(
                      leftOf.pointer(),
                      rightOf.pointer(),
                      new Int32(shape.batches()),
                      new Int32(shape.leftMatrices()),
                      new Int32(shape.rightMatrices()),
                      new Int32(shape.m()),
                      new Int32(shape.k()),
                      new Int32(shape.n()));
              Argument factors =
                  Struct.of(scales.pointer(), scaleBase.pointer(), new Int32(scaleRows.stride()));
              launcher
                  .withState("list_product_rows")
                  .with(leftRows.argument())
                  .with(rightRows.argument())
                  .with(pairing)
                  .with(result.argument(gate))
                  .with(list.argument())
                  .overBlocks(batches, 0);
              if (inTiles) {
                boolean small = Math.min(shape.m(), shape.n()) <= SMALL;
                launcher
                    .call(small ? "bilinear_tiles_small" : "bilinear_tiles")
                    .with(launcher.state().clock().pointer())
                    .with(left.data().pointer())
                    .with(right.data().pointer())
                    .with(pairing)
                    .with(factors)
                    .with(result.argument(gate))
                    .overTiles(small ? SQUARE : SLIM, shape.m(), shape.n(), batches);
              } else {
                launcher
                    .call(narrow ? "bilinear_narrow" : "bilinear_wide")
                    .with(codes(left))
                    .with(codes(right))
                    .with(pairing)
                    .with(factors)
                    .with(list.argument())
                    .with(out.data().pointer())
                    .overColumns(shape.n(), result.total());
              }
            }));
  }
}
