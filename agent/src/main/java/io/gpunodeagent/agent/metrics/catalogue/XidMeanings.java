package io.gpunodeagent.agent.metrics.catalogue;

import java.util.HashMap;
import java.util.Map;

/** What XID codes mean, in a few words; NVIDIA's XID catalogue has the long ones. */
final class XidMeanings {

  private static final String TABLE =
      """
      8 GPU stopped making progress
      11 invalid or corrupt push buffer
      12 driver error while handling a GPU exception
      13 graphics engine exception
      16 display engine hung
      18 bus mastering was switched off
      19 display engine error
      24 GPU semaphore timed out
      25 invalid or illegal push buffer
      26 frame buffer timed out
      27 video processor exception
      28 video processor exception
      29 video processor exception
      30 GPU semaphore access error
      31 GPU memory page fault
      32 invalid or corrupt push buffer
      33 internal micro-controller error
      37 driver firmware error
      38 driver firmware error
      43 GPU stopped processing a channel
      44 graphics engine fault during context switch
      45 channel torn down after an earlier error
      46 GPU stopped processing
      48 uncorrectable (double-bit) ECC error
      54 auxiliary power is not connected
      56 display engine error
      57 video memory interface programming failed
      58 video memory interface is unstable
      59 internal micro-controller error
      61 internal micro-controller breakpoint
      62 internal micro-controller halted
      63 row remap or page retirement recorded
      64 row remap or page retirement could not be recorded
      66 illegal access by the driver
      67 illegal access by the driver
      68 video decoder 0 exception
      69 graphics engine class error
      70 copy engine 3 error
      71 copy engine 4 error
      72 copy engine 5 error
      73 video encoder 2 error
      74 NVLink error
      75 copy engine 6 error
      76 copy engine 7 error
      77 copy engine 8 error
      78 virtual GPU failed to start
      79 GPU has fallen off the bus
      80 corrupt data sent to the GPU
      81 VGA subsystem error
      82 JPEG engine 0 error
      83 video decoder 1 error
      84 video decoder 2 error
      85 copy engine 9 error
      86 optical flow engine exception
      88 video decoder 3 error
      89 video decoder 4 error
      92 high rate of corrected ECC errors
      93 InfoROM wear limit exceeded
      94 contained memory error
      95 uncontained memory error
      96 video decoder 5 error
      97 video decoder 6 error
      98 video decoder 7 error
      99 JPEG engine 1 error
      100 JPEG engine 2 error
      101 JPEG engine 3 error
      102 JPEG engine 4 error
      103 JPEG engine 5 error
      104 JPEG engine 6 error
      105 JPEG engine 7 error
      109 context switch timed out
      110 security fault
      119 GPU system processor did not answer a call
      120 GPU system processor error
      121 chip-to-chip link error
      122 power management unit read failed
      123 power management unit write failed
      124 power management unit erase failed
      125 InfoROM file system failure
      137 NVLink peer access without privilege
      140 unrecovered ECC error
      143 GPU initialization failed
      144 NVLink SAW error
      145 NVLink RLW error
      146 NVLink TLW error
      147 NVLink TREX error
      148 NVLink NVLPW control error
      149 NVLink NETIR error
      150 NVLink MSE error
      151 key rotation failed
      154 required GPU recovery action changed
      155 NVLink was brought down by software
      156 resource retired
      157 resource could not be retired
      158 GPU fatal timeout
      160 channel retired
      161 channel could not be retired
      162 power smoothing circuit back in use
      163 power smoothing circuit out of use
      164 power smoothing circuit nears its end of life
      165 power smoothing circuit is worn out
      167 PCIe fatal timeout
      168 GPU memory is smaller than it should be
      169 security processor halted
      170 secure boot feature lost
      171 uncorrectable DRAM error
      172 uncorrectable SRAM error
      """;

  private static final Map<Integer, String> BY_CODE = parse();

  private XidMeanings() {}

  /** The meaning of {@code code}; a fixed text for a code not in the table. */
  static String of(int code) {
    return BY_CODE.getOrDefault(code, "unknown XID");
  }

  private static Map<Integer, String> parse() {
    var byCode = new HashMap<Integer, String>();
    TABLE
        .lines()
        .forEach(
            line -> {
              var blank = line.indexOf(' ');
              byCode.put(Integer.valueOf(line.substring(0, blank)), line.substring(blank + 1));
            });
    return Map.copyOf(byCode);
  }
}
