package io.gpunodeagent.agent.metrics.catalogue;

import java.util.List;
import java.util.stream.IntStream;

/**
 * DCGM fields that are not served, each with the reason.
 *
 * @param field its number
 * @param reason why not, one phrase without a full stop
 */
public record NotServed(int field, String reason) {

  /** Why a name without a field is not served. */
  static final String DROPPED =
      "DCGM dropped this NVSwitch field, and its number means another field today";

  static List<NotServed> rows() {
    return List.of(
            group(
                "NVSwitches are read through NSCQ or NVSDM; NVML has no handle for them",
                "701-707 780-824 856-878 1524"),
            group(
                "of the Grace CPU, which DCGM reads from the system; no part of NVML",
                "1100-1104 1110-1112 1120 1130-1133 1140-1141"),
            group("of a ConnectX network adapter; no part of NVML", "1300-1310"),
            group("of the IMEX service, whose state NVML does not give", "1502-1503"),
            group("a raw NVLink register that only root may read", "580-592 1509"),
            group(
                "of a virtual GPU on a hypervisor host; this agent reads whole GPUs and MIG"
                    + " instances",
                "509-513 520-525 527-534 1649"),
            group(
                "a binary structure, which is no number; dcgm-exporter prints an error text for it",
                "60-62 75-77 130 165-167 205 220-221 501-508"),
            group(
                "an affinity mask of 64 bits; a sample holds only 53 of them exactly",
                "70-73 86-89"),
            group("a number of the PCI device, which does not change; lspci -nn shows it", "58-59"),
            group("per-process samples inside DCGM; dcgm-exporter never exports them", "210-211"),
            group("a result of DCGM's diagnostics, which this agent does not run", "350-363"),
            group("a setting or an event of DCGM's host engine; no part of NVML", "6 68 91"),
            group(
                "NVML gives the speed in MB/s and does not say whether MB means 10^6 or 2^20 bytes",
                "1629"),
            group("DCGM itself never fills it; use the NVLink error counters and XID 74", "450"),
            group("the process that hosts NVML is this agent; it says nothing of the GPUs", "3"),
            group("the number of no field", "0"))
        .stream()
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Fields of one reason.
   *
   * @param fields numbers and ranges of numbers
   */
  private static List<NotServed> group(String reason, String fields) {
    return List.of(fields.split(" ", -1)).stream()
        .flatMapToInt(NotServed::range)
        .mapToObj(field -> new NotServed(field, reason))
        .toList();
  }

  private static IntStream range(String words) {
    var ends = words.split("-", -1);
    return IntStream.rangeClosed(
        Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }
}
