// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Reads MIG layouts as the library does: free placements, a driver's ids, derived UUIDs. Whether a
 * layout is possible at all is the library's to say.
 *
 * @param model the catalogue's {@code mig} part, or the one that overrides it
 */
record ScenarioMigReader(Optional<At> model, String gpuUuid) {

  /** What is used of a profile of the catalogue. */
  private record Profile(String name, At at) {

    int number(String key) {
      return (int) at.require(key, key + " of the profile").number(0, Integer.MAX_VALUE);
    }

    int size() {
      return (int) at.require("placements", "placements").require("size", "size").number(1, 64);
    }

    List<Integer> starts() {
      return at.require("placements", "placements").items("starts").stream()
          .map(start -> (int) start.number(0, 15))
          .toList();
    }
  }

  private record Placed(int start, int size) {

    boolean meets(int otherStart, int otherSize) {
      return otherStart < start + size && start < otherStart + otherSize;
    }
  }

  /** A layout that begins at {@code from}. */
  Gpu.Layout read(At mig, double from) {
    boolean enabled = mig.find("mode").map(At::text).filter("enabled"::equals).isPresent();
    var instances = new ArrayList<Gpu.Instance>();
    var placed = new ArrayList<Placed>();
    for (var item : enabled ? mig.items("instances") : List.<At>of()) {
      instances.add(instance(item, placed));
    }
    instances.sort(Comparator.comparingInt(Gpu.Instance::id));
    return new Gpu.Layout(from, enabled, instances);
  }

  private Gpu.Instance instance(At item, List<Placed> placed) {
    var profile = profile(item.require("profile", "profile: 1g.10gb"));
    int start =
        item.find("start")
            .map(value -> (int) value.number(0, 15))
            .orElseGet(() -> freeStart(item, profile, placed));
    placed.add(new Placed(start, profile.size()));
    int id =
        item.find("id")
            .map(value -> (int) value.number(0, 127))
            .orElseGet(() -> naturalId(profile.size(), start));
    return new Gpu.Instance(
        id,
        profile.name(),
        profile.number("profile_id"),
        start,
        profile.number("memory_mib"),
        uuids(item, id, profile));
  }

  private List<String> uuids(At item, int id, Profile profile) {
    var parts = item.find("compute").map(At::items).orElse(List.of(item));
    var uuids = new ArrayList<String>();
    for (var part : parts) {
      int compute = uuids.size();
      uuids.add(
          part.find("uuid")
              .map(At::text)
              .orElseGet(() -> Derived.mig(gpuUuid, id, compute, profile.number("profile_id"))));
    }
    return uuids;
  }

  private Profile profile(At name) {
    return model.stream()
        .flatMap(mig -> mig.items("profiles").stream())
        .filter(one -> one.find("name").map(At::text).filter(name.text()::equals).isPresent())
        .findFirst()
        .map(one -> new Profile(name.text(), one))
        .orElseThrow(
            () ->
                name.fault(
                    "the model has no such profile", "use a profile of the catalogue entry"));
  }

  private static int freeStart(At item, Profile profile, List<Placed> placed) {
    return profile.starts().stream()
        .filter(start -> placed.stream().noneMatch(one -> one.meets(start, profile.size())))
        .findFirst()
        .orElseThrow(
            () ->
                item.fault("no placement is free", "choose a smaller profile or fewer instances"));
  }

  /** 0 for the whole GPU, 1 and 2 for halves, 3 to 6 for quarters, 7 to 13 for eighths. */
  private int naturalId(int size, int start) {
    long slices =
        model.flatMap(mig -> mig.find("memory_slices")).map(at -> at.number(1, 64)).orElse(8L);
    int parts = 1;
    while ((long) size * parts < slices) {
      parts *= 2;
    }
    return parts - 1 + start / size;
  }
}
