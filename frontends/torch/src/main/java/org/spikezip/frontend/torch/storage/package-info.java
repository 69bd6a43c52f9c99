/** Tensors as PyTorch stores them: views into shared blocks of numbers. */
package org.spikezip.frontend.torch.storage;
