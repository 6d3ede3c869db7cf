// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import io.gpunodeagent.agent.metrics.selection.PodLabelling;
import io.gpunodeagent.core.attribution.AttributedDevice;
import io.gpunodeagent.core.attribution.Holding;
import io.gpunodeagent.core.attribution.Occupant;
import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.device.DeviceUser;
import io.gpunodeagent.core.snapshot.GpuSample;
import io.gpunodeagent.core.snapshot.MigInstance;
import io.gpunodeagent.core.sources.HpcJobs;
import io.gpunodeagent.core.sources.PodInfo;
import io.gpunodeagent.core.state.NodeState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The holder that the rows of each device name. */
final class Tenants {

  private final NodeState state;
  private final HpcJobs jobs;
  private final PodLabelling config;
  private final Set<String> labelMetrics;
  private final Map<String, PodInfo> pods = new HashMap<>();

  /**
   * Of {@code state}.
   *
   * @param labelMetrics names of the metrics of kind label
   */
  Tenants(NodeState state, HpcJobs jobs, PodLabelling config, Set<String> labelMetrics) {
    this.state = state;
    this.jobs = jobs;
    this.config = config;
    this.labelMetrics = labelMetrics;
    state.pods().entries().forEach(pod -> pods.put(pod.uid(), pod));
  }

  /** The pod of a party, when it is known. */
  Optional<PodInfo> pod(DeviceUser party) {
    return party.podUid().map(pods::get);
  }

  /** Who is named in the rows of a GPU or instance; at least one. */
  List<Tenant> of(GpuSample gpu, Optional<MigInstance> instance) {
    var tenants = holders(device(gpu, instance));
    var place =
        new HpcJobs.Place(
            gpu.identity().index(),
            instance.isPresent()
                ? OptionalInt.of(instance.get().gpuInstanceId())
                : OptionalInt.empty());
    var ids = jobs.of(place);
    return ids.isEmpty() ? tenants : withJobs(tenants, ids);
  }

  private static Device device(GpuSample gpu, Optional<MigInstance> instance) {
    var uuid = gpu.identity().uuid();
    return instance
        .<Device>map(mig -> new Device.GpuInstance(uuid, mig.gpuInstanceId()))
        .orElseGet(() -> new Device.Gpu(uuid));
  }

  private List<Tenant> holders(Device device) {
    var attributed = state.attributed().devices().get(device);
    if (attributed == null) {
      return List.of(Tenant.nobody());
    }
    var holders = attributed.holders().toList();
    if (holders.isEmpty()) {
      return List.of(Tenant.nobody());
    }
    return switch (config.sharedGpuRows()) {
      case DEVICE -> List.of(together(holders));
      case CONTAINERS ->
          divided(attributed) ? parts(attributed, holders) : List.of(whole(holders.getFirst()));
    };
  }

  /** The device itself, with what is true of all its holders when they are of one pod. */
  private Tenant together(List<Occupant> holders) {
    if (holders.size() == 1) {
      return whole(holders.getFirst());
    }
    var pods = holders.stream().map(holder -> PartyLabels.ofPod(holder.user())).distinct();
    return pods.count() > 1
        ? Tenant.nobody()
        : holders.stream().map(this::whole).reduce(Tenant::common).orElseGet(Tenant::nobody);
  }

  private static boolean divided(AttributedDevice device) {
    return switch (device.sharing()) {
      case UNHELD -> false;
      case EXCLUSIVE -> usedByOthers(device);
      case REPLICAS, COMPUTE_INSTANCES, COMMON -> true;
    };
  }

  /** Whether somebody is seen on the device whose use must not stand as the holder's. */
  private static boolean usedByOthers(AttributedDevice device) {
    return !device.host().pids().isEmpty()
        || device.occupants().stream()
            .map(Occupant::relation)
            .anyMatch(
                relation ->
                    switch (relation) {
                      case HOLDER, SAME_POD -> false;
                      case FOREIGN, UNALLOCATED, POSSIBLE_HOLDER, UNKNOWN -> true;
                    });
  }

  private List<Tenant> parts(AttributedDevice device, List<Occupant> holders) {
    var tenants = new ArrayList<Tenant>(holders.size() + 1);
    for (var holder : holders) {
      tenants.add(tenant(holder, new Tenant.Part(holder.share())));
    }
    var parts = device.holders().map(Occupant::share).toList();
    tenants.add(new Tenant(Map.of(), Map.of(), new Tenant.Rest(parts)));
    return tenants;
  }

  private Tenant whole(Occupant holder) {
    return tenant(holder, new Tenant.Whole());
  }

  private Tenant tenant(Occupant holder, Tenant.Figure figure) {
    var attributes = new TreeMap<>(PartyLabels.of(holder.user()));
    if (!config.podUid()) {
      attributes.remove(PartyLabels.POD_UID);
    }
    holder.holding().ifPresent(holding -> addHolding(holding, attributes));
    return new Tenant(podLabels(holder.user()), attributes, figure);
  }

  private void addHolding(Holding holding, Map<String, String> attributes) {
    var replicas = holding.replicas();
    if (config.virtualGpus() && !replicas.isEmpty()) {
      attributes.put(
          "vgpu", replicas.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    if (!holding.claims().isEmpty()) {
      var claim = holding.claims().getFirst();
      attributes.put("dra_claim_name", claim.name());
      attributes.put("dra_claim_namespace", claim.namespace());
      attributes.put("dra_driver_name", claim.driver());
      attributes.put("dra_pool_name", claim.pool());
      attributes.put("dra_device_name", claim.device());
    }
  }

  private Map<String, String> podLabels(DeviceUser party) {
    return config
        .labelPrefix()
        .flatMap(prefix -> pod(party).map(pod -> LabelNames.of(prefix, pod.labels(), labelMetrics)))
        .orElse(Map.of());
  }

  private static List<Tenant> withJobs(List<Tenant> tenants, List<String> ids) {
    var each = new ArrayList<Tenant>(tenants.size() * ids.size());
    for (var tenant : tenants) {
      for (var id : ids) {
        var attributes = new TreeMap<>(tenant.attributes());
        attributes.put("hpc_job", id);
        each.add(new Tenant(tenant.labels(), attributes, tenant.figure()));
      }
    }
    return each;
  }
}
