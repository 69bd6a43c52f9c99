/**
 * The command {@code spikezip}: {@link org.spikezip.cli.Main} starts it, {@code verb} has a class a
 * verb, {@code data} reads what users give, {@code print} writes for people and programs, {@code
 * demo} is the guided tour.
 *
 * <p>Data goes to stdout, progress and errors to stderr. What the command can do lives in the host;
 * nothing here compiles, runs or proves anything itself.
 */
package org.spikezip.cli;
