/**
 * The kernels in {@code jdk.incubator.vector}. Nothing else names classes of this package, so that
 * it need not load.
 *
 * <p>The JIT compiler inlines a kernel into those who call it, several kernels into one caller;
 * after some 45 vector operations of one compilation it no longer inlines methods of ours, and
 * vectors passed to or from such a method are allocated. So the loops on integers call no method
 * that takes or gives a vector, and those with the most operations are longer than 325 bytecodes,
 * above which nothing is inlined: they are always compiled by themselves. {@code bin/spikezip}
 * forbids to inline {@code VectorKernels} and {@code VectorFunctions} at all.
 *
 * <p>Of a vector that a loop carries the compiler knows its class only from a profile, which is not
 * always there in time; without it, calls on that vector are virtual and it is allocated. So the
 * loops on integers make no calls on it: it is an argument, {@code x.add(sum)}, and where it is
 * needed afterwards it is added to a fresh vector first.
 */
package org.spikezip.backend.cpu.vector;
