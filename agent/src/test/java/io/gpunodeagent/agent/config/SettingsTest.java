package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
}
