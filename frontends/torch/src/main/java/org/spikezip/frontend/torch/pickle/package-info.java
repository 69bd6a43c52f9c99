/**
 * Pickles as data. No object is ever made by name: what a pickle names is either on a short list or
 * the pickle is refused.
 */
package org.spikezip.frontend.torch.pickle;
