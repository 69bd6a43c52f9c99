/**
 * Reads what users have - NumPy arrays, lines of text, pictures, labels - as the inputs of a model,
 * and writes outputs as NumPy arrays.
 *
 * <p>Every reader is bounded by the size of its file and says which file and which input does not
 * fit. Nothing here knows of options of the command line.
 */
package org.spikezip.cli.data;
