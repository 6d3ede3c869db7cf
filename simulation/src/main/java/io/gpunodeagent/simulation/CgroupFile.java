// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

import io.gpunodeagent.simulation.scenario.Cgroups;
import io.gpunodeagent.simulation.scenario.Pod;
import io.gpunodeagent.simulation.scenario.Pod.Qos;
import io.gpunodeagent.simulation.scenario.ProcessLife.Home;
import java.util.List;
import java.util.Locale;

/** Writes {@code /proc/PID/cgroup} as the node's kubelet and runtime would have it. */
record CgroupFile(Cgroups cgroups) {

  /** Of a kernel with version 1, the oldest hierarchy last. */
  private static final List<String> HIERARCHIES =
      List.of(
          "13:misc",
          "12:rdma",
          "11:freezer",
          "10:hugetlb",
          "9:perf_event",
          "8:net_cls,net_prio",
          "7:pids",
          "6:cpuset",
          "5:memory",
          "4:cpu,cpuacct",
          "3:blkio",
          "2:devices",
          "1:name=systemd");

  String of(Home home) {
    return switch (home) {
      case Home.InContainer(var pod, var containerId) -> lines(path(pod, containerId), true);
      case Home.OnHost(var unit) -> lines(unit, false);
    };
  }

  private String lines(String path, boolean container) {
    var text = new StringBuilder();
    if (cgroups.version() != Cgroups.Version.V2) {
      HIERARCHIES.forEach(
          hierarchy -> text.append(hierarchy).append(':').append(path).append('\n'));
    }
    if (cgroups.version() != Cgroups.Version.V1) {
      text.append("0::").append(container ? unified(path) : path).append('\n');
    }
    return text.toString();
  }

  /** Beside version 1 the driver cgroupfs leaves containers in the runtime's own group. */
  private String unified(String path) {
    boolean beside = cgroups.version() == Cgroups.Version.HYBRID;
    return beside && cgroups.driver() == Cgroups.Driver.CGROUPFS
        ? "/system.slice/" + runtimeService()
        : path;
  }

  private String runtimeService() {
    return switch (cgroups.engine()) {
      case CONTAINERD -> "containerd.service";
      case CRIO -> "crio.service";
      case DOCKER -> "docker.service";
    };
  }

  /** The cgroup of a container, from the root of a hierarchy. */
  String path(Pod pod, String containerId) {
    return switch (cgroups.driver()) {
      case SYSTEMD -> systemd(pod, containerId);
      case CGROUPFS -> cgroupfs(pod, containerId);
    };
  }

  private String systemd(Pod pod, String containerId) {
    var qos = pod.rank().qos();
    var slice = qos == Qos.GUARANTEED ? "kubepods" : "kubepods-" + lower(qos);
    var parent = qos == Qos.GUARANTEED ? "" : "/" + slice + ".slice";
    var scope =
        switch (cgroups.engine()) {
          case CONTAINERD -> "cri-containerd-";
          case CRIO -> "crio-";
          case DOCKER -> "docker-";
        };
    return "/kubepods.slice%s/%s-pod%s.slice/%s%s.scope"
        .formatted(parent, slice, pod.cgroupUid().replace('-', '_'), scope, containerId);
  }

  private String cgroupfs(Pod pod, String containerId) {
    var qos = pod.rank().qos();
    var parent = qos == Qos.GUARANTEED ? "" : "/" + lower(qos);
    var prefix = cgroups.engine() == Cgroups.Engine.CRIO ? "crio-" : "";
    return "/kubepods%s/pod%s/%s%s".formatted(parent, pod.cgroupUid(), prefix, containerId);
  }

  private static String lower(Qos qos) {
    return qos.text().toLowerCase(Locale.ROOT);
  }
}
