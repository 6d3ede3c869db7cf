// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.sampling.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gpunodeagent.core.snapshot.DriverMessage;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KernelMessagesTest {

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
        "[12345.678901][ T4567] NVRM: Xid (PCI:0000:04:00): 63, Row | 00000000:04:00.0 | 63 | -",
        "[12345.678901][   C12] NVRM: Xid (PCI:0000:04:00): 63, Row | 00000000:04:00.0 | 63 | -",
        "2026-01-25T10:34:54,859532+00:00 NVRM: Xid (PCI:0000:04:00): 154, GPU | 00000000:04:00.0 |"
            + " 154 | -",
        "2026-01-25T10:34:54.859532+01:00 n-1.example kernel: [   12.345678] NVRM: Xid"
            + " (PCI:0000:04:00): 79, x | 00000000:04:00.0 | 79 | -",
        "2026-01-25T10:34:54+0000 n-1 kernel: NVRM: Xid (PCI:0000:04:00): 79, x | 00000000:04:00.0"
            + " | 79 | -",
        "[Sun Jan 25 10:34:54 2026] NVRM: Xid (PCI:0000:04:00): 79, x | 00000000:04:00.0 | 79 | -",
        "<4>[   12.345678] NVRM: Xid (PCI:0000:04:00): 79, x | 00000000:04:00.0 | 79 | -",
        "kern  :warn  : [   12.345678] NVRM: Xid (PCI:0000:04:00): 79, x | 00000000:04:00.0 | 79 |"
            + " -",
      })
  void anXidIsFoundWithItsGpu(String line, String busId, int code, Integer instance) {
    assertThat(new KernelMessages().of(line))
        .containsExactly(
            new KernelXid(
                busId,
                code,
                instance == null ? OptionalInt.empty() : OptionalInt.of(instance),
                false));
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
        // a process of the host writes to the system log
        "Nov 21 10:00:00 node app[12]: kernel: NVRM: Xid (PCI:0000:1b:00): 79",
        "<13>[   12.345678] NVRM: Xid (PCI:0000:1b:00): 79",
        // quoted in another message
        "4,1,1,-;audit: comm=NVRM: Xid (PCI:0000:1b:00): 79",
        "4,1,1,-;audit: x kernel: NVRM: Xid (PCI:0000:1b:00): 79",
        " SUBSYSTEM=pci",
      })
  void whatIsNoXidOfTheKernelIsPassedOver(String line) {
    assertThat(new KernelMessages().of(line)).isEmpty();
  }

  @Test
  void aLongLineTakesNoLongTime() {
    var line = "kernel: [1.1] ".repeat(20_000) + "NVRM: Xid (PCI:0000:1b:00): 79";
    long before = System.nanoTime();
    assertThat(new KernelMessages().of("x" + line)).isEmpty();
    assertThat(System.nanoTime() - before).isLessThan(5_000_000_000L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "145, pid=4242, name=acct, RLW_SRC_TRACK Nonfatal XC1 i0 Link 03 (0x00000000) | true",
        "149, NETIR_LINK_EVT  Fatal   XC0 i0 Link 01 (0x00000000 0x00000000 0x00000000) | false",
        "145, pid=4242, name=Nonfatal XC1, RLW_SRC_TRACK Fatal XC1 i0 Link 03 (0x0) | false",
        "145, pid=4242, name=A Nonfatal XC1, no word | false",
      })
  void theDriversOwnWordIsRead(String rest, boolean nonFatal) {
    assertThat(new KernelMessages().of("4,1,1,-;NVRM: Xid (PCI:0018:01:00): " + rest))
        .singleElement()
        .isInstanceOfSatisfying(
            KernelXid.class, xid -> assertThat(xid.nonFatal()).isEqualTo(nonFatal));
  }

  static Stream<Arguments> messagesOfTheDriver() {
    var offBus = new DriverMessage.OffBus("00000000:01:00.0");
    return Stream.of(
        arguments("3,3,3,-;NVRM: GPU 0000:01:00.0: GPU has fallen off the bus.", offBus),
        arguments("[   12.345678] NVRM: GPU at 0000:01:00.0 has fallen off the bus.", offBus),
        arguments(
            "3,9,9,-;NVRM: The NVIDIA GPU 0000:01:00.0\\x0aNVRM: (PCI ID: 10de:26b5) installed in"
                + " this system has\\x0aNVRM: fallen off the bus and is not responding",
            offBus),
        arguments(
            "3,9,9,-;NVRM: GPU 0000:b3:00.0: RmInitAdapter failed! (0x22:0x56:894)",
            new DriverMessage.InitFailed("00000000:B3:00.0")),
        arguments(
            "3,7,7,-;nvidia-nvswitch1: SXid (PCI:0000:06:00.0): 20034, Fatal, Link 48 LTSSM Fault",
            new DriverMessage.SwitchError("00000000:06:00.0", 20034, true)),
        arguments(
            "3,8,8,-;nvidia-nvswitch3: SXid (PCI:0000:05:00.0): 12028, Non-fatal, Link 32 egress"
                + " non-posted PRIV error (First)",
            new DriverMessage.SwitchError("00000000:05:00.0", 12028, false)));
  }

  @ParameterizedTest
  @MethodSource
  void messagesOfTheDriver(String line, DriverMessage message) {
    assertThat(new KernelMessages().of(line)).containsExactly(new KernelMessage.OfDriver(message));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3,%d,4,-;%s", "3,%d,4,c;%s", "[   12.34567%d] %s"})
  void aSentenceMayBeSpreadOverSeveralLines(String form) {
    var messages = new KernelMessages();
    assertThat(messages.of(form.formatted(1, "NVRM: The NVIDIA GPU 0000:04:00.0"))).isEmpty();
    assertThat(messages.of(form.formatted(2, "eth0: link up"))).isEmpty();
    assertThat(
            messages.of(
                form.formatted(3, "NVRM: (PCI ID: 10de:26b5) installed in this system has")))
        .isEmpty();
    var last = form.formatted(4, "NVRM: fallen off the bus and is not responding to commands.");
    assertThat(messages.of(last))
        .containsExactly(new KernelMessage.OfDriver(new DriverMessage.OffBus("00000000:04:00.0")));
    assertThat(messages.of(last)).as("it is over").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12,3,3,-;NVRM: GPU 0000:01:00.0: GPU has fallen off the bus.",
        "3,7,7,-;nvidia-nvswitch1: SXid (PCI:0000:06:00.0): 20034, Data {0x50610002, 0x10100030}",
        "3,7,7,-;nvidia-nvswitch1: SXid (PCI:0000:06:00.0): 20034, Severity 5 Engine instance 48",
        "3,9,9,-;NVRM: fallen off the bus and is not responding to commands.",
        "3,9,9,-;NVRM: The NVIDIA GPU 0000:04:00.0 (PCI ID: 10de:26b5) is not supported",
      })
  void whatIsNoMessageOfTheDriverIsPassedOver(String line) {
    assertThat(new KernelMessages().of(line)).isEmpty();
  }
}
