// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.replay;

import io.gpunodeagent.core.replay.Frame.Seen;
import io.gpunodeagent.core.sources.ContainerName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Joins series again into what each scrape returned. Samples of one scrape have one time. */
public final class Frames {

  private static final Comparator<DcgmDevice> ORDER =
      Comparator.comparing(DcgmDevice::gpuUuid)
          .thenComparingInt(slot -> slot.gpuInstance().orElse(-1));

  private final Labelling labelling;
  private final SortedMap<String, SortedMap<Scrape, SortedMap<DcgmDevice, Gathered>>> nodes =
      new TreeMap<>();

  private Frames(Labelling labelling) {
    this.labelling = labelling;
  }

  /** The frames of each node, oldest first. */
  public static SortedMap<String, List<Frame>> of(List<PastSeries> all, Labelling labelling) {
    var frames = new Frames(labelling);
    all.forEach(frames::add);
    var built = new TreeMap<String, List<Frame>>();
    frames.nodes.forEach(
        (node, scrapes) -> {
          var list = new ArrayList<Frame>(scrapes.size());
          scrapes.forEach((scrape, devices) -> list.add(frame(scrape, devices)));
          built.put(node, list);
        });
    return built;
  }

  private record Scrape(long at, String source) implements Comparable<Scrape> {
    @Override
    public int compareTo(Scrape other) {
      int byTime = Long.compare(at, other.at);
      return byTime == 0 ? source.compareTo(other.source) : byTime;
    }
  }

  private static final class Gathered {
    private String model = "";
    private boolean shared;
    private final Set<ContainerName> holders = new HashSet<>();
    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
  }

  private void add(PastSeries series) {
    var labels = series.labels();
    var slot = Labelling.slot(labels);
    if (slot.isEmpty() || labelling.leftOut(labels)) {
      return;
    }
    var holder = labelling.holder(labels);
    var model = Labelling.model(labels);
    boolean shared = Labelling.shared(labels);
    var source = Labelling.source(labels);
    var scrapes = nodes.computeIfAbsent(Labelling.node(labels), _ -> new TreeMap<>());
    for (var sample : series.samples()) {
      var device =
          scrapes
              .computeIfAbsent(new Scrape(sample.at(), source), _ -> new TreeMap<>(ORDER))
              .computeIfAbsent(slot.get(), _ -> new Gathered());
      device.model = model;
      device.shared |= shared;
      holder.ifPresent(device.holders::add);
      device.figures.merge(series.figure(), sample.value(), Math::max);
    }
  }

  private static Frame frame(Scrape scrape, Map<DcgmDevice, Gathered> devices) {
    var seen = new ArrayList<Seen>(devices.size());
    devices.forEach(
        (slot, each) ->
            seen.add(new Seen(slot, each.model, each.holders, each.shared, each.figures)));
    return new Frame(Instant.ofEpochMilli(scrape.at()), scrape.source(), seen);
  }
}
