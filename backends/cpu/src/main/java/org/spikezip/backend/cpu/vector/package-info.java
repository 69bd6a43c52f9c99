/**
 * The kernels in {@code jdk.incubator.vector}. Nothing else names classes of this package, so that
 * it need not load.
 *
 * <p>The JIT compiler inlines a kernel into those who call it, several kernels into one caller;
 * after some 45 vector operations of one compilation it no longer inlines methods of ours, and
 * vectors passed to or from such a method are allocated. So the loops on integers call no method
 * that takes or gives a vector, and those with the most operations are longer than 325 bytecodes,
 * above which nothing is inlined: they are always compiled by themselves.
 */
package org.spikezip.backend.cpu.vector;
