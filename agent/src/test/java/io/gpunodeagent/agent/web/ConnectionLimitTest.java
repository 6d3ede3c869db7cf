// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A limit on the connections of a real server. */
@Timeout(60)
class ConnectionLimitTest {

  private static final int LIMIT = 3;

  private final ConnectionLimit limit =
      new ConnectionLimit(
          Http1ConnectionSelector.builder().config(Http1Config.create()).build(),
          LIMIT,
          System::nanoTime);

  private final WebServer server =
      WebServer.builder()
          .host("127.0.0.1")
          .port(0)
          .shutdownHook(false)
          .protocolsDiscoverServices(false)
          .addConnectionSelector(limit)
          .maxTcpConnections(limit.acceptable())
          .routing(
              routing ->
                  routing
                      .addFilter(
                          (chain, _, _) -> {
                            limit.asked();
                            chain.proceed();
                          })
                      .any((_, response) -> response.send("x")))
          .build();

  @BeforeEach
  void start() {
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  /**
   * Silent clients can fill every place; a scraper that comes after them is served all the same.
   */
  @Test
  void oneConnectionTooManyClosesTheLongestIdle() throws Exception {
    try (var oldest = Wire.connect(server.port());
        var second = Wire.connect(server.port());
        var third = Wire.connect(server.port())) {
      assertThat(oldest.get("/").status()).isEqualTo(200);
      assertThat(second.get("/").status()).isEqualTo(200);
      assertThat(third.get("/").status()).isEqualTo(200);
      // An answer arrives a moment before its connection waits for the next request.
      Eventually.until("all are idle", () -> limit.idle().size() == LIMIT);
      try (var scraper = Wire.connect(server.port())) {
        assertThat(scraper.get("/").body()).isEqualTo("x");
        assertThat(oldest.closedByServer()).isTrue();
        assertThat(second.get("/").status()).isEqualTo(200);
        assertThat(third.get("/").status()).isEqualTo(200);
      }
    }
  }
}
