package io.gpunodeagent.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

  @ParameterizedTest
  @CsvSource({"100ms, PT0.1S", "1m30s, PT1M30S", "2h, PT2H", "1h1ms, PT1H0.001S", "0s, PT0S"})
  void durationsRoundTrip(String text, Duration duration) {
    assertThat(DurationText.parse(text)).contains(duration);
    assertThat(DurationText.write(duration)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"''", "1", "s", "1s1h", "-1s", "1 s", "1e3s", "9999999999s"})
  void whatIsNoDurationIsRefused(String text) {
    assertThat(DurationText.parse(text)).isEmpty();
  }
}
