package org.spikezip.frontend.torch.zip;

/**
 * One entry, checked against the file.
 *
 * @param name below the archive's top folder
 * @param header where its local header begins
 * @param offset where its content begins
 * @param compressedSize bytes in the file
 * @param size bytes of the content
 * @param deflated whether it is compressed
 * @param crc CRC-32 of the content
 */
record ZipEntryRecord(
    String name,
    long header,
    long offset,
    long compressedSize,
    long size,
    boolean deflated,
    long crc) {
  long end() {
    return offset + compressedSize;
  }
}
