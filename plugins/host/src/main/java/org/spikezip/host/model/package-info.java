/** Opens models with the frontend that knows them, and says what a file is that none knows. */
package org.spikezip.host.model;
