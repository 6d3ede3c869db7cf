// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.sources.ContainerName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who holds a GPU, by labels that may be the exporter's, the target's or the pod's. */
class LabellingTest {

  private static final Map<String, String> TARGET =
      Map.of("job", "j", "instance", "i", "namespace", "gpu", "pod", "metrics-x", "container", "e");

  @Test
  void withoutLabelsOfTargetsTheHolderIsInThePod() {
    var held = series("G0", "namespace", "ns", "pod", "p", "container", "main");
    var labelling = Labelling.of(List.of(held, series("G1")), List.of(target()));
    assertThat(labelling.holder(held)).contains(new ContainerName("ns", "p", "main"));
    assertThat(labelling.holder(series("G1"))).isEmpty();
    assertThat(labelling.unknown()).isEmpty();
  }

  @Test
  void whereLabelsAreHonouredATargetsOwnPodHoldsNothing() {
    var held = series("G0", "namespace", "ns", "pod", "p", "container", "main");
    var free = with(TARGET, "UUID", "G1");
    var labelling = Labelling.of(List.of(held, free), List.of(TARGET));
    assertThat(labelling.holder(held)).contains(new ContainerName("ns", "p", "main"));
    assertThat(labelling.holder(free)).isEmpty();
  }

  @Test
  void whereLabelsAreNotHonouredAndNothingIsHeldNobodyHoldsAnything() {
    var free = with(TARGET, "UUID", "G0");
    var labelling = Labelling.of(List.of(free), List.of(TARGET));
    assertThat(labelling.holder(free)).isEmpty();
    assertThat(labelling.leftOut(free)).isFalse();
  }

  @Test
  void whereLabelsAreNotHonouredTheHolderIsInTheRenamedOnes() {
    var held =
        with(
            with(with(TARGET, "UUID", "G0"), "exported_namespace", "ns"),
            Map.of("exported_pod", "p", "exported_container", "main"));
    var free = with(TARGET, "UUID", "G1");
    var labelling = Labelling.of(List.of(held, free), List.of());
    assertThat(labelling.holder(held)).contains(new ContainerName("ns", "p", "main"));
    assertThat(labelling.holder(free)).isEmpty();
    assertThat(labelling.unknown()).isEmpty();
  }

  @Test
  void aTargetMayHaveANamespaceAndNoPod() {
    var target = Map.of("job", "j", "instance", "i", "namespace", "gpu");
    var held = with(with(target, "UUID", "G0"), Map.of("pod", "p", "exported_namespace", "ns"));
    var labelling = Labelling.of(List.of(held), List.of(target));
    assertThat(labelling.holder(held)).contains(new ContainerName("ns", "p", ""));
  }

  @Test
  void aPodThatIsNamedLikeATargetElsewhereHoldsItsGpu() {
    var held = series("G0", "namespace", "other", "pod", "metrics-x");
    assertThat(Labelling.of(List.of(held), List.of(TARGET)).holder(held)).isPresent();
  }

  @Test
  void anExporterKnownByNameHoldsNothing() {
    var held = series("G0", "namespace", "gpu", "pod", "nvidia-dcgm-exporter-8xk2p");
    assertThat(Labelling.of(List.of(held), List.of(target())).holder(held)).isEmpty();
  }

  @Test
  void aPodWithoutNamespaceIsNobody() {
    var held = series("G0", "pod", "p");
    assertThat(Labelling.of(List.of(held), List.of(target())).holder(held)).isEmpty();
  }

  @Test
  void whereTargetsAreUnknownOnePodOnAllGpusIsNotTold() {
    var first = series("G0", "namespace", "gpu", "pod", "metrics-x");
    var second = series("G1", "namespace", "gpu", "pod", "metrics-x");
    var labelling = Labelling.of(List.of(first, second), List.of());
    assertThat(labelling.leftOut(first)).isTrue();
    assertThat(labelling.unknownNodes()).containsExactly("n1: job j, instance i");
  }

