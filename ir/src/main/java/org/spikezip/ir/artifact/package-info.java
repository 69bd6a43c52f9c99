/**
 * The {@code .snn} file: {@link org.spikezip.ir.artifact.Artifact} writes a graph to it and maps it
 * back. ProtoBuf stays inside this package.
 *
 * <p>Layout, little-endian: a header of 72 bytes ({@code SPIKEZIP}, u32 format version, u32 flags,
 * u64 length of the graph, u64 offset of the weights, u64 length of the file, SHA-256 of the
 * graph), the graph as ProtoBuf ({@code snn.proto}), then the tensors, each at a multiple of 64
 * bytes and with a CRC-32C in the graph.
 *
 * <p>Here is also {@link org.spikezip.ir.artifact.AtomicFile}, by which every file that spikezip
 * makes appears whole or not at all.
 */
package org.spikezip.ir.artifact;
