package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.snapshot.GpuCondition;
import io.gpunodeagent.agent.snapshot.NodeSnapshot;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class NodePageTest {

  private static final NodeSnapshot MIXED =
      Nodes.ready(
          true,
          Nodes.gpu(0, new GpuCondition.Fresh()),
          Nodes.gpu(1, new GpuCondition.Hung("nvmlDeviceGetPowerUsage", Nodes.NOON)),
          Nodes.gpu(2, new GpuCondition.Lost("nvmlDeviceGetTemperatureV", 15, Nodes.NOON)),
          Nodes.gpu(3, new GpuCondition.Fresh(), Nodes.instance(7), Nodes.instance(9)));

  /**
   * The page closes every element, so that an XML parser reads it once void elements are closed.
   */
  private static Document parse(NodeSnapshot state) throws Exception {
    var page =
        NodePage.render(state, "node & \"7\"", "1.2.3")
            .replace("<!DOCTYPE html>\n", "")
            .replaceAll("<meta([^>]*)>", "<meta$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(page)));
  }

  @Test
  void oneRowAGpuAndItsInstancesBelowIt() throws Exception {
    var document = parse(MIXED);
    assertThat(document.getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("node & \"7\"");
    var rows = document.getElementsByTagName("tr");
    assertThat(rows.getLength()).isEqualTo(7);
    assertThat(rows.item(1).getTextContent())
        .isEqualTo("0NVIDIA H100 <80GB>ok 73 % 20.0 / 80.051 °C312 / 700 W0");
    assertThat(rows.item(2).getTextContent())
        .isEqualTo("1NVIDIA H100 <80GB>hangs in nvmlDeviceGetPowerUsage-----");
    assertThat(rows.item(3).getTextContent())
        .isEqualTo("2NVIDIA H100 <80GB>lost (nvmlDeviceGetTemperatureV gave 15)-----");
    assertThat(rows.item(5).getTextContent()).isEqualTo("3/7MIG 1g.10gb 1.0 / 10.0");
  }

  @Test
  void aSimulationIsSaid() throws Exception {
    assertThat(parse(MIXED).getDocumentElement().getTextContent()).contains("Simulated.");
    assertThat(parse(Nodes.ready(false)).getDocumentElement().getTextContent())
        .doesNotContain("Simulated.");
  }

  @Test
  void anAbsentDriverIsSaidWithTheWayOut() throws Exception {
    assertThat(parse(Nodes.withoutDriver()).getDocumentElement().getTextContent())
        .contains("nvmlInit_v2 gave DRIVER_NOT_LOADED. load the kernel module <nvidia>.")
        .contains("2026-05-01T12:00:00Z");
  }

  @Test
  void nothingIsFetchedFromElsewhereAndNothingRuns() {
    assertThat(NodePage.render(MIXED, "node-7", "1"))
        .doesNotContain("http://", "https://", "<script", "src=", "@import", "url(");
  }
}
