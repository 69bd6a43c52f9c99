package org.spikezip.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.artifact.AtomicFile;

/** One page with everything in it. The charts are drawn by Chart.js (MIT licence). */
public final class ReportPage {
  private static final String ABOUT = "/META-INF/maven/org.webjars.npm/chart.js/pom.properties";

  private ReportPage() {}

  /**
   * Writes the page, wholly or not at all.
   *
   * @param data what it tells, as {@code report.js} reads it
   * @throws SpikezipException USAGE if it cannot be written
   */
  public static void write(Path page, ObjectNode data) {
    String html = text("report.html");
    int style = html.indexOf("{{style}}");
    int json = html.indexOf("{{data}}");
    int library = html.indexOf("{{library}}");
    int script = html.indexOf("{{script}}");
    String whole =
        html.substring(0, style)
            + text("report.css")
            + html.substring(style + "{{style}}".length(), json)
            + data.toString().replace("<", "\\u003c")
            + html.substring(json + "{{data}}".length(), library)
            + library().replace("</script", "<\\/script").replaceAll("//# sourceMappingURL=.*", "")
            + html.substring(library + "{{library}}".length(), script)
            + text("report.js")
            + html.substring(script + "{{script}}".length());
    AtomicFile.write(page, out -> out.write(whole.getBytes(StandardCharsets.UTF_8)));
  }

  private static String library() {
    Properties about = new Properties();
    try (InputStream in = ReportPage.class.getResourceAsStream(ABOUT)) {
      about.load(in);
    } catch (IOException e) {
      throw new SpikezipException(ErrorCode.INTERNAL, "the chart library is broken", "", e);
    }
    return text(
        "/META-INF/resources/webjars/chart.js/"
            + about.getProperty("version")
            + "/dist/chart.umd.min.js");
  }

  private static String text(String resource) {
    try (InputStream in = ReportPage.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new SpikezipException(ErrorCode.INTERNAL, resource + " is missing", "", e);
    }
  }
}
