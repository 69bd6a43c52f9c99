/**
 * Bounded reading of zip archives. Everything the archive says of itself is checked against the
 * file before it is believed.
 */
package org.spikezip.frontend.torch.zip;
