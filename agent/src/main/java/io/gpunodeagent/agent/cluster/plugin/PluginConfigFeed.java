// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.plugin;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.Access;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.ListWatch;
import io.gpunodeagent.agent.cluster.api.SourceTracker;
import io.gpunodeagent.agent.cluster.api.Versioned;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.plugin.PluginChoice;
import io.gpunodeagent.core.labels.plugin.PluginChoice.Chosen;
import io.gpunodeagent.core.labels.plugin.PluginConfig;
import io.gpunodeagent.core.labels.plugin.PluginReading;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Keeps the device plugin's configuration on this node: watches the ConfigMap, and chooses by the
 * Node's label among what it holds. Needs the rights to list and watch this one ConfigMap.
 *
 * <p>A configuration the plugin would refuse, or that is gone, changes nothing: the plugin itself
 * goes on with the last good one until it is restarted.
 */
public final class PluginConfigFeed implements AutoCloseable {

  private final PluginConfigSource source;
  private final BiFunction<String, String, PluginReading> reader;
  private final ApiReader client;
  private final SourceTracker tracker;
  private final Object lock = new Object();
  private final Loop loop;
  private Optional<Map<String, String>> data = Optional.empty();
  private boolean listed;
  private Optional<String> label = Optional.empty();
  private volatile PluginConfigState latest;

  /**
   * A feed that works from {@link #start} on.
   *
   * @param config names the API server and this node
   * @param reader makes of a place, for messages, and a text what the plugin makes of it
   */
  public PluginConfigFeed(
      ClusterConfig config,
      PluginConfigSource source,
      BiFunction<String, String, PluginReading> reader,
      InstantSource clock) {
    this(config, source, reader, clock, Access.of(config));
  }

  public PluginConfigFeed(
      ClusterConfig config,
      PluginConfigSource source,
      BiFunction<String, String, PluginReading> reader,
      InstantSource clock,
      Access access) {
    this.source = source;
    this.reader = reader;
    client = new ApiReader(access, config.timeout());
    tracker = new SourceTracker("ConfigMap " + source.place(), clock);
    latest = PluginConfigState.starting(tracker.state());
    loop =
        new ListWatch<>(
                client, new OneConfigMap(source), new Feed(), NodeShare.of(config.nodeName()))
            .loop("cluster-plugin-config");
  }

  /** Starts watching the ConfigMap. */
  public void start() {
    loop.start();
  }

  /** The configuration as last known. Never blocks. */
  public PluginConfigState latest() {
    var known = latest;
    return known.from(tracker.now(known.source()));
  }

  /** The Node has these labels now. Before the first call, no configuration is chosen. */
  public void labelled(Map<String, String> nodeLabels) {
    synchronized (lock) {
      var named = Optional.of(nodeLabels.getOrDefault(PluginChoice.LABEL, ""));
      if (!label.equals(named)) {
        label = named;
        choose();
      }
    }
  }

  /** Ends the watching; what was last known stays. */
  @Override
  public void close() {
    loop.close();
    client.close();
  }

  private void choose() {
    if (label.isEmpty() || !listed) {
      latest = latest.from(tracker.state());
      return;
    }
    if (data.isEmpty()) {
      refused(Optional.empty(), List.of(absent()));
      return;
    }
    switch (source.choice().among(data.get().keySet(), label)) {
      case Chosen.Key(var key) -> read(key, data.get().getOrDefault(key, ""));
      case Chosen.Without() -> taken(Optional.empty(), PluginConfig.none(), List.of());
      case Chosen.Missing(var problem) -> refused(Optional.empty(), List.of(placed(problem)));
    }
  }

  private void read(String key, String text) {
    var reading = reader.apply("ConfigMap " + source.place() + ", key " + key, text);
    reading
        .config()
        .ifPresentOrElse(
            config -> taken(Optional.of(key), config, reading.ignored()),
            () -> refused(Optional.of(key), reading.refused()));
  }

  private void taken(Optional<String> key, PluginConfig config, List<Problem> ignored) {
    latest = new PluginConfigState(tracker.state(), key, Optional.of(config), List.of(), ignored);
  }

  private void refused(Optional<String> key, List<Problem> why) {
    latest = new PluginConfigState(tracker.state(), key, latest.config(), why, List.of());
  }

  private Problem absent() {
    return new Problem(
        "ConfigMap " + source.place(),
        "",
        "does not exist",
        "create it, or name another; until then the last configuration counts");
  }

  private Problem placed(Problem problem) {
    return new Problem(
        "ConfigMap " + source.place(), problem.key(), problem.complaint(), problem.remedy());
  }

  /** The collection that holds this ConfigMap only. */
  private record OneConfigMap(PluginConfigSource source)
      implements ListWatch.Source<Map<String, String>> {

    @Override
    public String path() {
      return "/api/v1/namespaces/" + source.namespace() + "/configmaps";
    }

    @Override
    public String selector() {
      return "metadata.name=" + source.name();
    }

    @Override
    public Versioned<Map<String, String>> read(JsonParser json) throws IOException {
      return ConfigMapReader.read(json);
    }
  }

  /** Takes what the watch says. */
  private final class Feed implements ListWatch.Listener<Map<String, String>> {

    @Override
    public void changed(List<Map<String, String>> values) {
      synchronized (lock) {
        listed = true;
        data = values.isEmpty() ? Optional.empty() : Optional.of(values.getLast());
        tracker.read();
        choose();
      }
    }

    @Override
    public void watching() {
      synchronized (lock) {
        tracker.up(data.map(map -> map.size() + " key(s)").orElse("it does not exist"));
        latest = latest.from(tracker.state());
      }
    }

    @Override
    public void alive() {
      synchronized (lock) {
        tracker.read();
        latest = latest.from(tracker.state());
      }
    }

    @Override
    public void failed(String reason) {
      synchronized (lock) {
        tracker.down(reason);
        latest = latest.from(tracker.state());
      }
    }
  }
}
