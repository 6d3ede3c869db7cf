package io.gpunodeagent.agent.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelXidTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      nullValues = "-",
      value = {
        "4,1234,98765432,-;NVRM: Xid (PCI:0000:1b:00): 79, pid=1234, GPU lost | 00000000:1B:00.0 |"
            + " 79 | -",
        "6,1,1,-,caller=T12;NVRM: Xid (PCI:0000:3B:00): 31, Ch 00000010 | 00000000:3B:00.0 | 31 |"
            + " -",
        "3,1,1,c;NVRM: Xid (PCI:0008:06:00): 48 | 00000008:06:00.0 | 48 | -",
        "4,1,1,-;NVRM: Xid (PCI:0000:8a:00 GPU-I:05): 13, pid=1 | 00000000:8A:00.0 | 13 | 5",
        "4,1,1,-;NVRM: Xid (PCI:0000:8a:00 GPU-I:05 GPU-CI:00): 43 | 00000000:8A:00.0 | 43 | 5",
        "NVRM: Xid (PCI:0000:1b:00): 79, pid=1 | 00000000:1B:00.0 | 79 | -",
        "[   12.345678] NVRM: Xid (PCI:0000:1b:00): 94 | 00000000:1B:00.0 | 94 | -",
        "Nov 21 10:00:00 node kernel: [12.3] NVRM: Xid (PCI:0000:1b:00): 94 | 00000000:1B:00.0 | 94"
            + " | -",
        "Nov 21 10:00:00 node kernel: NVRM: Xid (PCI:0000:1b:00): 95 | 00000000:1B:00.0 | 95 | -",
      })
  void anXidIsFoundWithItsGpu(String line, String busId, int code, Integer instance) {
    assertThat(KernelXid.parse(line))
        .contains(
            new KernelXid(
                busId, code, instance == null ? OptionalInt.empty() : OptionalInt.of(instance)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "4,1,1,-;",
        "4,1234,98765432,-;NVRM: loading NVIDIA UNIX x86_64 Kernel Module",
        "4,1,1,-;NVRM: GPU at PCI:0000:1b:00: GPU-d8f9e1f0",
        "4,1,1,-;NVRM: Xid (PCI:0000:1b:00): ",
        "4,1,1,-;NVRM: Xid (PCI:0000:1b:00): -5",
        "4,1,1,-;NVRM: Xid (PCI:0000:1b:00): 123456",
        "4,1,1,-;NVRM: Xid (PCI:0000:1b): 79",
        "4,1,1,-;NVRM: Xid (PCI:zz00:1b:00): 79",
        // only the kernel speaks for the kernel: 12 is a process of the user facility
        "12,1,1,-;NVRM: Xid (PCI:0000:1b:00): 79",
        "4294967299,1,1,-;NVRM: Xid (PCI:0000:1b:00): 79",
        // quoted in another message
        "4,1,1,-;audit: comm=NVRM: Xid (PCI:0000:1b:00): 79",
        "4,1,1,-;audit: x kernel: NVRM: Xid (PCI:0000:1b:00): 79",
        " SUBSYSTEM=pci",
      })
  void whatIsNoXidOfTheKernelIsPassedOver(String line) {
    assertThat(KernelXid.parse(line)).isEmpty();
  }

  @Test
  void aLongLineTakesNoLongTime() {
    var line = "kernel: [1.1] ".repeat(20_000) + "NVRM: Xid (PCI:0000:1b:00): 79";
    long before = System.nanoTime();
    assertThat(KernelXid.parse("x" + line)).isEmpty();
    assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
  }
}
