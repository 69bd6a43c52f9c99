/** What runs cost on machines: counts and energies of layers, loads of cores, traffic. */
package org.spikezip.api.account;
