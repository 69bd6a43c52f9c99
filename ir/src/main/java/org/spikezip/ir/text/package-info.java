/**
 * The readable form of a graph: {@link org.spikezip.ir.text.IrPrinter} writes it, {@link
 * org.spikezip.ir.text.IrParser} reads it. For tests, reports and people; large tensors stand in it
 * by their hash only, so it does not replace the {@code .snn} file.
 *
 * <pre>
 * graph "mlp" canonical {
 *   meta "source.format" = "onnx"
 *   %0 "x" = input : f32[batch,4]
 *   %1 "w" = constant {value=f32[4,2] random(7)}
 *   %2 "y" = matmul(%0, %1) : f32[batch,2]
 *   %3:2 "s" = split(%2) {axis=1, sizes=[1, 1]} : f32[batch,1], f32[batch,1]
 *   return "y" = %3#1
 * }
 * </pre>
 *
 * <p>One node a line when printed; the parser does not care about line ends. {@code //} begins a
 * comment. An input left out is {@code _}. Codes of neurons are {@code i32[batch,4]<-16..15>}; a
 * shape of unknown rank is {@code [*]}; a symbolic dimension of odd characters stands in quotes.
 *
 * <p>Attributes: {@code 1} whole, {@code 1.0} real, {@code "a"} text, {@code [1, 2]}, {@code [1.0,
 * 2.0]}, {@code ["a"]} lists ({@code []} is a list of whole numbers; {@code floats[]} and {@code
 * strings[]} are the other empty ones), {@code 0x0aff} opaque bytes, {@code f32[2] [1.0, 2.0]} a
 * tensor.
 */
package org.spikezip.ir.text;
