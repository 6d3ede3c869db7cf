// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.run;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.node.ObservedNode;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigFeed;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigSource;
import io.gpunodeagent.agent.config.plugin.PluginFile;
import io.gpunodeagent.core.document.Problem;
import io.gpunodeagent.core.labels.LabelsConfig;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The device plugin's configuration from its ConfigMap, where one is named. */
public final class PluginConfigs implements AutoCloseable {

  private final Optional<PluginConfigFeed> feed;

  /** A feed of {@code source}, if any, that works from {@link #start} on. */
  public PluginConfigs(
      Optional<PluginConfigSource> source, ClusterConfig cluster, InstantSource clock) {
    feed = source.map(one -> new PluginConfigFeed(cluster, one, PluginFile::read, clock));
  }

  /** Starts following it. */
  public void start() {
    feed.ifPresent(PluginConfigFeed::start);
  }

  /**
   * The configuration of labels with the plugin's own, as the Node's label chooses it.
   *
   * @return empty while the plugin's is not known
   */
  public Optional<LabelsConfig> with(LabelsConfig config, ObservedNode node) {
    if (feed.isEmpty()) {
      return Optional.of(config);
    }
    feed.get().labelled(node.marks().labels());
    return feed.get().latest().config().map(config::with);
  }

  /** What is wrong with it, or not heeded by the plugin. */
  public List<Problem> problems() {
    return feed.stream()
        .map(PluginConfigFeed::latest)
        .flatMap(now -> Stream.concat(now.refused().stream(), now.ignored().stream()))
        .toList();
  }

  @Override
  public void close() {
    feed.ifPresent(PluginConfigFeed::close);
  }
}
