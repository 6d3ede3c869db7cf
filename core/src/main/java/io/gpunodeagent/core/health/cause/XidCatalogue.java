// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.health.cause;

import io.gpunodeagent.core.health.cause.Xid.Severity;
import io.gpunodeagent.core.health.cause.Xid.Source;
import io.gpunodeagent.core.snapshot.XidKind;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The XID codes NVIDIA has published, one row each: code, severity, action, {@code 154} where a
 * driver reports the recovery, source, meaning.
 *
 * <p>Severity follows the catalogue's immediate action: ignore is informational, restarting the
 * application is the application's fault, a reset or more is fatal, anything else is degraded.
 * Where its text says more, the text counts: 43, 44, 45, 137 and 141 are the application's though
 * their action is to ignore them; 48 and the details beside it, 171 and 172, need a reset; an error
 * of one NVLink (74, 136, 144 to 150, 155) costs that link and not the GPU; 94 hits one
 * application, and the reset it recommends may wait; 92 points at memory that wears out; 109 stays
 * fatal although other tools pass it over. 154 says nothing by itself: the recovery action is read
 * beside it.
 */
public final class XidCatalogue {

  private static final String TABLE =
      """
      1 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      2 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      3 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      4 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      5 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      6 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      7 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      8 APPLICATION RESTART_APPLICATION - CATALOG GPU stopped making progress
      9 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      10 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      11 APPLICATION RESTART_APPLICATION - CATALOG invalid or corrupt push buffer
      12 APPLICATION RESTART_APPLICATION - OLDER_CATALOG driver error while handling a GPU exception
      13 APPLICATION RESTART_APPLICATION - CATALOG graphics engine exception
      14 INFORMATIONAL NONE - CATALOG error injected by a test
      15 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      16 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG display engine hung
      17 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      18 DEGRADED RESTART_NODE - OLDER_CATALOG bus mastering was switched off
      19 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG display engine error
      20 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      21 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      22 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      23 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      24 APPLICATION RESTART_APPLICATION - OLDER_CATALOG GPU semaphore timed out
      25 APPLICATION RESTART_APPLICATION - CATALOG invalid or illegal push buffer
      26 DEGRADED RESET_GPU - OLDER_CATALOG frame buffer timed out
      27 APPLICATION RESTART_APPLICATION - OLDER_CATALOG video processor exception
      28 APPLICATION RESTART_APPLICATION - OLDER_CATALOG video processor exception
      29 APPLICATION RESTART_APPLICATION - OLDER_CATALOG video processor exception
      30 APPLICATION RESTART_APPLICATION - OLDER_CATALOG GPU semaphore access error
      31 APPLICATION RESTART_APPLICATION - CATALOG GPU memory page fault
      32 APPLICATION RESTART_APPLICATION - CATALOG invalid or corrupt push buffer
      33 DEGRADED RESET_GPU - OLDER_CATALOG internal micro-controller error
      34 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      35 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      36 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      37 INFORMATIONAL NONE - CATALOG driver firmware error
      38 INFORMATIONAL NONE - CATALOG driver firmware error
      39 APPLICATION RESTART_APPLICATION - CATALOG copy engine 0 error
      40 APPLICATION RESTART_APPLICATION - CATALOG copy engine 1 error
      41 APPLICATION RESTART_APPLICATION - CATALOG copy engine 2 error
      42 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      43 APPLICATION RESTART_APPLICATION - CATALOG GPU stopped processing a channel
      44 APPLICATION RESTART_APPLICATION - CATALOG graphics engine fault during context switch
      45 APPLICATION RESTART_APPLICATION - CATALOG channel torn down after an earlier error
      46 FATAL RESET_GPU - CATALOG GPU stopped processing
      47 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      48 FATAL RESET_GPU 154 CATALOG uncorrectable (double-bit) ECC error
      49 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      50 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      51 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      52 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      53 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      54 DEGRADED DRAIN_AND_INSPECT - CATALOG auxiliary power is not connected
      55 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      56 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG display engine error
      57 FATAL DRAIN_AND_INSPECT - OLDER_CATALOG video memory interface programming failed
      58 FATAL DRAIN_AND_INSPECT - OLDER_CATALOG video memory interface is unstable
      59 DEGRADED RESET_GPU - OLDER_CATALOG internal micro-controller error
      60 APPLICATION RESTART_APPLICATION - CATALOG video processor exception
      61 FATAL RESET_GPU - OLDER_CATALOG internal micro-controller breakpoint
      62 FATAL RESET_GPU 154 CATALOG internal micro-controller halted
      63 INFORMATIONAL NONE 154 MEMORY row remap or page retirement recorded
      64 FATAL RESET_GPU 154 MEMORY row remap or page retirement could not be recorded
      65 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      66 INFORMATIONAL NONE - CATALOG illegal access by the driver
      67 INFORMATIONAL NONE - CATALOG illegal access by the driver
      68 APPLICATION RESTART_APPLICATION - CATALOG video decoder 0 exception
      69 APPLICATION RESTART_APPLICATION - CATALOG graphics engine class error
      70 APPLICATION RESTART_APPLICATION - CATALOG copy engine 3 error
      71 APPLICATION RESTART_APPLICATION - CATALOG copy engine 4 error
      72 APPLICATION RESTART_APPLICATION - CATALOG copy engine 5 error
      73 APPLICATION RESTART_APPLICATION - OLDER_CATALOG video encoder 2 error
      74 DEGRADED RESET_GPU 154 CATALOG NVLink error
      75 APPLICATION RESTART_APPLICATION - CATALOG copy engine 6 error
      76 APPLICATION RESTART_APPLICATION - CATALOG copy engine 7 error
      77 APPLICATION RESTART_APPLICATION - CATALOG copy engine 8 error
      78 DEGRADED UPDATE_SOFTWARE - CATALOG virtual GPU failed to start
      79 FATAL RESTART_NODE 154 CATALOG GPU has fallen off the bus
      80 APPLICATION RESTART_APPLICATION - CATALOG corrupt data sent to the GPU
      81 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG VGA subsystem error
      82 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 0 error
      83 APPLICATION RESTART_APPLICATION - CATALOG video decoder 1 error
      84 APPLICATION RESTART_APPLICATION - CATALOG video decoder 2 error
      85 APPLICATION RESTART_APPLICATION - CATALOG copy engine 9 error
      86 APPLICATION RESTART_APPLICATION - CATALOG optical flow engine exception
      87 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      88 APPLICATION RESTART_APPLICATION - CATALOG video decoder 3 error
      89 APPLICATION RESTART_APPLICATION - CATALOG video decoder 4 error
      90 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      91 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      92 DEGRADED DRAIN_AND_INSPECT - CATALOG high rate of corrected ECC errors
      93 INFORMATIONAL NONE - CATALOG InfoROM wear limit exceeded
      94 DEGRADED RESTART_APPLICATION 154 MEMORY contained memory error
      95 FATAL RESET_GPU 154 MEMORY uncontained memory error
      96 APPLICATION RESTART_APPLICATION - CATALOG video decoder 5 error
      97 APPLICATION RESTART_APPLICATION - CATALOG video decoder 6 error
      98 APPLICATION RESTART_APPLICATION - CATALOG video decoder 7 error
      99 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 1 error
      100 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 2 error
      101 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 3 error
      102 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 4 error
      103 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 5 error
      104 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 6 error
      105 APPLICATION RESTART_APPLICATION - CATALOG JPEG engine 7 error
      106 INFORMATIONAL NONE - CATALOG test message of the management bus
      107 INFORMATIONAL NONE - CATALOG silent test message of the management bus
      108 INFORMATIONAL NONE - CATALOG remote address translation over NVLink failed
      109 FATAL RESET_GPU 154 CATALOG context switch timed out
      110 FATAL RESET_GPU 154 CATALOG security fault
      111 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      112 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      113 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      114 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      115 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      116 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      117 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      118 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      119 FATAL RESET_GPU - CATALOG GPU system processor did not answer a call
      120 FATAL RESET_GPU 154 CATALOG GPU system processor error
      121 INFORMATIONAL NONE - CATALOG chip-to-chip link error
      122 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG power management unit read failed
      123 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG power management unit write failed
      124 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG power management unit erase failed
      125 DEGRADED DRAIN_AND_INSPECT - OLDER_CATALOG InfoROM file system failure
      126 APPLICATION RESTART_APPLICATION - CATALOG copy engine 10 error
      127 APPLICATION RESTART_APPLICATION - CATALOG copy engine 11 error
      128 APPLICATION RESTART_APPLICATION - CATALOG copy engine 12 error
      129 APPLICATION RESTART_APPLICATION - CATALOG copy engine 13 error
      130 APPLICATION RESTART_APPLICATION - CATALOG copy engine 14 error
      131 APPLICATION RESTART_APPLICATION - CATALOG copy engine 15 error
      132 APPLICATION RESTART_APPLICATION - CATALOG copy engine 16 error
      133 APPLICATION RESTART_APPLICATION - CATALOG copy engine 17 error
      134 APPLICATION RESTART_APPLICATION - CATALOG copy engine 18 error
      135 APPLICATION RESTART_APPLICATION - CATALOG copy engine 19 error
      136 DEGRADED RESET_GPU 154 CATALOG NVLink training failed
      137 APPLICATION RESTART_APPLICATION - CATALOG NVLink peer access without privilege
      138 UNKNOWN DRAIN_AND_INSPECT - CATALOG not used by current drivers
      139 APPLICATION RESTART_APPLICATION - CATALOG optical flow engine 1 error
      140 FATAL RESET_GPU - CATALOG unrecovered ECC error
      141 APPLICATION RESTART_APPLICATION - CATALOG CUDA fast path error
      142 APPLICATION RESTART_APPLICATION - CATALOG video encoder 3 error
      143 FATAL RESET_GPU 154 CATALOG GPU initialization failed
      144 DEGRADED RESET_GPU 154 CATALOG NVLink SAW error
      145 DEGRADED RESET_GPU 154 CATALOG NVLink RLW error
      146 DEGRADED RESET_GPU 154 CATALOG NVLink TLW error
      147 DEGRADED RESET_GPU 154 CATALOG NVLink TREX error
      148 DEGRADED RESET_GPU 154 CATALOG NVLink NVLPW control error
      149 DEGRADED RESET_GPU 154 CATALOG NVLink NETIR error
      150 DEGRADED RESET_GPU 154 CATALOG NVLink MSE error
      151 DEGRADED RESTART_NODE - CATALOG key rotation failed
      152 INFORMATIONAL NONE - CATALOG deep learning accelerator memory error
      153 INFORMATIONAL NONE - CATALOG deep learning accelerator timed out
      154 UNKNOWN NONE 154 CATALOG required GPU recovery action changed
      155 DEGRADED RESET_GPU 154 CATALOG NVLink was brought down by software
      156 DEGRADED RESET_GPU 154 CATALOG resource retired
      157 DEGRADED DRAIN_AND_INSPECT - CATALOG resource could not be retired
      158 FATAL RESET_GPU 154 CATALOG GPU fatal timeout
      159 DEGRADED RESTART_APPLICATION 154 CATALOG chip-to-chip link protocol error
      160 INFORMATIONAL NONE 154 CATALOG channel retired
      161 INFORMATIONAL NONE 154 CATALOG channel could not be retired
      162 INFORMATIONAL NONE - CATALOG power smoothing circuit back in use
      163 INFORMATIONAL NONE - CATALOG power smoothing circuit out of use
      164 INFORMATIONAL NONE - CATALOG power smoothing circuit nears its end of life
      165 DEGRADED DRAIN_AND_INSPECT - CATALOG power smoothing circuit is worn out
      166 DEGRADED RESET_GPU - CATALOG unencrypted NVLink traffic under confidential computing
      167 FATAL RESTART_NODE - CATALOG PCIe fatal timeout
      168 DEGRADED DRAIN_AND_INSPECT - CATALOG GPU memory is smaller than it should be
      169 FATAL RESET_GPU - CATALOG security processor halted
      170 DEGRADED RESET_GPU - CATALOG NVLink interrupt under confidential computing
      171 FATAL RESET_GPU - CATALOG uncorrectable DRAM error
      172 FATAL RESET_GPU - CATALOG uncorrectable SRAM error
      999 UNKNOWN DRAIN_AND_INSPECT - NVML XID that NVML does not know
      """;

