package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.attribution.AttributedSnapshot;
import io.gpunodeagent.core.attribution.Attribution;
import io.gpunodeagent.core.attribution.AttributionInputs;
import io.gpunodeagent.core.snapshot.Allocation;
import io.gpunodeagent.core.snapshot.Allocations;
import io.gpunodeagent.core.snapshot.ContainerName;
import io.gpunodeagent.core.snapshot.DeviceId;
import io.gpunodeagent.core.snapshot.DraDevices;
import io.gpunodeagent.core.snapshot.GpuCondition;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.snapshot.Pods;
import io.gpunodeagent.core.snapshot.ProcessTable;
import io.gpunodeagent.core.snapshot.SourceState;
import io.gpunodeagent.core.state.NodeState;
import io.gpunodeagent.core.usage.Usage;
import java.io.StringReader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
  private static Document parse(NodeSnapshot node) throws Exception {
    return parse(Nodes.state(node));
  }

  private static Document parse(NodeState state) throws Exception {
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
    assertThat(NodePage.render(Nodes.state(MIXED), "node-7", "1"))
        .doesNotContain("http://", "https://", "<script", "src=", "@import", "url(");
  }

  @Test
  void whoHoldsAndWhoUsesAGpuStandsBelow() throws Exception {
    var node = Nodes.ready(false, Nodes.gpu(0, new GpuCondition.Fresh()));
    var uuid = node.gpus().getFirst().identity().uuid();
    var holder = new ContainerName("ml <a>", "train-0", "main");
    var allocation =
        new Allocation(
            holder,
            "nvidia.com/gpu",
            new DeviceId.Gpu(uuid),
            OptionalInt.empty(),
            Optional.empty());
    var kubelet =
        new SourceState.Down(
            Nodes.NOON.minusSeconds(9), Optional.of(Nodes.NOON.minusSeconds(19)), "no <socket>");
    var inputs =
        new AttributionInputs(
            node,
            new Allocations(kubelet, List.of(allocation), Allocations.off().allocatable()),
            DraDevices.off(),
            ProcessTable.blind("not the host's PID namespace"),
            Pods.off());
    var joined = Attribution.join(inputs, AttributedSnapshot.starting(node));

    var document = parse(new NodeState(joined, Pods.off(), new SourceState.Off(), Usage.none()));

    var rows = document.getElementsByTagName("tr");
    assertThat(rows.item(rows.getLength() - 1).getTextContent())
        .isEqualTo("0ml <a>/train-0mainyes73 %20.00");
    assertThat(document.getDocumentElement().getTextContent())
        .contains("Source kubelet is down for 9 s: no <socket>. What is shown is 19 s old.")
        .contains("Processes are not seen: not the host's PID namespace");
  }
}
