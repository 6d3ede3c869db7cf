// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.agent.Eventually;
import io.gpunodeagent.agent.cluster.ApiServer;
import io.gpunodeagent.agent.cluster.ApiServerExtension;
import io.gpunodeagent.agent.cluster.FaultyProxy;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.config.Defaults;
import io.gpunodeagent.agent.config.plugin.PluginFile;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.MigStrategy;
import io.gpunodeagent.core.labels.plugin.PluginChoice;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.sources.SourceState;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The device plugin's configuration is followed on a real API server, by label and content. */
@ExtendWith(ApiServerExtension.class)
class PluginConfigFeedIT {

  private static final String NONE = "version: v1";
  private static final String SINGLE = "flags: {migStrategy: single}";
  private static final String MIXED = "flags: {migStrategy: mixed}";

  /** A ConfigMap {@code plugin-config} in a namespace of its own, and a feed of it. */
  private record Setting(ApiServer server, String namespace, PluginConfigFeed feed)
      implements AutoCloseable {

    static Setting of(ApiServer server, String namespace) {
      server.admin().namespace(namespace);
      return with(server, namespace, server.url(), server.adminToken());
    }

    static Setting with(ApiServer server, String namespace, URI address, String token) {
      var access =
          new Access(Optional.of(server.kubeconfig(address, token)), Path.of("/"), Map.of());
      var source =
          new PluginConfigSource(namespace, "plugin-config", new PluginChoice(Optional.empty()));
      var feed =
          new PluginConfigFeed(
              Defaults.cluster("n"), source, PluginFile::read, InstantSource.system(), access);
      feed.start();
      return new Setting(server, namespace, feed);
    }

    Setting made(Map<String, String> data) {
      server
          .admin()
          .seed(
              "{apiVersion: v1, kind: ConfigMap, metadata: {name: plugin-config, namespace: %s}, data: %s}"
                  .formatted(namespace, yaml(data)));
      return this;
    }

    Setting changed(String key, String text) {
      server.admin().mergePatch(path(), "{\"data\":" + yaml(Map.of(key, text)) + "}").expect(200);
      return this;
    }

    private String path() {
      return "/api/v1/namespaces/" + namespace + "/configmaps/plugin-config";
    }

    private static String yaml(Map<String, String> data) {
      return data.entrySet().stream()
          .map(entry -> "\"" + entry.getKey() + "\": \"" + entry.getValue() + "\"")
          .collect(Collectors.joining(", ", "{", "}"));
    }

    Setting labelled(String value) {
      feed.labelled(Map.of(PluginChoice.LABEL, value));
      return this;
    }

    Setting await(Optional<MigStrategy> strategy) {
      Eventually.until(
          "the strategy " + strategy,
          () ->
              feed.latest().refused().isEmpty()
                  && feed.latest()
                      .config()
                      .map(PluginConfig::migStrategy)
                      .equals(Optional.of(strategy)));
      return this;
    }

    Setting awaitRefusal(String line) {
      Eventually.until(
          "a refusal with " + line,
          () ->
              feed.latest().refused().stream().map(Problem::line).anyMatch(l -> l.contains(line)));
      return this;
    }

    @Override
    public void close() {
      feed.close();
    }
  }

  @Test
  void theLabelAndTheContentAreFollowed(ApiServer server) {
    var data = Map.of("default", NONE, "single", SINGLE);
    try (var it = Setting.of(server, "plugin-follow").made(data)) {
      it.labelled("").await(Optional.empty());
      assertThat(it.feed().latest().key()).contains("default");
      it.labelled("single").await(Optional.of(MigStrategy.SINGLE));
      it.changed("single", MIXED).await(Optional.of(MigStrategy.MIXED));
      assertThat(it.feed().latest().key()).contains("single");
      assertThat(it.feed().latest().source()).isInstanceOf(SourceState.Up.class);
    }
  }

  @Test
  void nothingIsChosenBeforeTheNodesLabelIsKnown(ApiServer server) {
    try (var it = Setting.of(server, "plugin-early").made(Map.of("default", SINGLE))) {
      Eventually.until(
          "it is watched", () -> it.feed().latest().source() instanceof SourceState.Up);
      assertThat(it.feed().latest().config()).isEmpty();
      it.labelled("").await(Optional.of(MigStrategy.SINGLE));
    }
  }