  /** NVLink errors from Blackwell on: the kernel log has the driver's own word for each. */
  private static final int FIRST_WEIGHED = 144;

  private static final int LAST_WEIGHED = 150;

  private static final int COLUMNS = 6;
  private static final SortedMap<Integer, Xid> BY_CODE = parse();

  private XidCatalogue() {}

  /**
   * What is known of an XID. The driver's own word decides where it gives one: an NVLink error that
   * it calls Nonfatal is a note.
   */
  public static Xid of(XidKind kind) {
    var known = of(kind.code());
    return kind.nonFatal() && isWeighedByDriver(kind.code())
        ? new Xid(
            known.code(),
            known.meaning() + ", which the driver calls nonfatal",
            Severity.INFORMATIONAL,
            HealthAction.NONE,
            known.recoveryReported(),
            known.source())
        : known;
  }

  private static boolean isWeighedByDriver(int code) {
    return code >= FIRST_WEIGHED && code <= LAST_WEIGHED;
  }

  /**
   * What is known of {@code code}; severity {@link Severity#UNKNOWN} for one that is not
   * documented.
   */
  public static Xid of(int code) {
    var known = BY_CODE.get(code);
    return known != null
        ? known
        : new Xid(
            code,
            "unknown XID",
            Severity.UNKNOWN,
            HealthAction.DRAIN_AND_INSPECT,
            false,
            Source.NONE);
  }

  /** All rows in the order of their codes. */
  public static Collection<Xid> rows() {
    return BY_CODE.values();
  }

  private static SortedMap<Integer, Xid> parse() {
    var byCode = new TreeMap<Integer, Xid>();
    TABLE.lines().map(XidCatalogue::row).forEach(xid -> byCode.put(xid.code(), xid));
    return Collections.unmodifiableSortedMap(byCode);
  }

  private static Xid row(String line) {
    var columns = line.split(" ", COLUMNS);
    return new Xid(
        Integer.parseInt(columns[0]),
        columns[5],
        Severity.valueOf(columns[1]),
        HealthAction.valueOf(columns[2]),
        columns[3].equals("154"),
        Source.valueOf(columns[4]));
  }
}
