// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.usage.evidence;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one sample says of one allocation.
 *
 * @param verdict all sources together: inactive only when every source there is was read and at
 *     rest
 * @param sources what each said; a source the device does not have is missing
 * @param doubt why rest is not proven; empty unless the verdict is unknown
 */
public record Evidence(Verdict verdict, Map<Source, Verdict> sources, Optional<Doubt> doubt) {

  public Evidence {
    var copy = new EnumMap<Source, Verdict>(Source.class);
    copy.putAll(sources);
    sources = Collections.unmodifiableMap(copy);
  }

  /** Nothing is proven, for one reason. */
  public static Evidence unknown(Doubt doubt) {
    return new Evidence(Verdict.UNKNOWN, Map.of(), Optional.of(doubt));
  }

  /** The same, but rest is not proven. */
  public Evidence doubted(Doubt reason) {
    return verdict == Verdict.INACTIVE
        ? new Evidence(Verdict.UNKNOWN, sources, Optional.of(reason))
        : this;
  }

  /** What a source or all of them say. The lower-case name is a label value. */
  public enum Verdict {
    /** Use above the floor. */
    ACTIVE,
    /** Read, and no use above the floor. */
    INACTIVE,
    /** Not read, not believed or not enough. */
    UNKNOWN
  }

  /** Where evidence comes from. The lower-case name is a label value. */
  public enum Source {
    /** SM use of the processes, {@code nvmlDeviceGetProcessUtilization}. */
    PROCESS_UTILIZATION,
    /** GPM of the GPU or GPU instance. */
    GPM,
    /** Utilization of GPU and memory controller; not under MIG. */
    DEVICE_UTILIZATION,
    /** No process is listed, and none can be hidden. */
    NO_PROCESS,
    /**
     * Power: use above that of the GPU at rest; rest only where it is known to be that of the GPU
     * at rest.
     */
    ENERGY,
    /** PCIe and NVLink. */
    TRAFFIC,
    /** Encoder, decoder, JPEG and optical flow engines. */
    CODEC
  }

  /** Why rest is not proven. The lower-case name is a label value. */
  public enum Doubt {
    /** The device's readings are not of the latest pass, or it is lost. */
    GPU_NOT_FRESH,
    /** An XID within the event window that is no fault of an application. */
    GPU_UNHEALTHY,
    /** A whole GPU under MIG: NVML tells no use of it. */
    MIG_PARENT,
    /** The kubelet does not answer, so the holder may be another by now. */
    KUBELET_DOWN,
    /** The API server does not answer, so the container may have restarted. */
    PODS_DOWN,
    /** It is unknown which pod of that name is meant. */
    POD_UNKNOWN,
    /** The container does not run yet. */
    NOT_RUNNING,
    /** Process lists cannot be taken as complete. */
    VISIBILITY,
    /** Clients of the Multi-Process Service cannot be distinguished. */
    MPS,
    /**
     * Somebody uses the device who was not given it, maybe on behalf of a holder: work that a pod
     * has the host start is in no container of that pod.
     */
    FOREIGN_USE,
    /** A source the device has could not be read. */
    SOURCE_FAILED,
    /** A source says rest where another proves use. */
    SOURCE_CONFLICT,
    /**
     * All load reads zero and nothing that cannot be stuck with it agrees: power is not known to be
     * that of this GPU at rest, and a process is listed or may be hidden.
     */
    UNCORROBORATED,
    /** The device has no source that tells use. */
    NO_SOURCE,
    /**
     * Rest shows, too early to be judged: the container's warm-up is not over, or the agent has not
     * run for a whole window. Of an allocation, never of one sample.
     */
    WARMING_UP,
    /**
     * Rest shows, and too little of the window before is proven: the container, or its device, has
     * been seen for less than a window since it started or since a gap, or samples within the
     * window prove nothing. Of an allocation, never of one sample.
     */
    SHORT_HISTORY
  }
}
