// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.core.labels;

import static io.gpunodeagent.core.labels.Machine.Gpu.h100;
import static org.assertj.core.api.Assertions.assertThat;

import io.gpunodeagent.core.labels.machine.NodeFacts;
import io.gpunodeagent.core.labels.machine.PciDevice;
import io.gpunodeagent.core.labels.machine.VgpuCapability;
import io.gpunodeagent.core.signal.DeviceSignal;
import io.gpunodeagent.core.signal.Reading;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of the machine around the GPUs. */
class MachineFactsTest {

  private static final String PRESENT = "nvidia.com/vgpu.present";
  private static final String VERSION = "nvidia.com/vgpu.host-driver-version";
  private static final String BRANCH = "nvidia.com/vgpu.host-driver-branch";

  private static NodeFacts pci(PciDevice... devices) {
    return new NodeFacts(Optional.empty(), Optional.of(Arrays.asList(devices)), Machine.STARTED);
  }

  private static PciDevice gpu(int index, int pciClass) {
    return new PciDevice(
        PciDevice.addressOf(Machine.busId(index)), pciClass, new VgpuCapability.None());
  }

  @Test
  void theMachineIsSanitised() {
    var machine = new Machine().gpu(h100(0));
    assertThat(label(machine, Optional.of("  Standard_ND96 (v5)\n"))).isEqualTo("Standard_ND96-v5");
    assertThat(label(machine, Optional.empty())).isEqualTo("unknown");
    assertThat(label(machine, Optional.of(""))).isEmpty();
  }

  private static String label(Machine machine, Optional<String> file) {
    var facts = new NodeFacts(file, Optional.empty(), Machine.STARTED);
    return machine.labels(facts).labels().getOrDefault("nvidia.com/gpu.machine", "absent");
  }

  @ParameterizedTest
  @CsvSource({
    "0x030000, 0x030000, graphics",
    "0x030200, 0x030200, compute",
    "0x030000, 0x030200, unknown",
    "0x038000, 0x038000, unknown"
  })
  void theModeIsTheClassAllGpusShare(String first, String second, String mode) {
    var facts = pci(gpu(0, Integer.decode(first)), gpu(1, Integer.decode(second)));
    assertThat(new Machine().gpu(h100(0)).gpu(h100(1)).labels(facts).labels())
        .containsEntry("nvidia.com/gpu.mode", mode);
  }

  @Test
  void aGpuThatIsNotOnTheBusMakesTheModeUnknown() {
    var machine = new Machine().gpu(h100(0)).gpu(h100(1));
    assertThat(machine.labels(pci(gpu(0, 0x030200))).labels())
        .containsEntry("nvidia.com/gpu.mode", "unknown");
  }

  @ParameterizedTest
  @CsvSource({
    "00000000:1B:00.0, 0000:1b:00.0",
    "0000000A:1B:00.0, 000a:1b:00.0",
    "00010000:1B:00.0, 00010000:1b:00.0",
    "0000:1B:00.0, 0000:1b:00.0"
  })
  void fourDigitsOfDomainAreEnoughWhereTheyAre(String nvml, String sysfs) {
    assertThat(PciDevice.addressOf(nvml)).isEqualTo(sysfs);
  }

  /** A configuration space with one capability at 0x50: id, next, length, then {@code content}. */
  private static byte[] space(int length, byte... content) {
    var space = new byte[256];
    space[0x06] = 0x10;
    space[0x34] = 0x50;
    space[0x50] = 0x09;
    space[0x52] = (byte) length;
    System.arraycopy(content, 0, space, 0x53, content.length);
    return space;
  }

  private static byte[] guest() {
    var content = new byte[40];
    content[0] = 'V';
    content[1] = 'F';
    content[2] = 7; // a record of another kind, four bytes
    content[3] = 4;
    content[6] = 0;
    content[7] = 22;
    put(content, 8, "550.90.05");
    put(content, 18, "r550_00");
    return space(35, content);
  }

  private static void put(byte[] into, int at, String text) {
    var bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }

  @Test
  void aGuestTellsTheDriverOfItsHost() {
    assertThat(VgpuCapability.of(guest()))
        .isEqualTo(new VgpuCapability.Guest("550.90.05", "r550_00"));
    var device = new PciDevice("0000:10:00.0", 0x030200, VgpuCapability.of(guest()));
    assertThat(new Machine().labels(pci(device)).labels())
        .containsEntry(PRESENT, "true")
        .containsEntry(VERSION, "550.90.05")
        .containsEntry(BRANCH, "r550_00");
  }

  @Test
  void aRecordOfNoLengthEndsTheSearch() {
    assertThat(VgpuCapability.of(space(35, (byte) 'V', (byte) 'F', (byte) 7, (byte) 0)))
        .isEqualTo(new VgpuCapability.GuestOfUnknownHost());
  }

  @Test
  void capabilitiesThatPointInACircleEndTheSearch() {
    var space = space(20);
    space[0x50] = 0x05;
    space[0x51] = 0x50;
    assertThat(VgpuCapability.of(space)).isEqualTo(new VgpuCapability.None());
  }

  @Test
  void aCapabilityThatRunsOutOfTheSpaceIsNoHost() {
    var space = new byte[256];
    space[0x06] = 0x10;
    space[0x34] = (byte) 0xf0;
    space[0xf0] = 0x09;
    space[0xf2] = (byte) 0xff;
    space[0xf3] = 'V';
    space[0xf4] = 'F';
    assertThat(VgpuCapability.of(space)).isEqualTo(new VgpuCapability.GuestOfUnknownHost());
  }

  @Test
  void aSpaceReadInPartIsUnreadable() {
    assertThat(VgpuCapability.of(new byte[64])).isEqualTo(new VgpuCapability.Unreadable());
  }

  @Test
  void withoutTheRightToReadTheSpaceNvmlTellsWhetherItIsAGuest() {
    var hidden = pci(new PciDevice("0000:10:00.0", 0x030200, new VgpuCapability.Unreadable()));
    var guest = h100(0).with(DeviceSignal.VIRTUALIZATION_MODE, Reading.of(2L));
    var host = h100(0).with(DeviceSignal.VIRTUALIZATION_MODE, Reading.of(0L));
    var unknown = h100(0).with(DeviceSignal.VIRTUALIZATION_MODE, Reading.failed("f", 999));
    assertThat(new Machine().gpu(guest).labels(hidden).labels()).containsEntry(PRESENT, "true");
    assertThat(new Machine().gpu(host).labels(hidden).labels()).containsEntry(PRESENT, "false");
    var set = new Machine().gpu(unknown).labels(hidden);
    assertThat(set.labels()).doesNotContainKey(PRESENT);
    assertThat(set.isUnknown(PRESENT)).isTrue();
    assertThat(new Machine().gpu(host).labels(pci()).isUnknown(VERSION)).isFalse();
    assertThat(List.copyOf(new Machine().gpu(guest).labels(hidden).labels().keySet()))
        .doesNotContain(VERSION, BRANCH);
  }
}