  @Test
  void itIsNotToldEitherWhenTheExporterStartedAnew() {
    var labelling =
        Labelling.of(
            List.of(
                series("G0", "namespace", "gpu", "pod", "metrics-x"),
                series("G1", "namespace", "gpu", "pod", "metrics-x"),
                series("G0", "namespace", "gpu", "pod", "metrics-y"),
                series("G1", "namespace", "gpu", "pod", "metrics-y")),
            List.of());
    assertThat(labelling.unknownNodes()).hasSize(1);
  }

  @Test
  void aGpuThatNobodyHoldsShowsThatPodsAreHolders() {
    var held = series("G0", "namespace", "ns", "pod", "p");
    assertThat(Labelling.of(List.of(held, series("G1")), List.of()).unknown()).isEmpty();
    var later = series("G0");
    assertThat(Labelling.of(List.of(held, later), List.of()).unknown()).isEmpty();
  }

  @Test
  void differentPodsOnTwoGpusAreHolders() {
    var labelling =
        Labelling.of(
            List.of(
                series("G0", "namespace", "ns", "pod", "p"),
                series("G1", "namespace", "ns", "pod", "q")),
            List.of());
    assertThat(labelling.unknown()).isEmpty();
  }

  @Test
  void anExporterKnownByNameIsTold() {
    var labelling =
        Labelling.of(
            List.of(series("G0", "namespace", "gpu", "pod", "dcgm-exporter-a")), List.of());
    assertThat(labelling.unknown()).isEmpty();
  }

  @Test
  void aTargetThatIsKnownSettlesItForItselfAlone() {
    var known = series("G0", "namespace", "ns", "pod", "p");
    var unknown = with(series("G7", "namespace", "ns", "pod", "q"), "instance", "i2");
    var labelling = Labelling.of(List.of(known, unknown), List.of(target()));
    assertThat(labelling.leftOut(known)).isFalse();
    assertThat(labelling.leftOut(unknown)).isTrue();
  }

  @Test
  void modelsAreKnownWhereEachSeriesNamesOne() {
    var named = with(series("G0"), "modelName", "NVIDIA H100");
    assertThat(Labelling.of(List.of(named), List.of()).productsKnown()).isTrue();
    assertThat(Labelling.of(List.of(named, series("G1")), List.of()).productsKnown()).isFalse();
  }

  @Test
  void aSeriesWithoutGpuOrWithAStrangeInstanceIsOfNone() {
    assertThat(Labelling.slot(Map.of("job", "j"))).isEmpty();
    assertThat(Labelling.slot(Map.of("UUID", "G0", "GPU_I_ID", "seven"))).isEmpty();
    assertThat(Labelling.slot(Map.of("UUID", "G0", "GPU_I_ID", "99999"))).isEmpty();
    assertThat(Labelling.slot(Map.of("uuid", "G0", "GPU_I_ID", "7")).orElseThrow().gpuInstance())
        .hasValue(7);
  }

  @Test
  void theNodeIsNamedByTheExporterOrItsAddress() {
    assertThat(Labelling.node(Map.of("Hostname", "n1", "instance", "i"))).isEqualTo("n1");
    assertThat(Labelling.node(Map.of("instance", "i"))).isEqualTo("i");
  }

  private static Map<String, String> target() {
    return Map.of("job", "j", "instance", "i");
  }

  private static Map<String, String> series(String uuid, String... more) {
    var labels = new HashMap<>(Map.of("job", "j", "instance", "i", "Hostname", "n1"));
    labels.put("UUID", uuid);
    for (int at = 0; at < more.length; at += 2) {
      labels.put(more[at], more[at + 1]);
    }
    return labels;
  }

  private static Map<String, String> with(Map<String, String> labels, String name, String value) {
    return with(labels, Map.of(name, value));
  }

  private static Map<String, String> with(Map<String, String> labels, Map<String, String> more) {
    var all = new HashMap<>(labels);
    all.putAll(more);
    return all;
  }
}
