// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.readers;

import io.gpunodeagent.agent.sampling.calls.CallLog;
import io.gpunodeagent.agent.sampling.calls.PciBusId;
import io.gpunodeagent.agent.sampling.calls.ReturnCodes;
import io.gpunodeagent.core.signal.Cadence;
import io.gpunodeagent.core.signal.Reading;
import io.gpunodeagent.core.snapshot.NvLink;
import io.gpunodeagent.nvml.NvmlDevice;
import io.gpunodeagent.nvml.NvmlFieldId;
import io.gpunodeagent.nvml.NvmlNvLinkRemoteDeviceType;
import io.gpunodeagent.nvml.NvmlPciInfo;
import io.gpunodeagent.nvml.NvmlResult;
import io.gpunodeagent.nvml.NvmlReturn;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the NVLinks of one GPU: whether they are up on the slow period, where they lead once.
 * Confined to one thread.
 */
public final class LinkReader {

  /** {@code NVML_NVLINK_MAX_LINKS} of the newest header. */
  private static final int MOST_LINKS = 36;

  /** {@code NVML_NVLINK_STATE_SLEEP} and {@code NVML_NVLINK_STATE_ACTIVE_TRAFFIC_DISABLED}. */
  private static final int SLEEPS = 2;

  private static final int TRAFFIC_DISABLED = 3;

  private final Turn turn;
  private List<NvLink> links = List.of();
  private boolean found;

  public LinkReader(double phase) {
    turn = new Turn(Cadence.SLOW, phase);
  }

  /** The links by number, read again when due. */
  public List<NvLink> read(NvmlDevice device, CallLog log, long now, long slowPeriod) {
    if (turn.due(now)) {
      links = found ? refreshed(device, log) : find(device, log);
      found = true;
      turn.read(now, slowPeriod);
    }
    return links;
  }

  private List<NvLink> refreshed(NvmlDevice device, CallLog log) {
    return links.stream()
        .map(
            link ->
                new NvLink(
                    link.link(),
                    ReturnCodes.reading(askState(link.link(), device, log)),
                    link.version(),
                    link.remote()))
        .toList();
  }

  /** A link the board does not wire up is left out; the first invalid number ends the search. */
  private static List<NvLink> find(NvmlDevice device, CallLog log) {
    var links = new ArrayList<NvLink>();
    for (int number = 0; number < MOST_LINKS; number++) {
      var state = askState(number, device, log);
      if (state.code().equals(NvmlReturn.INVALID_ARGUMENT)) {
        break;
      }
      if (!ReturnCodes.notAvailable(state.code())) {
        links.add(
            new NvLink(
                number,
                ReturnCodes.reading(state),
                version(number, device, log),
                remote(number, device, log)));
      }
    }
    return List.copyOf(links);
  }

  /** A link that NVML calls inactive may sleep or let no traffic through; neither is down. */
  private static NvmlResult<Boolean> askState(int link, NvmlDevice device, CallLog log) {
    var state = log.call("nvmlDeviceGetNvLinkState", () -> device.nvLinkState(link));
    return state instanceof NvmlResult.Success<Boolean>(var active) && !active
        ? new NvmlResult.Success<>(trained(link, device, log))
        : state;
  }

  private static boolean trained(int link, NvmlDevice device, CallLog log) {
    var detail =
        log.call(
            "nvmlDeviceGetFieldValues",
            () -> device.fieldValues(new int[] {NvmlFieldId.NVLINK_GET_STATE}, new int[] {link}));
    return detail
        .toOptional()
        .map(List::getFirst)
        .filter(value -> value.code().isSuccess())
        .filter(value -> value.asLong() == SLEEPS || value.asLong() == TRAFFIC_DISABLED)
        .isPresent();
  }

  private static Reading<Long> version(int link, NvmlDevice device, CallLog log) {
    return ReturnCodes.reading(
        log.call("nvmlDeviceGetNvLinkVersion", () -> device.nvLinkVersion(link)),
        version -> Reading.of((long) version.value()));
  }

  private static NvLink.Remote remote(int link, NvmlDevice device, CallLog log) {
    var type =
        log.call("nvmlDeviceGetNvLinkRemoteDeviceType", () -> device.nvLinkRemoteDeviceType(link));
    if (!(type instanceof NvmlResult.Success<NvmlNvLinkRemoteDeviceType>(var kind))) {
      return new NvLink.ToUnknown();
    }
    var address =
        log.call("nvmlDeviceGetNvLinkRemotePciInfo_v2", () -> device.nvLinkRemotePciInfo(link))
            .toOptional()
            .map(NvmlPciInfo::busId)
            .map(PciBusId::canonical);
    if (kind.equals(NvmlNvLinkRemoteDeviceType.SWITCH)) {
      return new NvLink.ToSwitch(address.orElse(""));
    }
    return kind.equals(NvmlNvLinkRemoteDeviceType.GPU) && address.isPresent()
        ? new NvLink.ToGpu(address.get())
        : new NvLink.ToUnknown();
  }
}
