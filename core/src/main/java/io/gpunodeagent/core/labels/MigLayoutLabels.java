// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import io.gpunodeagent.core.labels.mig.MigGeometry;
import io.gpunodeagent.core.labels.mig.MigLayout;
import io.gpunodeagent.core.labels.mig.MigProfileName;
import io.gpunodeagent.core.labels.syntax.JsonText;
import io.gpunodeagent.core.labels.syntax.Keys;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The labels and the annotation of how GPUs are partitioned and what still fits. */
final class MigLayoutLabels {

  static final String ANNOTATION = Keys.PREFIX + "mig-layout";
  static final String MIG = Keys.PREFIX + "mig";
  private static final String ENABLED = MIG + ".enabled-gpus";
  private static final String FREE = MIG + ".free-slices";

  private MigLayoutLabels() {}

  /** Nothing where MIG is off on every GPU. */
  static void write(List<GpuSample> gpus, LabelCollector out) {
    var layouts = gpus.stream().filter(GpuSample::migEnabled).map(MigLayout::of).toList();
    if (layouts.isEmpty()) {
      return;
    }
    out.put(ENABLED, layouts.size());
    if (layouts.stream().allMatch(layout -> layout.freeSlices().isPresent())) {
      out.put(FREE, layouts.stream().mapToInt(one -> one.freeSlices().orElse(0)).sum());
    }
    if (layouts.stream().allMatch(layout -> layout.fits().isPresent())) {
      var profiles = new TreeSet<String>();
      layouts.forEach(layout -> layout.fits().ifPresent(fits -> profiles.addAll(fits.keySet())));
      profiles.forEach(
          profile ->
              out.put(
                  MIG + "-" + profile + ".fits",
                  layouts.stream().mapToInt(layout -> layout.room(profile)).sum()));
    } else {
      layouts.stream()
          .filter(layout -> layout.fits().isEmpty())
          .findFirst()
          .ifPresent(layout -> explain(layout.gpu(), out));
    }
    out.annotate(ANNOTATION, JsonText.of(layouts.stream().map(MigLayoutLabels::entry).toList()));
  }

  /** Says why it is not known what fits: another board needs another remedy than missing rights. */
  private static void explain(GpuSample gpu, LabelCollector out) {
    var value = gpu.identity().name();
    if (MigGeometry.of(gpu).isEmpty()) {
      out.problem(
          MIG + "-*.fits",
          value,
          "is a model whose MIG layouts are not known",
          "labels of free slices and of what fits are left out; they are known for A30, A100, H100,"
              + " H200, B200 and their variants");
    } else if (gpu.migInstances().stream()
        .anyMatch(one -> one.placement().toOptional().isEmpty())) {
      out.problem(
          MIG + "-*.fits",
          value,
          "does not say where its MIG instances are placed",
          "labels of what fits are left out; reading it needs NVIDIA_MIG_MONITOR_DEVICES");
    } else {
      out.problem(
          MIG + "-*.fits",
          value,
          "does not say how large its memory or an instance is",
          "labels of what fits are left out until it can be");
    }
  }

  private static Map<String, Object> entry(MigLayout layout) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("gpu", layout.gpu().identity().index());
    entry.put("uuid", layout.gpu().identity().uuid());
    entry.put(
        "instances", layout.gpu().migInstances().stream().map(MigLayoutLabels::instance).toList());
    layout.freeSlices().ifPresent(slices -> entry.put("freeSlices", slices));
    layout.fits().ifPresent(fits -> entry.put("fits", fits));
    return entry;
  }

  private static Map<String, Object> instance(MigInstance instance) {
    var entry = new LinkedHashMap<String, Object>();
    entry.put("id", instance.gpuInstanceId());
    entry.put("profile", MigProfileName.resource(instance.profile()));
    Optional<MigInstance.Placement> place = instance.placement().toOptional();
    place.ifPresent(
        at -> {
          entry.put("start", at.start());
          entry.put("size", at.size());
        });
    if (instance.computeInstances().size() != 1) {
      entry.put(
          "compute",
          instance.computeInstances().stream()
              .map(one -> MigProfileName.resource(one.profile()))
              .toList());
    }
    return entry;
  }
}
