/**
 * Reads PyTorch models as they were saved: TorchScript archives (of {@code torch.jit.save}) and
 * exported programs (of {@code torch.export.save}). No code of a model ever runs.
 *
 * <p>Archives are read by {@code zip}, their pickles by {@code pickle}. {@code script} parses and
 * interprets TorchScript's code, {@code export} reads exported programs; both turn operators into
 * nodes of our graph by the one table in {@code aten}.
 */
package org.spikezip.frontend.torch;
