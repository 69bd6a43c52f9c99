/**
 * The definition of every float function: for each input, the very bits that every backend
 * computes.
 *
 * <p>Here live the element-wise functions ({@link org.spikezip.api.function.UnaryFunction}, {@link
 * org.spikezip.api.function.BinaryFunction} and the classes behind them), the order of every
 * reduction ({@link org.spikezip.api.function.Sums}), the row functions built on it, and the
 * rounding of quantizers ({@link org.spikezip.api.function.Codes}). All of it is plain arithmetic
 * on {@code float} and {@code float[]}.
 *
 * <p>Here do not live: tensors and broadcasting, sums of integers (whose order cannot matter), and
 * fast versions. A backend brings its own SIMD or GPU code and tests it against this package. The
 * code here is the specification, {@code docs/float-functions.md} is the same in words.
 *
 * <p>Rules that a reproduction keeps: IEEE 754 with round to nearest even; subnormal inputs and
 * results kept; no fused multiply-add; no re-association; multiplication, division and square root
 * correctly rounded. Two results are equal if {@link Float#floatToIntBits} is: the sign and the
 * payload of a NaN carry no meaning.
 */
package org.spikezip.api.function;
