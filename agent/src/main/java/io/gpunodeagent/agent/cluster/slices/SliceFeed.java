// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.slices;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.api.ListWatch;
import io.gpunodeagent.agent.cluster.api.Retry;
import io.gpunodeagent.agent.cluster.api.SourceTracker;
import io.gpunodeagent.agent.cluster.api.Versioned;
import io.gpunodeagent.agent.loop.Loop;
import io.gpunodeagent.agent.loop.OngoingProblems;
import io.gpunodeagent.core.backoff.NodeShare;
import io.gpunodeagent.core.sources.DraDevices;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the UUIDs of this node's DRA devices; off on a cluster whose API has no ResourceSlices. */
public final class SliceFeed implements ListWatch.Listener<SeenSlice> {

  private static final System.Logger LOG = System.getLogger(SourceTracker.LOGGER);

  /** After this a cluster without ResourceSlices may have been upgraded. */
  private static final Duration ABSENT = Duration.ofMinutes(10);

  private static final String GROUP = "/apis/resource.k8s.io";
  private static final List<String> VERSIONS = List.of("v1", "v1beta2", "v1beta1");

  private final ClusterConfig config;
  private final ApiReader client;
  private final NodeShare share;
  private final SourceTracker tracker;
  private final OngoingProblems problems = new OngoingProblems();
  private final ListWatch<SeenSlice> watch;
  private String version = "";
  private int failures;
  private volatile DraDevices latest;

  public SliceFeed(ClusterConfig config, SourceTracker tracker, ApiReader client, NodeShare share) {
    this.config = config;
    this.client = client;
    this.share = share;
    this.tracker = tracker;
    watch = new ListWatch<>(client, new Slices(), this, share);
    latest = new DraDevices(tracker.state(), Map.of());
  }

  /** The devices as last known. */
  public DraDevices latest() {
    var known = latest;
    var state = tracker.now(known.state());
    return state.equals(known.state()) ? known : new DraDevices(state, known.uuids());
  }

  /** The loop that keeps them. */
  public Loop loop() {
    return Loop.Settings.standard().onFailure(watch::fell).loop("cluster-slices", this::turn);
  }

  private void turn() throws InterruptedException {
    if (version.isEmpty()) {
      discover();
    } else {
      watch.turn();
    }
  }

  private void discover() throws InterruptedException {
    try {
      var served = discovered();
      failures = 0;
      if (served.isPresent()) {
        problems.ends(GROUP);
        version = served.get();
      } else {
        absent();
        Thread.sleep(share.atLeast(ABSENT));
      }
    } catch (ApiException e) {
      failed(e.reason());
      failures++;
      Thread.sleep(Retry.after(e, failures, share).pause());
    }
  }

  /** The cluster may have been upgraded to another version, or have none any more. */
  @Override
  public void unknown() {
    version = "";
  }

  @Override
  public void changed(List<SeenSlice> slices) {
    tracker.read();
    latest = new DraDevices(tracker.state(), DevicePools.uuids(slices, config.draDrivers()));
  }

  @Override
  public void watching() {
    tracker.up(latest.uuids().size() + " device(s)");
    publish();
  }

  @Override
  public void alive() {
    tracker.read();
    publish();
  }

  @Override
  public void failed(String reason) {
    tracker.down(reason);
    publish();
  }

  private void publish() {
    latest = new DraDevices(tracker.state(), latest.uuids());
  }

  private void absent() {
    if (problems.begins(GROUP)) {
      LOG.log(
          Level.INFO,
          "This cluster has no ResourceSlices ({0} is not served): DRA devices are not resolved",
          GROUP);
    }
    tracker.off();
    latest = DraDevices.off();
  }

  private Optional<String> discovered() throws ApiException, InterruptedException {
    try {
      var served = client.get(GROUP, "application/json", SliceFeed::served);
      return VERSIONS.stream().filter(served::contains).findFirst();
    } catch (ApiException e) {
      if (e.is(404)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static List<String> served(JsonParser json) throws IOException {
    var served = new ArrayList<String>();
    json.nextToken();
    JsonReader.object(
        json,
        name -> {
          if (name.equals("versions")) {
            JsonReader.array(
                json,
                () ->
                    JsonReader.object(
                        json,
                        field -> {
                          if (field.equals("version")) {
                            served.add(JsonReader.text(json));
                          }
                        }));
          }
        });
    return served;
  }

  /** The slices of this node, in the version the server serves. */
  private final class Slices implements ListWatch.Source<SeenSlice> {

    @Override
    public String path() {
      return GROUP + "/" + version + "/resourceslices";
    }

    @Override
    public String selector() {
      var node = "spec.nodeName=" + config.nodeName();
      return config.draDrivers().size() == 1
          ? node + ",spec.driver=" + config.draDrivers().iterator().next()
          : node;
    }

    @Override
    public Versioned<SeenSlice> read(JsonParser json) throws IOException {
      return SliceReader.read(json);
    }
  }
}
