// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the devices of a scenario as the library names them. What the library checks is not checked
 * again.
 */
final class ScenarioGpuReader {

  private final At root;
  private final String scenario;
  private final Function<At, At> catalogue;
  private final List<Gpu> gpus = new ArrayList<>();
  private final List<ScenarioProcess> processes = new ArrayList<>();

  /**
   * A reader.
   *
   * @param root of the scenario
   * @param scenario its name: the file's without the ending
   * @param catalogue the entry of a model
   */
  ScenarioGpuReader(At root, String scenario, Function<At, At> catalogue) {
    this.root = root;
    this.scenario = scenario;
    this.catalogue = catalogue;
  }

  /** One device: the {@code k}-th of {@code count} that an entry expands to. */
  private record Entry(At own, Optional<At> defaults, int k, int count) {

    Optional<At> find(String key) {
      var value = whole(key);
      return value.filter(At::isList).isPresent() ? element(value.get()) : value;
    }

    Optional<At> whole(String key) {
      return own.find(key).or(() -> defaults.flatMap(at -> at.find(key)));
    }

    private Optional<At> element(At list) {
      if (list.items().size() != count) {
        throw list.fault("the list must have " + count + " elements", "give one for each");
      }
      return Optional.of(list.items().get(k)).filter(item -> !item.isNothing());
    }
  }

  /** The GPUs, in NVML's order. */
  List<Gpu> gpus() {
    return gpus;
  }

  /** Every process of every GPU; one of several GPUs or kinds is there more than once. */
  List<ScenarioProcess> processes() {
    return processes;
  }

  /** Reads them all. */
  ScenarioGpuReader read() {
    var defaults = root.find("defaults");
    for (var own : root.items("devices")) {
      int count =
          own.find("count")
              .or(() -> defaults.flatMap(at -> at.find("count")))
              .map(at -> (int) at.number(1, 1024))
              .orElse(1);
      for (int k = 0; k < count; k++) {
        read(new Entry(own, defaults, k, count));
      }
    }
    return this;
  }

  private void read(Entry entry) {
    int index = gpus.size();
    var model =
        catalogue.apply(
            entry
                .find("model")
                .orElseThrow(
                    () -> entry.own().fault("model is required", "name a file of catalogue/")));
    var override = entry.find("override");
    var uuid = entry.find("uuid").map(At::text).orElseGet(() -> Derived.gpu(scenario, index));
    var mig = override.flatMap(at -> at.find("mig")).filter(at -> at.find("profiles").isPresent());
    var reader = new ScenarioMigReader(mig.or(() -> model.find("mig")), uuid);
    gpus.add(
        new Gpu(
            index,
            uuid,
            entry.find("minor").map(at -> (int) at.number(0, 255)).orElse(index),
            model.find("name").map(At::text).orElse("unknown"),
            memory(override).or(() -> memory(Optional.of(model))).orElse(0L),
            entry.find("busId").map(At::text).orElse("00000000:%02X:00.0".formatted(0x17 + index)),
            layouts(entry, reader, index)));
    entry.whole("processes").map(At::items).orElse(List.of()).forEach(this::process);
  }

  private static Optional<Long> memory(Optional<At> model) {
    return model
        .flatMap(at -> at.find("memory"))
        .flatMap(at -> at.find("total_mib"))
        .map(at -> at.number(0, Long.MAX_VALUE));
  }

  private List<Gpu.Layout> layouts(Entry entry, ScenarioMigReader reader, int index) {
    var layouts = new ArrayList<Gpu.Layout>();
    entry.find("mig").ifPresent(mig -> layouts.add(reader.read(mig, 0)));
    for (var event : root.items("events")) {
      var device = event.find("device").map(at -> at.number(0, 1024)).orElse(-1L);
      var mig = event.find("mig");
      if (device == index && mig.isPresent()) {
        layouts.add(reader.read(mig.get(), event.require("at", "at: 60s").seconds()));
      }
    }
    layouts.sort(Comparator.comparingDouble(Gpu.Layout::from));
    return layouts;
  }

  private void process(At at) {
    processes.add(
        new ScenarioProcess(
            at.require("pid", "pid: 4242").number(1, 0xffff_ffffL),
            at.require("name", "name: /usr/bin/python3").text(),
            Span.read(at, Span.always()),
            at));
  }
}
