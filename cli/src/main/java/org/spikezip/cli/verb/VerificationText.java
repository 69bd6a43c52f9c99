package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.spikezip.cli.print.Output;
import org.spikezip.cli.print.Table;
import org.spikezip.host.verify.FloatReport;
import org.spikezip.host.verify.SourceReport;
import org.spikezip.host.verify.VerificationReport;

/** A verification in words and in JSON. */
public final class VerificationText {
  private VerificationText() {}

  /** Tells all but the verdict. */
  public static void tell(VerificationReport report, Output output) {
    json(report, output.json());
    Table table = new Table("");
    table.row("samples", text("%d", report.samples()));
    table.row("neurons", text("%,d in %d layers", report.neurons(), report.layers()));
    table.row("mismatched codes", text("%,d", report.mismatchedCodes()));
    table.row("outputs bit equal", report.outputsBitEqual() ? "yes" : "NO");
    table.row("steps", text("%d at most, %.1f mean", report.steps().max(), report.steps().mean()));
    table.row("spikes", text("%,d, %.3f a neuron", report.spikes(), report.spikesPerNeuron()));
    table.row("synaptic operations", text("%,d", report.synapticOperations()));
    table.row("spiking MACs", text("%.2f %%", 100 * report.spikingMacShare()));
    table.row("spike train hash", report.spikeTrainHash());
    report.source().ifPresent(source -> source(source, table));
    report.floatModel().ifPresent(floats -> floats(floats, table));
    table.row("seconds", text("%.2f", report.seconds()));
    output.table(table);
  }

  private static void source(SourceReport source, Table table) {
    table.row(
        "source model",
        text(
            "%,d of %,d codes differ, %,d of them at ties (at most %.2g of a threshold away);"
                + " %,d when both run free; %d layers compared, %d not",
            source.codeMismatches(),
            source.codes(),
            source.ties(),
            source.farthestTie(),
            source.freeMismatches(),
            source.layersCompared(),
            source.layersLeftOut()));
    table.row(
        "",
        text(
            "top-1 agreement %.2f %%, largest output difference %.3g",
            100 * source.top1Agreement(), source.maxAbsDiff()));
  }

  private static void floats(FloatReport floats, Table table) {
    table.row(
        "float model",
        text(
            "top-1 agreement %.2f %%, mean cosine %.5f",
            100 * floats.top1Agreement(), floats.meanCosine()));
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  private static void json(VerificationReport report, ObjectNode json) {
    json.put("samples", report.samples());
    json.put("neurons", report.neurons());
    json.put("layers", report.layers());
    json.put("mismatchedCodes", report.mismatchedCodes());
    json.put("mismatchedOutputs", report.mismatchedOutputs());
    json.put("outputsBitEqual", report.outputsBitEqual());
    json.put("quiet", report.quiet());
    json.put("spikeTrainHash", report.spikeTrainHash());
    json.putObject("steps").put("max", report.steps().max()).put("mean", report.steps().mean());
    json.put("spikes", report.spikes());
    json.put("spikesPerNeuron", report.spikesPerNeuron());
    json.put("synapticOperations", report.synapticOperations());
    json.put("spikingMacShare", report.spikingMacShare());
    report.source().ifPresent(source -> json(source, json.putObject("source")));
    report
        .floatModel()
        .ifPresent(
            floats ->
                json.putObject("float")
                    .put("top1Agreement", floats.top1Agreement())
                    .put("meanCosine", floats.meanCosine()));
    report
        .firstCode()
        .ifPresent(m -> WrongNeuron.tell(m.sample(), m.at(), json.putObject("firstMismatch")));
    report.firstOutput().ifPresent(first -> json.put("firstOutputMismatch", first.describe()));
    json.put("seconds", report.seconds());
  }

  private static void json(SourceReport source, ObjectNode json) {
    json.put("codeMismatches", source.codeMismatches());
    json.put("ties", source.ties());
    json.put("farthestTie", source.farthestTie());
    json.put("top1Agreement", source.top1Agreement());
    json.put("maxAbsDiff", source.maxAbsDiff());
    json.put("codes", source.codes());
    json.put("freeMismatches", source.freeMismatches());
    json.put("layersCompared", source.layersCompared());
    json.put("layersLeftOut", source.layersLeftOut());
  }
}
