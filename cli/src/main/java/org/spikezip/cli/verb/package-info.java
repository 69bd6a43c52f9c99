/**
 * A class for each verb of the command, and one for each group of options that verbs share. A verb
 * reads options, asks the host, and says what came of it.
 */
package org.spikezip.cli.verb;
