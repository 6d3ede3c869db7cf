package io.gpunodeagent.agent.cluster;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.snapshot.DraDevices;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps the UUIDs of this node's DRA devices; off on a cluster whose API has no ResourceSlices. */
final class SliceFeed implements ListWatch.Listener<SeenSlice> {

  private static final System.Logger LOG = System.getLogger(Cluster.class.getName());

  /** After this a cluster without ResourceSlices may have been upgraded. */
  private static final Duration ABSENT = Duration.ofMinutes(10);

  private static final String GROUP = "/apis/resource.k8s.io";
  private static final List<String> VERSIONS = List.of("v1", "v1beta2", "v1beta1");

  private final ClusterConfig config;
  private final ApiReader client;
  private final double share;
  private final SourceTracker tracker;
  private boolean absenceLogged;
  private volatile DraDevices latest;

  SliceFeed(ClusterConfig config, InstantSource clock, ApiReader client, double share) {
    this.config = config;
    this.client = client;
    this.share = share;
    tracker = new SourceTracker("ResourceSlices of node " + config.nodeName(), clock);
    latest = new DraDevices(tracker.state(), Map.of());
  }

  /** The devices as last known. */
  DraDevices latest() {
    return latest;
  }

  /** Keeps them until the thread is interrupted. */
  void run() throws InterruptedException {
    var failures = 0;
    while (true) {
      try {
        var version = version();
        failures = 0;
        if (version.isPresent()) {
          new ListWatch<>(client, new Slices(config, version.get()), this, share).run();
        } else {
          absent();
          Thread.sleep(ABSENT);
        }
      } catch (ApiException e) {
        failed(e);
        failures++;
        Thread.sleep(Retry.after(e, failures, share).pause());
      }
    }
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
  public void failed(ApiException failure) {
    tracker.down(failure.reason());
    publish();
  }

  private void publish() {
    latest = new DraDevices(tracker.state(), latest.uuids());
  }

  private void absent() {
    if (!absenceLogged) {
      LOG.log(
          Level.INFO,
          "This cluster has no ResourceSlices ({0} is not served): DRA devices are not resolved",
          GROUP);
    }
    absenceLogged = true;
    tracker.off();
    latest = DraDevices.off();
  }

  private Optional<String> version() throws ApiException, InterruptedException {
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

  /** The slices of this node, in a version. */
  private record Slices(ClusterConfig config, String version)
      implements ListWatch.Source<SeenSlice> {

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
    public Kept<SeenSlice> read(JsonParser json) throws IOException {
      return SliceReader.read(json);
    }
  }
}
