package org.spikezip.ir.artifact;

/** A small graph of every operator on codes. */
public final class SpikingGraph {
  public static final String TEXT =
      """
      graph "spiking" spiking {
        meta "source.sha256" = "00"
        %0 "x" = input : f32[batch,3,4]
        %1 "theta" = constant {value=f32[4] [0.5, 0.25, 1.0, 2.0]}
        %2 "low" = constant {value=i32[1] [-8]}
        %3 "high" = constant {value=i32[4] [7, 6, 5, 4]}
        %4 "rest" = constant {value=i32[] [0]}
        %5 "q" = neuron(%0, %1, %2, %3, %4) {depth=1, max=7, min=-8, rounding="half_even"}
        %6 "w" = constant {value=i8[4,4] random(1)}
        %7 "scale" = constant {value=f32[4] splat(0.125)}
        %8 "y" = synapse(%5, %6, %7, _)
        %9 "theta2" = constant {value=f32[1] [0.5]}
        %10 "k" = neuron(%8, %9, %2, %3, %4) {depth=2, max=7, min=-8, rounding="half_up"}
        %11 "kt" = transpose(%10) {perm=[0, 2, 1]}
        %12 "one" = constant {value=f32[] [1.0]}
        %13 "s" = bilinear(%5, %11, %12)
        %14 "d" = decode(%10, %9)
        return "scores" = %13, "k" = %14
      }
      """;

  private SpikingGraph() {}
}
