/**
 * How the command talks: one JSON object or plain text on stdout, progress and errors on stderr.
 * What is said is up to the verbs.
 */
package org.spikezip.cli.print;