  @Test
  void whatThePluginRefusesOrWhatIsGoneLeavesTheLastGood(ApiServer server) {
    try (var it = Setting.of(server, "plugin-refused").made(Map.of("default", SINGLE))) {
      it.labelled("").await(Optional.of(MigStrategy.SINGLE));
      var good = it.feed().latest().config();
      it.changed("default", "version: v1\\nflags: {migStrategy: all}")
          .awaitRefusal(
              "ConfigMap plugin-refused/plugin-config, key default:2: flags.migStrategy:"
                  + " \"all\" is not valid: use none");
      assertThat(it.feed().latest().config()).isEqualTo(good);
      it.labelled("gone")
          .awaitRefusal("label nvidia.com/device-plugin.config: \"gone\" is not one of");
      assertThat(it.feed().latest().config()).isEqualTo(good);
      assertThat(it.feed().latest().key()).isEmpty();
      server.admin().delete(it.path()).expect(200);
      it.awaitRefusal("plugin-refused/plugin-config: does not exist");
      assertThat(it.feed().latest().config()).isEqualTo(good);
      it.labelled("").made(Map.of("default", MIXED)).await(Optional.of(MigStrategy.MIXED));
    }
  }

  @Test
  void whatThePluginIgnoresIsNamed(ApiServer server) {
    try (var it = Setting.of(server, "plugin-ignored").made(Map.of("default", "flagz: {}"))) {
      it.labelled("").await(Optional.empty());
      assertThat(it.feed().latest().ignored())
          .singleElement()
          .satisfies(one -> assertThat(one.line()).contains("key default:1: flagz"));
    }
  }

  @Test
  void theRightToThisOneConfigMapIsEnough(ApiServer server) {
    server.admin().namespace("plugin-rights");
    var token = server.tokenFor("plugin-rights", "agent");
    server
        .admin()
        .seed(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: agent, namespace: plugin-rights}
            rules:
            - {apiGroups: [""], resources: [configmaps], resourceNames: [plugin-config],
               verbs: [list, watch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: agent, namespace: plugin-rights}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: agent}
            subjects: [{kind: ServiceAccount, name: agent, namespace: plugin-rights}]
            """);
    try (var it = Setting.with(server, "plugin-rights", server.url(), token)) {
      it.labelled("").made(Map.of("only", SINGLE)).await(Optional.of(MigStrategy.SINGLE));
    }
    try (var it = Setting.with(server, "plugin-elsewhere", server.url(), token)) {
      Eventually.until(
          "missing rights are named",
          () ->
              it.feed().latest().source() instanceof SourceState.Down down
                  && down.reason().contains("configmaps")
                  && down.reason().contains("403"));
    }
  }

  @Test
  void aServerThatLeavesTakesNothingAway(ApiServer server) {
    server.admin().namespace("plugin-leaves");
    try (var proxy = new FaultyProxy(server);
        var it = Setting.with(server, "plugin-leaves", proxy.url(), server.adminToken())) {
      it.labelled("").made(Map.of("default", SINGLE)).await(Optional.of(MigStrategy.SINGLE));
      proxy.leave();
      Eventually.until(
          "it is noticed", () -> it.feed().latest().source() instanceof SourceState.Down);
      assertThat(it.feed().latest().config().flatMap(PluginConfig::migStrategy))
          .contains(MigStrategy.SINGLE);
      it.changed("default", MIXED);
      proxy.comeBack();
      it.await(Optional.of(MigStrategy.MIXED));
    }
  }

  @Test
  void textsOfAnyKindAreOneProblemEach() {
    for (var text : List.of("- a", "a: [", "a: &a [*a]")) {
      assertThat(PluginFile.read("ConfigMap a/b, key c", text).refused())
          .singleElement()
          .satisfies(one -> assertThat(one.line()).startsWith("ConfigMap a/b, key c:1:"));
    }
  }
}
