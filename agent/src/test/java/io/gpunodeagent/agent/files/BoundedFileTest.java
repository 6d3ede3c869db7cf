// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class BoundedFileTest {

  @TempDir private Path folder;

  @Test
  void aFileOfTheBoundIsReadAndOneByteMoreIsNot() throws Exception {
    var file = Files.writeString(folder.resolve("file"), "1234");
    assertThat(BoundedFile.text(file, 4)).isEqualTo("1234");
    assertThatThrownBy(() -> BoundedFile.text(file, 3))
        .isInstanceOf(BoundedFile.TooLargeException.class)
        .hasMessage(file + ": is larger than 3 bytes");
  }

  @Test
  void aPipeIsRefusedWithoutOpeningIt() throws Exception {
    var pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> BoundedFile.bytes(pipe, 10))
        .isInstanceOf(BoundedFile.NotRegularException.class);
  }

  @Test
  void aLinkToADeviceWithoutEndIsRefused() throws Exception {
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("/dev/zero"));
    assertThatThrownBy(() -> BoundedFile.bytes(link, 10))
        .isInstanceOf(BoundedFile.NotRegularException.class)
        .hasMessage(link + ": is not a regular file");
  }

  @Test
  void whatIsMissingOrNoTextHasItsOwnFault() throws Exception {
    assertThatThrownBy(() -> BoundedFile.bytes(folder.resolve("nothing"), 10))
        .isInstanceOf(NoSuchFileException.class);
    var binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xff});
    assertThatThrownBy(() -> BoundedFile.text(binary, 10))
        .isInstanceOf(CharacterCodingException.class);
  }
}
