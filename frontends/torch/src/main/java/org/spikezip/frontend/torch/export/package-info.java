/** Exported programs ({@code .pt2}): model.json and the weights beside it. */
package org.spikezip.frontend.torch.export;
