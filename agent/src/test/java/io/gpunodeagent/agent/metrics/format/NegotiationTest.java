// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NegotiationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Prometheus 2.42, and with native histograms
          OPENMETRICS | application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1
          PROTOBUF    | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1
          # Prometheus 3, in its default order and with protobuf first
          OPENMETRICS | application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2
          PROTOBUF    | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.2
          TEXT        | text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;escaping=underscores;q=0.3
          # browsers, curl, and clients that say little
          TEXT        | text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8
          TEXT        | */*
          TEXT        | text/plain
          OPENMETRICS | application/openmetrics-text
          OPENMETRICS | text/plain;q=0.5, APPLICATION/OPENMETRICS-TEXT; Version="1.0.0"
          # of equals the first; what is refused is not sent
          TEXT        | text/plain,application/openmetrics-text
          TEXT        | application/openmetrics-text;q=0,text/plain;q=0.1
          # what we do not have
          TEXT        | application/json
          TEXT        | application/openmetrics-text;version=2.0.0
          TEXT        | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=text
          TEXT        | application/vnd.google.protobuf
          # nonsense
          TEXT        | ;;,=;q=x,,
          TEXT        | application/openmetrics-text;q=abc
          """)
  void theFormatWantedMostIsChosen(Format format, String accept) {
    assertThat(Negotiation.format(accept, false)).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # Prometheus 2.42, and with native histograms
          TEXT        | application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1
          PROTOBUF    | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,application/openmetrics-text;version=1.0.0;q=0.8,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1
          # Prometheus 3, in its default order, with protobuf first, last, and with OpenMetrics as its only scrape protocol
          TEXT        | application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3,*/*;q=0.2
          PROTOBUF    | application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.6,application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,*/*;q=0.2
          PROTOBUF    | application/openmetrics-text;version=1.0.0;q=0.6,application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited;q=0.5,*/*;q=0.2
          TEXT        | application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.2,*/*;q=0.1
          # clients that read OpenMetrics alone
          OPENMETRICS | application/openmetrics-text
          OPENMETRICS | application/openmetrics-text;version=1.0.0;q=0.1,application/json
          OPENMETRICS | application/*
          # what is refused is not sent, though it fits a wider range
          OPENMETRICS | application/openmetrics-text,text/plain;q=0
          OPENMETRICS | application/openmetrics-text;q=0.5,text/*;q=0,*/*;q=0.1
          OPENMETRICS | text/plain;version=0.0.4;q=0,*/*
          TEXT        | application/openmetrics-text,text/plain;version=0.0.4;q=0.1,text/plain;q=0
          # protobuf only for those who name it
          TEXT        | application/openmetrics-text,application/*,text/plain;q=0.1
          """)
  void aFormatThatKnowsEveryCounterGoesBeforeOneThatDoesNot(Format format, String accept) {
    assertThat(Negotiation.format(accept, true)).isEqualTo(format);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          true  | gzip
          true  | gzip, deflate, br
          true  | GZIP;q=1.0
          true  | deflate;q=0.9, gzip;q=0.5
          true  | identity;q=0.5, gzip
          false | gzip;q=0
          false | identity, gzip;q=0.5
          false | identity
          false | br
          false | *
          """)
  void bodiesAreCompressedForThoseWhoAsk(boolean gzip, String acceptEncoding) {
    assertThat(Negotiation.gzip(acceptEncoding)).isEqualTo(gzip);
  }

  @Test
  void withoutHeadersTheBodyIsPlainText() {
    assertThat(Negotiation.format(null, true)).isEqualTo(Format.TEXT);
    assertThat(Negotiation.gzip(null)).isFalse();
  }
}
