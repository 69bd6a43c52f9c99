/**
 * Finds plugins, on the class path and in a folder, keeps those of the folder apart from each
 * other, and lists what works and what is broken. What plugins offer is used elsewhere.
 */
package org.spikezip.host.plugin;
