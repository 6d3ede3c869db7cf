// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SettingsTest {

  static List<Setting<?>> all() {
    return Settings.ALL;
  }

  @ParameterizedTest
  @MethodSource("all")
  void aDefaultIsAValueOfItsType(Setting<?> setting) {
    assertThat(setting.type().parser().apply(setting.defaultText()).map(Object.class::cast))
        .contains(setting.defaultValue());
  }

  @ParameterizedTest
  @CsvSource({
    "sampling.slowPeriod, GPU_NODE_AGENT_SAMPLING_SLOW_PERIOD",
    "web.tls.clientCertificateAuthority, GPU_NODE_AGENT_WEB_TLS_CLIENT_CERTIFICATE_AUTHORITY",
    "metrics.replaceBlanksInModelName, GPU_NODE_AGENT_METRICS_REPLACE_BLANKS_IN_MODEL_NAME"
  })
  void aVariableFollowsFromTheKey(String key, String variable) {
    assertThat(Settings.find(key).orElseThrow().variable()).isEqualTo(variable);
  }

  /** Every way that the values open or close a part of a record. */
  @Test
  void whichKeysThereAreDependsOnNoValue() {
    var values = Values.builder();
    put(values, "nvml.simulate", "t4");
    put(values, "kubelet.socket", "off");
    put(values, "metrics.podLabels", "true");
    put(values, "web.tls.certificate", "/certificate");
    put(values, "web.tls.key", "/key");
    put(values, "labels.pluginConfigMap", "gpu-operator/plugin-config");
    put(values, "publishing.sink", "none");
    put(values, "health.taint", "NoSchedule");
    var keys = new ArrayList<String>();
    Settings.read(Section.root(values.build(), setting -> keys.add(setting.key())), Sources.none());
    assertThat(keys)
        .doesNotHaveDuplicates()
        .isEqualTo(Settings.ALL.stream().map(Setting::key).toList());
  }

  private static void put(Values.Builder values, String key, String text) {
    put(values, Settings.find(key).orElseThrow(), text);
  }

  private static <T> void put(Values.Builder values, Setting<T> setting, String text) {
    values.put(setting, setting.type().parser().apply(text).orElseThrow(), new Origin.Default());
  }
}
