// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.attribution;

import io.gpunodeagent.core.attribution.device.Device;
import io.gpunodeagent.core.attribution.placement.Unplaced;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import io.gpunodeagent.core.sources.Allocatable;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.ProcessTable.Visibility;
import io.gpunodeagent.core.sources.SourceState;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A snapshot with who holds and who uses each device.
 *
 * @param node the snapshot it is of
 * @param allocations whether the kubelet answers
 * @param allocatable what the kubelet has to give out
 * @param pods whether the API server answers
 * @param visibility how far process lists may be believed on every GPU of the node
 * @param devices every GPU in index order, each followed by its instances
 * @param unplaced allocations that make nobody a holder
 * @param findings where allocation and use disagree
 * @param memories of containers with a memory limit on a GPU
 * @param commands the kernel's names of the processes by PID, chosen by the processes themselves:
 *     never trusted; those that could not be looked at are missing
 */
public record AttributedSnapshot(
    NodeSnapshot node,
    SourceState allocations,
    Allocatable allocatable,
    SourceState pods,
    Visibility visibility,
    SequencedMap<Device, AttributedDevice> devices,
    List<Unplaced> unplaced,
    List<AllocationMismatch> findings,
    List<DeviceUserMemory> memories,
    Map<Long, String> commands) {

  public AttributedSnapshot {
    devices = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(devices));
    unplaced = List.copyOf(unplaced);
    findings = List.copyOf(findings);
    memories = List.copyOf(memories);
    commands = Map.copyOf(commands);
  }

  /** What is known of {@code node} before anything was joined. */
  public static AttributedSnapshot starting(NodeSnapshot node) {
    return new AttributedSnapshot(
        node,
        new SourceState.Off(),
        Allocations.off().allocatable(),
        new SourceState.Off(),
        new Visibility.Blind("nothing was looked up yet"),
        new LinkedHashMap<>(),
        List.of(),
        List.of(),
        List.of(),
        Map.of());
  }
}
