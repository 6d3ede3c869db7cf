// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.Map;
import java.util.Optional;

/** How the node names its cgroups. */
public record Cgroups(Version version, Driver driver, Engine engine) {

  /** Of the hierarchy. */
  public enum Version {
    V1,
    V2,
    HYBRID
  }

  /** Of kubelet and runtime. */
  public enum Driver {
    SYSTEMD,
    CGROUPFS
  }

  /** Of containers. */
  public enum Engine {
    CONTAINERD,
    CRIO,
    DOCKER
  }

  private static final Map<String, Version> VERSIONS =
      Map.of("v1", Version.V1, "v2", Version.V2, "hybrid", Version.HYBRID);
  private static final Map<String, Driver> DRIVERS =
      Map.of("systemd", Driver.SYSTEMD, "cgroupfs", Driver.CGROUPFS);
  private static final Map<String, Engine> RUNTIMES =
      Map.of("containerd", Engine.CONTAINERD, "cri-o", Engine.CRIO, "docker", Engine.DOCKER);

  static Cgroups read(Optional<At> section) {
    section.ifPresent(at -> at.only("version", "driver", "runtime"));
    return new Cgroups(
        section.flatMap(at -> at.find("version")).map(at -> at.word(VERSIONS)).orElse(Version.V2),
        section.flatMap(at -> at.find("driver")).map(at -> at.word(DRIVERS)).orElse(Driver.SYSTEMD),
        section
            .flatMap(at -> at.find("runtime"))
            .map(at -> at.word(RUNTIMES))
            .orElse(Engine.CONTAINERD));
  }
}
