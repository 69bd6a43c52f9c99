/**
 * Writes networks in the Neuromorphic Intermediate Representation (NIR, HDF5 files). What NIR can
 * say of a network is its state at rest: docs/exports.md tells how, and why not more.
 */
package org.spikezip.backend.nir;
